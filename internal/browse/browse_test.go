package browse_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktscope/pktscope/internal/browse"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/session"
)

const fixtures = "../../fixtures/pcaps/"

func env(in io.Reader) *session.Env {
	return &session.Env{In: in, Out: &bytes.Buffer{}, Err: &bytes.Buffer{}}
}

// open opens captures and waits until they are read.
func open(t *testing.T, o browse.Options) *browse.Capture {
	t.Helper()
	c, err := browse.Open(env(strings.NewReader("")), o)
	if err != nil {
		t.Fatal(err)
	}
	c.Start()
	t.Cleanup(func() { c.Close() })
	<-c.Ended()
	return c
}

func files(names ...string) session.Options {
	var o session.Options
	for _, n := range names {
		o.Files = append(o.Files, fixtures+n)
	}
	return o
}

// printed is what pktscope prints of captures in a format.
func printed(t *testing.T, o session.Options, name string, r render.Options) []string {
	t.Helper()
	var out bytes.Buffer
	printTo(t, &out, o, name, r)
	return strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
}

// printTo writes what pktscope prints of captures in a format.
func printTo(t *testing.T, out io.Writer, o session.Options, name string, r render.Options) {
	t.Helper()
	e := env(strings.NewReader(""))
	plan, err := session.Prepare(e, o)
	if err != nil {
		t.Fatal(err)
	}
	r.Registry, r.Time = plan.Registry, o.Time
	format, err := render.New(name, r)
	if err != nil {
		t.Fatal(err)
	}
	s, err := plan.Start(e)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	c := s.Config(session.OnDemand(format, plan.Filter, nil)...)
	c.Format, c.Out = format, out
	if result := s.Run(c); result.Write != nil || len(result.Read) > 0 {
		t.Fatal(result)
	}
	s.End(pipeline.Result{})
}

// cells are the columns of a line of tabs, without the arrow between the addresses.
func cells(line string) []string {
	return slices.DeleteFunc(strings.Split(strings.TrimRight(line, " "), "\t"), func(s string) bool { return s == "→" })
}

// TestRows holds all rows of captures against the table, in every form of time.
func TestRows(t *testing.T) {
	keys := []string{fixtures + "08-ikev2-aes128gcm-ecp256.keys.json"}
	sealed := files("08-ikev2-aes128gcm-ecp256.pcap")
	sealed.KeyFiles = keys
	merged := files("17-nat-overload.inside.pcap", "17-nat-overload.outside.pcap")
	merged.Merge = true
	for _, o := range []session.Options{
		files("16-cdp-topology-a.pcapng"), files("17-nat-overload.pcapng"), files("18-loopback.any-sll.pcap", "01-ikev1-main-seed.pcap"), sealed, merged,
	} {
		c := open(t, browse.Options{Session: o})
		for _, form := range render.TimeFormats() {
			o := o
			o.Time, _ = render.ParseTime(form)
			c.SetTime(o.Time)
			want := printed(t, o, "tabs", render.Options{})
			rows, err := c.Rows(nil, 0, 1<<20)
			if err != nil || len(rows) != len(want) {
				t.Fatalf("%v: %d rows, %v, want %d", o.Files, len(rows), err, len(want))
			}
			for i := range rows {
				if d := cmp.Diff(cells(want[i]), rows[i].Cells); d != "" {
					t.Fatalf("%v -t %s, frame %d: %s", o.Files, form, i+1, d)
				}
			}
		}
	}
}

// TestColumns has columns that are not the usual ones, with fields and times.
func TestColumns(t *testing.T) {
	columns, err := render.ParseColumns(`"No.","%m","Port","%S","TTL","%Cus:ip.ttl:0:R","At","%Aut","Time","%t","Sum","%B","Info","%i"`)
	if err != nil {
		t.Fatal(err)
	}
	o := files("17-nat-overload.pcapng")
	c := open(t, browse.Options{Session: o, Columns: columns})
	want := printed(t, o, "tabs", render.Options{Columns: columns})
	rows, err := c.Rows(nil, 0, 1<<20)
	if err != nil || len(rows) != len(want) {
		t.Fatal(len(rows), err, len(want))
	}
	for i := range rows {
		if d := cmp.Diff(cells(want[i]), rows[i].Cells); d != "" {
			t.Fatalf("frame %d: %s", i+1, d)
		}
	}
	if c := c.Columns(); c[2].Title != "TTL" || c[2].Clock || !c[3].Clock || c[3].Form || !c[4].Form {
		t.Errorf("%+v", c)
	}
}

// long writes a capture of so many packets, which are those of fixtures again and again.
func long(t *testing.T, packets int) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "long.pcap")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	saver, err := capture.NewSaver(capture.SaveOptions{Name: name, File: f, Format: "nsecpcap"})
	if err != nil {
		t.Fatal(err)
	}
	for n := 0; n < packets; {
		s, err := capture.OpenSequence(files("17-nat-overload.inside.pcap", "01-ikev1-main-seed.pcap").Files, capture.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for p := (capture.Packet{}); s.Next(&p) == nil && n < packets; n++ {
			if err := saver.Save(&p); err != nil {
				t.Fatal(err)
			}
		}
		s.Close()
	}
	if err := saver.Close(nil); err != nil {
		t.Fatal(err)
	}
	return name
}

// TestRandomRows jumps about in a capture of many blocks.
func TestRandomRows(t *testing.T) {
	o := session.Options{Files: []string{long(t, 20_000)}}
	c, want := open(t, browse.Options{Session: o}), printed(t, o, "tabs", render.Options{})
	random := rand.New(rand.NewPCG(1, 2))
	for range 1000 {
		i := random.IntN(len(want))
		rows, err := c.Rows(nil, uint64(i), 2)
		if err != nil || len(rows) != min(2, len(want)-i) {
			t.Fatal(i, rows, err)
		}
		for k, r := range rows {
			if d := cmp.Diff(cells(want[i+k]), r.Cells); d != "" {
				t.Fatalf("row %d: %s", i+k, d)
			}
		}
	}
	if rows, err := c.Rows(nil, uint64(len(want)), 10); len(rows) != 0 || err != nil {
		t.Error("rows beyond the last:", rows, err)
	}
}

// TestFilter holds the rows of display filters against those of -Y, with the time since the
// last displayed packet.
func TestFilter(t *testing.T) {
	o := session.Options{Files: []string{long(t, 3000)}}
	o.Time, _ = render.ParseTime("dd")
	c := open(t, browse.Options{Session: o})
	for _, text := range []string{"isakmp", "tcp.flags.syn == 1", "frame.number > 2900", "ip.src == 203.0.113.77", "frame.time_delta_displayed > 0.001", "tcp.stream == 3", "_ws.col.info contains \"Main\""} {
		filtered := o
		filtered.DisplayFilter = text
		want := printed(t, filtered, "tabs", render.Options{})
		m, err := c.Filter(context.Background(), text)
		if err != nil {
			t.Fatal(err)
		}
		finish(t, m)
		if want[0] == "" {
			want = nil
		}
		rows, err := c.Rows(m, 0, 1<<20)
		if err != nil || len(rows) != len(want) || m.Len() != uint64(len(want)) {
			t.Fatalf("%s: %d rows, %v, want %d", text, len(rows), err, len(want))
		}
		for i, r := range rows {
			if d := cmp.Diff(cells(want[i]), r.Cells); d != "" {
				t.Fatalf("%s, row %d: %s", text, i, d)
			}
			if n, ok := m.Number(uint64(i)); !ok || n != r.Number || m.Index(n) != uint64(i) || !m.Has(n) {
				t.Fatalf("%s: row %d is %d, %v, at %d", text, i, n, ok, m.Index(n))
			}
		}
		if n, ok := m.Number(m.Len()); ok {
			t.Errorf("%s: a match %d behind the last", text, n)
		}
	}
}

// finish waits for the end of a filter.
func finish(t *testing.T, m *browse.Matches) {
	t.Helper()
	if err := m.Wait(context.Background()); err != nil {
		t.Fatal(err)
	}
}

// TestFilterEnds has a filter end with its context.
func TestFilterEnds(t *testing.T) {
	c := open(t, browse.Options{Session: session.Options{Files: []string{long(t, 3000)}}})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	m, err := c.Filter(ctx, "ip")
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Wait(context.Background()); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := c.Detail(ctx, 2999, nil); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := c.Find(ctx, browse.Search{Text: "x", In: browse.InRows}, nil); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// TestDetail holds the tree against -V, and the bytes against the frame's.
func TestDetail(t *testing.T) {
	o := files("08-ikev2-aes128gcm-ecp256.pcap")
	o.KeyFiles = []string{fixtures + "08-ikev2-aes128gcm-ecp256.keys.json"}
	c := open(t, browse.Options{Session: o})
	all := strings.Join(printed(t, o, "text", render.Options{Detail: true, Hex: true}), "\n")
	for i := range int(c.State().Packets) {
		_, text, _ := strings.Cut(all, fmt.Sprintf("Frame %d:", i+1))
		d, err := c.Detail(context.Background(), uint64(i+1), nil)
		if err != nil || d.Provisional {
			t.Fatal(i+1, d, err)
		}
		want, _, _ := strings.Cut(text, "\n\n")
		want = fmt.Sprintf("Frame %d:", i+1) + want
		if diff := cmp.Diff(strings.Split(want, "\n"), outline(d)); diff != "" {
			t.Fatalf("frame %d: %s", i+1, diff)
		}
		for _, n := range d.Nodes {
			if n.From > n.To || n.To > len(d.Sources[n.Source].Bytes) {
				t.Errorf("frame %d, %s: bytes %d to %d of %d", i+1, n.Label, n.From, n.To, len(d.Sources[n.Source].Bytes))
			}
		}
	}
}

// outline is a tree as -V prints it.
func outline(d *browse.Detail) (lines []string) {
	for _, n := range d.Nodes {
		lines = append(lines, strings.Repeat("    ", n.Depth)+n.Label)
	}
	return lines
}

// TestPeek has the provisional detail be the true one but for what other packets tell.
func TestPeek(t *testing.T) {
	c := open(t, browse.Options{Session: files("16-cdp-topology-a.pcapng")})
	var peeks []*browse.Detail
	for n := range uint64(20) {
		peek, err := c.Peek(n + 1)
		if err != nil || !peek.Provisional {
			t.Fatal(n, err)
		}
		peeks = append(peeks, peek)
	}
	for n, peek := range peeks {
		n := uint64(n)
		d, err := c.Detail(context.Background(), n+1, nil)
		if err != nil {
			t.Fatal(err)
		}
		want := slices.DeleteFunc(outline(d), func(l string) bool { return strings.Contains(l, "[Stream index: ") })
		if diff := cmp.Diff(want, outline(peek)); diff != "" {
			t.Errorf("frame %d: %s", n+1, diff)
		}
	}
	if _, err := c.Peek(1 << 20); err == nil {
		t.Error("a packet that is not there has a detail")
	}
}

// TestSteps goes through the packets of a capture in many ways, and gives up some: each
// detail is that of its packet.
func TestSteps(t *testing.T) {
	c := open(t, browse.Options{Session: session.Options{Files: []string{long(t, 3000)}}})
	random := rand.New(rand.NewPCG(3, 4))
	for _, number := range []uint64{1, 2, 3, 500, 501, 499, 470, 460, 2999, 3000, 10, 2000, 1999, 2032, 2033, 2100} {
		ctx, cancel := context.WithCancel(context.Background())
		if random.IntN(2) == 0 {
			go cancel()
			_, _ = c.Detail(ctx, random.Uint64N(3000)+1, nil)
		}
		cancel()
		d, err := c.Detail(context.Background(), number, nil)
		if err != nil || d.Number != number || !strings.HasPrefix(d.Nodes[0].Label, fmt.Sprintf("Frame %d:", number)) {
			t.Fatal(number, err)
		}
		if peek, err := c.Peek(number); peek != d || err != nil {
			t.Errorf("the detail of frame %d is not at hand", number)
		}
	}
	if _, err := c.Detail(context.Background(), 3001, nil); err == nil {
		t.Error("a packet that is not there has a detail")
	}
}

// TestNodeFilters has the filter of each node find its packet.
func TestNodeFilters(t *testing.T) {
	o := files("08-ikev2-aes128gcm-ecp256.pcap", "16-cdp-topology-a.pcapng", "17-nat-overload.pcapng")
	o.KeyFiles = []string{fixtures + "08-ikev2-aes128gcm-ecp256.keys.json"}
	c := open(t, browse.Options{Session: o})
	tried := map[string]bool{}
	for _, number := range []uint64{1, 7, 30, 151, 220} {
		d, err := c.Detail(context.Background(), number, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range d.Nodes {
			if n.Field == "" && n.Filter != "" {
				t.Errorf("%s has no field, but a filter: %s", n.Label, n.Filter)
			}
			if n.Filter == "" || tried[n.Filter] {
				continue
			}
			tried[n.Filter] = true
			m, err := c.Filter(context.Background(), n.Filter)
			if err != nil {
				t.Errorf("%s: %v", n.Label, err)
				continue
			}
			if finish(t, m); !m.Has(number) {
				t.Errorf("frame %d, %s: %s does not find it", number, n.Label, n.Filter)
			}
		}
	}
	if len(tried) < 150 {
		t.Errorf("%d filters alone", len(tried))
	}
}

// TestFind finds forwards and backwards.
func TestFind(t *testing.T) {
	c := open(t, browse.Options{Session: files("01-ikev1-main-seed.pcap")})
	shown, err := c.Filter(context.Background(), "isakmp.exchangetype == 32")
	if err != nil {
		t.Fatal(err)
	}
	finish(t, shown)
	first, _ := shown.Number(0)
	last, _ := shown.Number(shown.Len() - 1)
	for _, x := range []struct {
		search browse.Search
		want   uint64
	}{
		{browse.Search{Text: "quick mode"}, first},
		{browse.Search{Text: "quick mode", Cased: true}, 0},
		{browse.Search{Text: "Quick Mode", Back: true, From: 1 << 40}, last},
		{browse.Search{Text: "Exchange type: Quick Mode (32)", In: browse.InDetail}, first},
		{browse.Search{Text: "exchange type: quick mode", In: browse.InDetail, Back: true, From: last + 1}, last},
		{browse.Search{Text: "isakmp.exchangetype == 32", In: browse.ByFilter}, first},
		{browse.Search{Text: "isakmp", In: browse.ByFilter, Shown: shown, From: first}, first + 1},
		{browse.Search{Text: "isakmp", In: browse.ByFilter, Shown: shown, From: last, Back: true}, last - 1},
		{browse.Search{Text: "arp", In: browse.ByFilter, Shown: shown}, 0},
	} {
		n, err := c.Find(context.Background(), x.search, nil)
		if n != x.want || x.want == 0 && err != browse.ErrNotFound || x.want > 0 && err != nil {
			t.Errorf("%+v: %d, %v, want %d", x.search, n, err, x.want)
		}
	}
}

// TestSave saves some packets and then, in the same file, others.
func TestSave(t *testing.T) {
	o := files("01-ikev1-main-seed.pcap")
	o.Save.Name = filepath.Join(t.TempDir(), "saved.pcapng")
	c := open(t, browse.Options{Session: o})
	for _, text := range []string{"", "isakmp", "esp"} {
		m, err := c.Filter(context.Background(), text)
		if err != nil {
			t.Fatal(err)
		}
		n, err := c.Save(context.Background(), m, nil)
		if err != nil {
			t.Fatal(text, err)
		}
		shown := o
		shown.Save, shown.DisplayFilter = session.Save{}, text
		want := printed(t, shown, "tabs", render.Options{})
		saved := shown
		saved.Files, saved.DisplayFilter = []string{o.Save.Name}, ""
		got := printed(t, saved, "tabs", render.Options{})
		if int(n) != len(want) || len(got) != len(want) {
			t.Errorf("%q: %d saved, %d in the file, want %d", text, n, len(got), len(want))
		}
		if a, b := cells(got[len(got)-1]), cells(want[len(want)-1]); a[6] != b[6] {
			t.Errorf("%q: %q, want %q", text, a[6], b[6])
		}
	}
	if _, err := open(t, browse.Options{Session: files("01-ikev1-main-seed.pcap")}).Save(context.Background(), nil, nil); err != browse.ErrNoFile {
		t.Error(err)
	}
}

// TestCompressed has a file that cannot be read at any place be accessed all the same.
func TestCompressed(t *testing.T) {
	plain := files("01-ikev1-main-seed.pcap")
	raw, err := os.ReadFile(plain.Files[0])
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "a.pcap.gz")
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = z.Write(raw)
	_ = z.Close()
	if err := os.WriteFile(name, packed.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	a, b := open(t, browse.Options{Session: plain}), open(t, browse.Options{Session: session.Options{Files: []string{name}}})
	rowsA, _ := a.Rows(nil, 0, 1000)
	rowsB, err := b.Rows(nil, 0, 1000)
	if d := cmp.Diff(rowsA, rowsB); d != "" || err != nil {
		t.Error(err, d)
	}
	x, _ := a.Detail(context.Background(), 9, nil)
	y, err := b.Detail(context.Background(), 9, nil)
	if d := cmp.Diff(x.Sources, y.Sources); d != "" || err != nil {
		t.Error(err, d)
	}
	if _, err := b.Peek(9); err != nil {
		t.Error(err)
	}
}

// TestDamaged has the packets before the damage be there, and the damage told.
func TestDamaged(t *testing.T) {
	raw, err := os.ReadFile(fixtures + "01-ikev1-main-seed.pcap")
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "cut.pcap")
	if err := os.WriteFile(name, raw[:len(raw)-5], 0o600); err != nil {
		t.Fatal(err)
	}
	c := open(t, browse.Options{Session: session.Options{Files: []string{name}}})
	whole := open(t, browse.Options{Session: files("01-ikev1-main-seed.pcap")})
	if s := c.State(); s.Packets != whole.State().Packets-1 || len(s.Errors) != 1 || !errors.Is(s.Errors[0], capture.ErrCutShort) {
		t.Errorf("%+v", s)
	}
}
