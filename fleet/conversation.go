package fleet

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/lanrat/extsort"

	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report/tables"
	"github.com/pktscope/pktscope/internal/stats"
	"github.com/pktscope/pktscope/internal/table"
)

// The frames of a conversation are counted in each capture; here the sums are added.

// maxConversations is how many of each type are kept of one capture.
const maxConversations = 1 << 16

// countConversations makes what counts them.
func countConversations(fields render.Fields) (*stats.Set, error) {
	return stats.New(tables.Statistics(""), fields, maxConversations)
}

// keyOf is the same for the rows of one conversation. The responder's SPI is not known to the
// first message of IKE.
func keyOf(c *table.Conversation) string {
	a, b := fmt.Sprint(c.AddressA, " ", portText(c.PortA)), fmt.Sprint(c.AddressB, " ", portText(c.PortB))
	if b < a {
		a, b = b, a
	}
	return strings.Join([]string{c.Type, a, b, c.SPI, c.InitiatorSPI, c.DeviceID, c.PortID}, "\x00")
}

func portText(p *int32) string {
	if p == nil {
		return ""
	}
	return strconv.Itoa(int(*p))
}

// sendConversation is a conversation of some frames to its shard.
type sendConversation = func(string, string)

// A sending is how the conversations of some frames are sent.
type sending struct {
	shards  int
	place   table.Locator
	moments moments
	streams bool // those of TCP are whole
}

// send sends the conversations of the packets to their shards.
func (w *packets) send(x sending, to sendConversation) error {
	for row, err := range tables.Conversations(w.count.Reports(), x.numbered) {
		if err != nil {
			return err
		}
		c := x.counted(row)
		key := keyOf(row)
		if row.Type == "tcp" && x.streams {
			key += fmt.Sprint("\x00", c.File, "\x00", *c.Frame)
		}
		text, err := json.Marshal(c)
		if err != nil {
			return err
		}
		to(number(partOf(key, x.shards)), key+"\x01"+string(text))
	}
	return nil
}

// numbered leaves a frame its number.
func (sending) numbered(frame uint64) (string, uint64) { return "", frame }

// counted is a row, whose first frame has its number among those that were counted.
func (x *sending) counted(row *table.Conversation) counted {
	first := uint64(*row.Frame)
	c := counted{Row: row, Seen: (*int64)(row.FirstSeen), At: int64(begun(row))}
	if at, ok := x.moments.of(first); ok {
		c.At = int64(*cmp.Or(table.TimeOf(at), &never))
	}
	name, own := x.place(first)
	frame := int64(own)
	c.File, c.Frame, row.FirstSeen = name, &frame, nil
	return c
}

// A counted is a conversation of some frames on its way. It has apart what a row has in JSON in
// another form, or not at all.
type counted struct {
	Row   *table.Conversation
	File  string
	Frame *int64
	Seen  *int64
	At    int64 // of the first frame, by which it is merged with others
}

// never is before all times.
var never table.Time = math.MinInt64

// A Sum adds the conversations of a shard.
type Sum struct{ Output string }

// ProcessElement implements beam's DoFn.
func (d *Sum) ProcessElement(ctx context.Context, part string, texts func(*string) bool, span Span) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	in := make(chan string, 64)
	config := extsort.DefaultConfig()
	config.ChunkSize, config.NumWorkers = chunk, 1
	sorter, out, failed := extsort.Strings(in, config)
	go sorter.Sort(ctx)
	go func() {
		defer close(in)
		var text string
		for texts(&text) {
			select {
			case in <- text:
			case <-ctx.Done():
				return
			}
		}
	}()
	rows := func(yield func(*table.Conversation, error) bool) {
		s := summing{start: span.Start.time(), yield: yield}
		for text := range out {
			if !s.add(text) {
				return
			}
		}
		if err := errors.Join(<-failed, ctx.Err()); err != nil {
			yield(nil, err)
			return
		}
		s.end()
	}
	return write(&writer{ctx, d.Output, part}, rows)
}

// A summing is a pass through the texts of a shard, in which those of one key stand together.
type summing struct {
	start time.Time
	yield func(*table.Conversation, error) bool
	text  string // the one before: an engine may have sent it twice
	key   string
	rows  []counted
}

// add adds a text, and reports whether to go on.
func (s *summing) add(text string) bool {
	if text == s.text {
		return true
	}
	s.text = text
	key, object, _ := strings.Cut(text, "\x01")
	if key != s.key && !s.end() {
		return false
	}
	s.key = key
	var x counted
	if err := json.Unmarshal([]byte(object), &x); err != nil {
		s.yield(nil, err)
		return false
	}
	x.Row.File, x.Row.Frame, x.Row.FirstSeen = x.File, x.Frame, (*table.Time)(x.Seen)
	s.rows = append(s.rows, x)
	return true
}

// end yields the conversations of a key.
func (s *summing) end() bool {
	slices.SortFunc(s.rows, earlier)
	for _, row := range joined(s.rows) {
		if row.FirstSeen != nil && !s.start.IsZero() {
			row.Start = seconds(time.Duration(*row.FirstSeen) - time.Duration(s.start.UnixNano()))
		}
		if !s.yield(row, nil) {
			return false
		}
	}
	s.rows = s.rows[:0]
	return true
}

// earlier compares conversations by their first packets.
func earlier(a, b counted) int {
	return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.File, b.File), cmp.Compare(*a.Frame, *b.Frame))
}

func begun(c *table.Conversation) table.Time { return *cmp.Or(c.FirstSeen, &never) }

// joined adds the rows of one key, which are in the order of their first packets. Streams of TCP
// between the same ports are several in one capture, of which the last goes on in the next one;
// SAs of IKE are told apart by the responder's SPI.
func joined(rows []counted) (sums []*table.Conversation) {
	last := "" // the capture of the row before
	for i := range rows {
		row := rows[i].Row
		k := slices.IndexFunc(sums, func(sum *table.Conversation) bool { return goesOn(sum, row) })
		if row.Type == "tcp" {
			if k = len(sums) - 1; last == row.File {
				k = -1
			}
		}
		last = row.File
		if k < 0 {
			sums = append(sums, row)
			continue
		}
		add(sums[k], row)
	}
	return sums
}

// goesOn reports whether a row is of the conversation of sum.
func goesOn(sum, row *table.Conversation) bool {
	const none = "0000000000000000"
	return sum.ResponderSPI == row.ResponderSPI || sum.ResponderSPI == none || row.ResponderSPI == none
}

// add adds a row to one that began before it.
func add(sum, row *table.Conversation) {
	rx, tx := row.RxFrames, row.TxFrames
	rxBytes, txBytes := row.RxBytes, row.TxBytes
	if sum.AddressA != row.AddressA || portText(sum.PortA) != portText(row.PortA) {
		rx, tx, rxBytes, txBytes = tx, rx, txBytes, rxBytes
	}
	for _, x := range [...][2]*int64{{sum.RxFrames, rx}, {sum.TxFrames, tx}, {sum.RxBytes, rxBytes}, {sum.TxBytes, txBytes}, {sum.Frames, row.Frames}, {sum.Bytes, row.Bytes}} {
		if x[0] != nil && x[1] != nil {
			*x[0] += *x[1]
		}
	}
	sum.ResponderSPI = max(sum.ResponderSPI, row.ResponderSPI)
	switch {
	case row.FirstSeen == nil || row.Duration == nil:
	case sum.FirstSeen == nil || sum.Duration == nil:
		sum.FirstSeen, sum.Duration = row.FirstSeen, row.Duration
	default:
		end := max(ended(sum), ended(row))
		first := min(*sum.FirstSeen, *row.FirstSeen)
		sum.FirstSeen, sum.Duration = &first, seconds(end-time.Duration(first))
	}
}

// ended is when the last packet of c was captured, since 1970.
func ended(c *table.Conversation) time.Duration {
	return time.Duration(*c.FirstSeen) + nanos(c.Duration)
}

// seconds is a duration as rows have it: the number that is nearest to its nine decimals.
func seconds(d time.Duration) *float64 {
	s, _ := strconv.ParseFloat(strconv.FormatInt(int64(d), 10)+"e-9", 64)
	return &s
}

func nanos(s *float64) time.Duration { return time.Duration(math.Round(*s * float64(time.Second))) }
