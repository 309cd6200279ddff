package view

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/pktscope/pktscope/internal/render"
)

// A fake is a Source with a hundred packets, of which those with an even number are of
// UDP, and the others of IKE.
type fake struct {
	sync.Mutex
	status  Status
	shown   []uint64 // the numbers that the filter leaves
	saveTo  string
	saved   []uint64
	marked  []uint64
	stopped bool
	time    int
	hostile string // in every text
	reads   int    // of Detail
	pages   int    // that were made
	counted int    // packets of UDP in the statistics; 0: 50
}

func newFake() *fake {
	f := &fake{saveTo: "new.pcapng", status: Status{Name: "fake.pcap", Packets: 100, Displayed: 100, Version: 1}}
	f.show(func(uint64) bool { return true })
	return f
}

// show displays some packets.
func (f *fake) show(match func(uint64) bool) {
	f.shown = nil
	for n := uint64(1); n <= 100; n++ {
		if match(n) {
			f.shown = append(f.shown, n)
		}
	}
	f.status.Displayed = len(f.shown)
	f.status.Version++
}

func (f *fake) Status() Status {
	f.Lock()
	defer f.Unlock()
	return f.status
}

func (f *fake) Columns() []Column {
	return []Column{{"No.", true}, {"Time", true}, {"Source", false}, {"Destination", false}, {"Protocol", false}, {"Length", true}, {"Info", false}}
}

func (f *fake) Rows(_ context.Context, first, n int) ([]Row, error) {
	f.Lock()
	defer f.Unlock()
	var rows []Row
	for i := first; i < min(first+n, len(f.shown)); i++ {
		number := f.shown[i]
		at := fmt.Sprintf("%d.000000", number)
		if f.time > 0 {
			at = fmt.Sprintf("10:00:%02d", number%60)
		}
		r := Row{Number: number, Cells: []string{fmt.Sprint(number), at, "192.0.2.1", "198.51.100.2", "UDP", "60", fmt.Sprintf("datagram %d", number)}, Hue: render.HueUDP}
		if number%2 == 1 {
			r.Cells[4], r.Cells[6], r.Hue = "ISAKMP", fmt.Sprintf("IKE_SA_INIT MID=00 Initiator Request %d", number), render.HueKeys
		}
		r.Cells[6] += f.hostile
		r.Provisional = f.status.Reading && number > 50
		rows = append(rows, r)
	}
	return rows, nil
}

func (f *fake) IndexOf(number uint64) int {
	f.Lock()
	defer f.Unlock()
	for i, n := range f.shown {
		if n >= number {
			return i
		}
	}
	return len(f.shown)
}

func (f *fake) Peek(number uint64) (*Detail, error) {
	d := f.detail(number)
	d.Provisional = true
	return d, nil
}

func (f *fake) Detail(_ context.Context, number uint64) (*Detail, error) {
	f.Lock()
	defer f.Unlock()
	f.reads++
	return f.detail(number), nil
}

func (f *fake) detail(number uint64) *Detail {
	group := "Group: 14"
	if number%4 == 3 {
		group = "Group: 19"
	}
	frame := make([]byte, 100)
	for i := range frame {
		frame[i] = byte(i)
	}
	h := f.hostile
	return &Detail{
		Number: number,
		Nodes: []Node{
			{Depth: 0, Label: fmt.Sprintf("Frame %d: 100 bytes", number) + h, Field: "frame"},
			{Depth: 1, Label: "Frame Length: 100 bytes", Field: "frame.len", Filter: "frame.len == 100", Value: "100"},
			{Depth: 0, Label: "Internet Protocol, Src: 192.0.2.1" + h, Field: "ip", Start: 14, Length: 20},
			{Depth: 1, Label: "Time to Live: 64", Field: "ip.ttl", Filter: "ip.ttl == 64", Value: "64", Start: 22, Length: 1},
			{Depth: 0, Label: "Internet Security Association" + h, Field: "isakmp", Start: 42, Length: 58},
			{Depth: 1, Label: "Payload: Security Association", Field: "isakmp.sa", Start: 42, Length: 20},
			{Depth: 2, Label: group, Field: "isakmp.group", Filter: "isakmp.group == 14", Value: "14", Start: 44, Length: 2},
			{Depth: 1, Label: "Decrypted: needle", Field: "isakmp.decrypted", Buffer: 1, Start: 4, Length: 8},
		},
		Buffers: []Buffer{{"Frame" + h, frame}, {"Decrypted IKE" + h, []byte("0123456789abcdef")}},
	}
}

var errFilter = errors.New(`"nonsense" is neither a field nor a protocol` + "\nnonsense\n^")

func (f *fake) Check(text string) error {
	if strings.Contains(text, "nonsense") {
		return errFilter
	}
	return nil
}

func (f *fake) Complete(prefix string) []Completion {
	var out []Completion
	for _, c := range []Completion{{"isakmp", "ISAKMP" + f.hostile}, {"isakmp.group", "Group"}, {"isakmp.sa", "Security Association"}, {"udp", "UDP"}} {
		if strings.HasPrefix(c.Name, prefix) {
			out = append(out, c)
		}
	}
	return out
}

func (f *fake) Filter(ctx context.Context, text string) error {
	f.Lock()
	defer f.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	f.status.Filter = text
	f.show(func(n uint64) bool {
		switch text {
		case "udp":
			return n%2 == 0
		case "none":
			return false
		}
		return true
	})
	return nil
}

func (f *fake) Find(ctx context.Context, text string, from int, back bool) (int, bool, error) {
	f.Lock()
	defer f.Unlock()
	if err := ctx.Err(); err != nil {
		return 0, false, err
	}
	if text == "needle" {
		text = "30" // it is in the detail of every packet, and found in two
	}
	for i := from; i >= 0 && i < len(f.shown); {
		if n := f.shown[i]; strings.HasSuffix(fmt.Sprint(n), text) {
			return i, true, nil
		}
		if back {
			i--
		} else {
			i++
		}
	}
	return 0, false, nil
}

func (f *fake) Mark(number uint64, marked bool) {
	f.Lock()
	defer f.Unlock()
	if marked {
		f.marked = append(f.marked, number)
	} else {
		f.marked = slices.DeleteFunc(f.marked, func(n uint64) bool { return n == number })
	}
}

func (f *fake) SaveName() string { return f.saveTo }

func (f *fake) Save(_ context.Context, numbers []uint64) (int, error) {
	f.Lock()
	defer f.Unlock()
	if numbers == nil {
		numbers = f.shown
	}
	f.saved = numbers
	return len(numbers), nil
}

func (f *fake) Stop() {
	f.Lock()
	defer f.Unlock()
	f.stopped, f.status.Live = true, false
}

func (f *fake) Follow(_ context.Context, number uint64) (*Stream, error) {
	if number%2 == 1 {
		return nil, errors.New("the packet is of no stream of TCP or UDP")
	}
	return &Stream{Filter: "udp", Peers: [2]string{"192.0.2.1:40000", "198.51.100.2:7"}, Turns: []Turn{
		{2, 0, "anybody there?\n" + strings.Repeat("x", 100)}, {4, 1, "yes\n"},
	}, Note: f.hostile}, nil
}

func (f *fake) NextTime() string {
	f.Lock()
	defer f.Unlock()
	f.time = (f.time + 1) % 2
	return [...]string{"seconds since the first packet", "time of day"}[f.time]
}

func (f *fake) Page(p PageKind) (*Page, error) {
	f.pages++
	h := f.hostile
	switch p {
	case PageTunnels:
		return &Page{Alarms: map[PageKind]Alarms{PageTunnels: {Errors: 1}}, Sections: []Section{
			{Title: "Findings" + h, Columns: []Column{{"Severity", false}, {"Summary", false}}, Entries: []Entry{
				{Cells: []string{"error", "The peers have no proposal in common" + h}, Hue: render.HueErr, Ladder: "1", Filter: "udp"},
			}},
			{Title: "IKE SAs", Columns: []Column{{"Peers", false}, {"State", false}}, Entries: []Entry{
				{Cells: []string{"192.0.2.1 198.51.100.2", "NO_STATE"}, Ladder: "1"},
				{Cells: []string{"192.0.2.1 198.51.100.3", "QM_IDLE"}, Frame: 7},
			}},
		}}, nil
	case PageTranslations:
		return &Page{Sections: []Section{{Title: "Translations", Empty: "No translation was seen."}}}, nil
	case PageStatistics:
		g := &Graph{First: time.Unix(0, 0).UTC(), Last: time.Unix(60, 0).UTC(), Every: time.Second}
		for i := range 61 {
			g.Counts = append(g.Counts, i%10)
		}
		return &Page{Graph: g, Sections: []Section{{Title: "Protocols", Columns: []Column{{"Protocol", false}, {"Packets", true}}, Entries: []Entry{
			{Cells: []string{"udp", fmt.Sprint(cmp.Or(f.counted, 50))}, Filter: "udp"},
		}}}}, nil
	}
	return &Page{Sections: []Section{{Title: "Entries", Columns: []Column{{"Name", false}}, Entries: []Entry{{Cells: []string{"router" + h}, Filter: "udp"}}}}}, nil
}

func (f *fake) Ladder(_ context.Context, id string) (*Ladder, error) {
	if id != "1" {
		return nil, errors.New("no such ladder")
	}
	h := f.hostile
	return &Ladder{
		Title: "IKEv2 between 192.0.2.1 and 198.51.100.2" + h, Filter: "udp",
		Notes: []Note{{Text: "error: The peers have no proposal in common" + h, Hue: render.HueErr, Frame: 3}},
		Peers: [2]string{"192.0.2.1", "198.51.100.2"},
		Messages: []Message{
			{Number: 1, Label: "IKE_SA_INIT: SA, KE, NONCE" + h, Meaning: "offers AES-CBC 256, group 14", Hue: render.HueKeys},
			{Number: 3, Time: 2 * time.Millisecond, From: 1, Label: "IKE_SA_INIT: N", Meaning: "refuses: NO_PROPOSAL_CHOSEN" + h, Hue: render.HueErr},
			{Number: 5, Time: time.Second, Label: "IKE_SA_INIT: SA, KE, NONCE", Meaning: "offers it again"},
		},
	}, nil
}
