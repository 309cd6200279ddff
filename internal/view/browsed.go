package view

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/browse"
	"github.com/pktscope/pktscope/internal/render"
)

// A browsed is a Source of a browse.Capture.
type browsed struct {
	c    *browse.Capture
	ctx  context.Context // of the filter that is shown: it goes on with packets that arrive
	name string
	save string        // the file of -w, "" for none
	wait time.Duration // until the detail of a selected packet is made by a pass

	mu        sync.Mutex      // over what follows
	shown     *browse.Matches // nil: all packets
	cancel    context.CancelFunc
	filtering *browse.Matches // while its pass goes on
	filters   uint64          // that have been run
	work      progress        // of a search, or of saving
	form      render.TimeForm
}

// newBrowsed makes a Source of captures.
func newBrowsed(ctx context.Context, c *browse.Capture, o Options) *browsed {
	return &browsed{c: c, ctx: ctx, name: o.Name, save: o.Save, form: o.Time, wait: settle, cancel: func() {}}
}

// Status implements Source.
func (b *browsed) Status() Status {
	at := b.c.State()
	b.mu.Lock()
	defer b.mu.Unlock()
	s := Status{Name: b.name, Live: at.Live && !at.Stopped && !at.Done, Done: -1, Tried: -1, Packets: int(at.Packets), Displayed: int(at.Packets), Dropped: int(at.Dropped)}
	s.Reading = !s.Live && !at.Done
	switch {
	case at.Size > 0:
		s.Done = float64(at.Read) / float64(at.Size)
	case at.Stopped && at.Captured > 0:
		s.Done = float64(at.Packets) / float64(at.Captured)
	}
	if at.Packets == 0 && !at.Done { // while keys are derived there are rows already
		if early, err := b.c.Rows(nil, 0, mostEarly); err == nil {
			s.Displayed = len(early)
		}
	}
	if b.shown != nil {
		tried, matched, done, _ := b.shown.Progress()
		s.Filter, s.Displayed, s.Filtering = b.shown.Text(), int(matched), !done && tried < at.Packets
		if b.filtering != nil && at.Packets > 0 {
			s.Filtering, s.Tried = true, float64(tried)/float64(at.Packets)
		}
	}
	if done, of := b.work.done, b.work.of; done != nil && of > 0 {
		s.Tried = float64(done.Load()) / float64(of)
	}
	s.Version = 1 + uint64(s.Packets) + uint64(s.Displayed)<<1 + b.filters<<48
	if at.Done {
		s.Version += 1 << 47
	}
	s.Err = errors.Join(at.Errors...)
	return s
}

// A progress is how many packets of how many something has come to.
type progress struct {
	done *atomic.Uint64 // nil: nothing goes on
	of   uint64
}

// begin has Status tell of work on so many packets until end.
func (b *browsed) begin(of uint64) (done *atomic.Uint64, end func()) {
	done = new(atomic.Uint64)
	set := func(p progress) {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.work = p
	}
	set(progress{done, of})
	return done, func() { set(progress{}) }
}

// mostEarly is how many rows there are before the first packet has its final one.
const mostEarly = 512

// Columns implements Source.
func (b *browsed) Columns() (out []Column) {
	for _, c := range b.c.Columns() {
		out = append(out, Column{c.Title, c.Right})
	}
	return out
}

// displayed are the packets that the filter leaves, nil for all.
func (b *browsed) displayed() *browse.Matches {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.shown
}

// Rows implements Source.
func (b *browsed) Rows(_ context.Context, first, n int) ([]Row, error) {
	rows, err := b.c.Rows(b.displayed(), uint64(max(0, first)), n)
	out := make([]Row, len(rows))
	for i, r := range rows {
		for k := range r.Cells {
			r.Cells[k] = strings.TrimSpace(r.Cells[k])
		}
		out[i] = Row{Number: r.Number, Cells: r.Cells, Hue: r.Hue, Provisional: r.Provisional}
	}
	return out, err
}

// IndexOf implements Source.
func (b *browsed) IndexOf(number uint64) int {
	if shown := b.displayed(); shown != nil {
		return int(shown.Index(number))
	}
	return int(max(number, 1) - 1)
}

// numberAt is the number of the displayed packet at an index; ok is false where there is
// none.
func (b *browsed) numberAt(i int) (number uint64, ok bool) {
	if i < 0 {
		return 0, false
	}
	if shown := b.displayed(); shown != nil {
		return shown.Number(uint64(i))
	}
	return uint64(i) + 1, uint64(i) < b.c.State().Packets
}

// Peek implements Source.
func (b *browsed) Peek(number uint64) (*Detail, error) {
	d, err := b.c.Peek(number)
	return detailOf(d), err
}

// settle is how long a packet is selected before its detail is made by a pass: one that the
// cursor only passes needs none.
const settle = 120 * time.Millisecond

// Detail implements Source.
func (b *browsed) Detail(ctx context.Context, number uint64) (*Detail, error) {
	wait := time.NewTimer(b.wait)
	defer wait.Stop()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-wait.C:
	}
	d, err := b.c.Detail(ctx, number, nil)
	return detailOf(d), err
}

// detailOf is a detail of a browse.Capture, nil of none.
func detailOf(d *browse.Detail) *Detail {
	if d == nil {
		return nil
	}
	out := &Detail{Number: d.Number, Provisional: d.Provisional}
	for i := range d.Nodes {
		n := &d.Nodes[i]
		node := Node{
			Depth: n.Depth, Label: n.Label, Field: n.Field, Filter: n.Filter, Buffer: n.Source, Start: n.From, Length: n.To - n.From,
			Bad: n.Severity >= field.Warning,
		}
		if _, value, ok := strings.Cut(n.Filter, " == "); ok {
			node.Value = strings.Trim(value, `"`)
		}
		out.Nodes = append(out.Nodes, node)
	}
	for _, s := range d.Sources {
		out.Buffers = append(out.Buffers, Buffer{s.Name, s.Bytes})
	}
	return out
}

// Stop implements Source.
func (b *browsed) Stop() { b.c.Stop() }

// Mark implements Source.
func (b *browsed) Mark(number uint64, marked bool) { b.c.Mark(number, marked) }

// SaveName implements Source.
func (b *browsed) SaveName() string { return b.save }

// NextTime implements Source.
func (b *browsed) NextTime() string {
	forms := timeForms()
	b.mu.Lock()
	defer b.mu.Unlock()
	next := 0
	for i, f := range forms {
		if f.form == b.form {
			next = (i + 1) % len(forms)
		}
	}
	b.form = forms[next].form
	b.c.SetTime(render.TimeFormat{Form: b.form})
	return forms[next].name
}

// A timeForm is a form of the time column, in words.
type timeForm struct {
	form render.TimeForm
	name string
}

func timeForms() []timeForm {
	return []timeForm{
		{render.TimeRelative, "seconds since the first packet"},
		{render.TimeDelta, "seconds since the packet before"},
		{render.TimeDisplayed, "seconds since the displayed packet before"},
		{render.TimeAbsolute, "time of day"},
		{render.TimeDate, "date and time of day"},
		{render.TimeUTCDate, "date and time of day, UTC"},
		{render.TimeEpoch, "seconds since 1970"},
	}
}
