package browse

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"sync/atomic"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/filter"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/session"
)

// A Search is what Find looks for.
type Search struct {
	Text  string
	In    Place
	From  uint64   // the number of the packet from which it looks, which is not looked at
	To    uint64   // the last packet that is looked at; 0: the last there is, or the first
	Back  bool     // towards the first packet
	Shown *Matches // the displayed packets; nil: all
	Cased bool     // letters differ by case
}

// A Place is where a Search looks.
type Place int

const (
	InRows   Place = iota // Text is in a column
	InDetail              // Text is in a line of the tree
	ByFilter              // Text is a display filter, which the packet matches
)

// ErrNotFound says that nothing fits.
var ErrNotFound = errors.New("not found")

// Find returns the number of the next packet that fits, ErrNotFound without one. ctx ends
// it. progress counts the packets that were looked at; it may be nil.
func (c *Capture) Find(ctx context.Context, s Search, progress *atomic.Uint64) (uint64, error) {
	if progress == nil {
		progress = new(atomic.Uint64)
	}
	if s.In == InRows {
		return c.findRow(ctx, s, progress)
	}
	f := &finder{search: s, text: s.fold(s.Text), names: c.opts.Session.Names}
	display := s.display()
	compiled, err := filter.Compile(display, c.plan.Fields)
	if err != nil {
		return 0, err
	}
	config, err := c.session.Again(session.OnDemand(f, compiled, nil)...)
	if err != nil {
		return 0, err
	}
	config.Filter, config.Format, config.Out, config.Packets = compiled, f, f, progress
	config.Count = c.soFar()
	if last := s.last(); last > 0 && (config.Count == 0 || last < config.Count) {
		config.Count = last
	}
	if err := c.pass(ctx, config); err != nil && !errors.Is(err, errFound) {
		return 0, err
	}
	if f.found == 0 {
		return 0, ErrNotFound
	}
	return f.found, nil
}

// display is the display filter of a search.
func (s *Search) display() string {
	if s.In == ByFilter {
		return s.Text
	}
	return ""
}

// fold makes letters of one case, unless case counts.
func (s *Search) fold(text string) string {
	if s.Cased {
		return text
	}
	return strings.ToLower(text)
}

// last is the greatest number of a packet that is looked at, 0 for the last there is.
func (s *Search) last() uint64 {
	if s.Back {
		return max(s.From, 1) - 1
	}
	return s.To
}

// fits reports whether a packet is among those that are looked at.
func (s *Search) fits(number uint64) bool {
	if s.Back && (number >= s.From || number < s.To) || !s.Back && (number <= s.From || s.To > 0 && number > s.To) {
		return false
	}
	return s.Shown == nil || s.Shown.Has(number)
}

// findRow looks into the index.
func (c *Capture) findRow(ctx context.Context, s Search, progress *atomic.Uint64) (uint64, error) {
	text := []byte(s.fold(s.Text))
	end := c.index.len()
	look := func(from uint64, n int) (found uint64, err error) {
		err = c.index.each(from, n, func(i uint64, record []byte) error {
			progress.Add(1)
			if !s.fits(i+1) || found > 0 && !s.Back {
				return nil
			}
			row, err := c.rows.read(i+1, record)
			if err != nil {
				return err
			}
			for _, cell := range row.cells {
				if !s.Cased {
					cell = bytes.ToLower(cell)
				}
				if bytes.Contains(cell, text) {
					found = i + 1
				}
			}
			return nil
		})
		return found, err
	}
	blocks := (end + rowRecords - 1) / rowRecords
	for k := range blocks {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		at := k
		if s.Back {
			at = blocks - 1 - k
		}
		first := at*rowRecords + 1
		if last := first + rowRecords - 1; !s.Back && last <= s.From || s.Back && first >= s.From {
			continue
		}
		if found, err := look(first-1, rowRecords); found > 0 || err != nil {
			return found, err
		}
	}
	return 0, ErrNotFound
}

// A finder is the format of a pass that finds packets: it has the numbers of those that
// fit, eight bytes each.
type finder struct {
	search Search
	text   string
	names  *field.Names
	found  uint64
}

// errFound ends the pass at the first packet that fits.
var errFound = errors.New("found")

func (*finder) AppendBegin(b []byte) []byte { return b }
func (*finder) AppendEnd(b []byte) []byte   { return b }
func (*finder) Separator() string           { return "" }

// NeedsTree reports whether the lines of trees are looked at.
func (f *finder) NeedsTree() bool { return f.search.In == InDetail }

// Has leaves out what is not looked at.
func (f *finder) Has(number uint64) bool { return f.search.fits(number) }

// AppendRow implements render.Format.
func (f *finder) AppendRow(b []byte, r *render.Row) []byte {
	if f.search.In == InDetail && !f.inTree(r.Tree) {
		return b
	}
	return append(field.AppendUint(b, r.Frame.Number), '\n')
}

// inTree reports whether a line of a tree has the text.
func (f *finder) inTree(t *field.Tree) bool {
	t.Names = f.names
	var line []byte
	for i := range t.Nodes {
		if t.Nodes[i].Flags&field.IsHidden != 0 {
			continue
		}
		line = render.AppendNode(line[:0], t, i)
		if strings.Contains(f.search.fold(string(line)), f.text) {
			return true
		}
	}
	return false
}

// Write takes the numbers of packets that fit.
func (f *finder) Write(b []byte) (int, error) {
	for line := range bytes.Lines(b) {
		var n uint64
		for _, c := range bytes.TrimRight(line, "\n") {
			n = n*10 + uint64(c-'0')
		}
		if f.found = n; !f.search.Back {
			return 0, errFound
		}
	}
	return len(b), nil
}

var _ io.Writer = (*finder)(nil)
