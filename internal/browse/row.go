package browse

import (
	"encoding/binary"
	"errors"
	"time"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/frame"
	"github.com/pktscope/pktscope/internal/render"
)

// A Row is one packet in the table.
type Row struct {
	Number uint64   // of the frame, from 1
	Cells  []string // one for each of Columns, as the table has them
	Hue    render.Hue
	Marked bool
	// Provisional says that the packet was dissected alone: what others tell of it is
	// not in the row yet.
	Provisional bool
}

// A summary is what is kept of a packet for its row: the columns that are not times, and
// what the times are made of.
type summary struct {
	number uint64
	hue    render.Hue
	timed  bool // it has a time
	digits int  // of a second, that its capture has
	at     time.Time
	cells  [][]byte // alias the record; nil for times
}

// summaries is the format of the pass that indexes: each row is a record of the spool,
// behind its length in four bytes.
type summaries struct {
	list    *render.List
	columns []render.ListColumn
}

var errRecord = errors.New("a record of the index is damaged")

func (summaries) AppendBegin(b []byte) []byte { return b }
func (summaries) AppendEnd(b []byte) []byte   { return b }
func (summaries) Separator() string           { return "" }
func (f summaries) NeedsTree() bool           { return f.list.NeedsTree() }

// AppendRow implements render.Format.
func (f summaries) AppendRow(b []byte, r *render.Row) []byte {
	at := len(b)
	b = append(b, 0, 0, 0, 0, byte(render.HueOf(r.Packet)), byte(r.Frame.Digits))
	if r.Frame.HasTime {
		b = binary.AppendVarint(append(b, 1), r.Frame.Time.Unix())
		b = binary.AppendUvarint(b, uint64(r.Frame.Time.Nanosecond()))
	} else {
		b = append(b, 0)
	}
	for i := range f.columns {
		if f.columns[i].Clock {
			continue
		}
		from := len(b)
		b = f.list.AppendCell(append(b, 0, 0), r, i)
		for len(b) > from+2 && b[len(b)-1] == ' ' {
			b = b[:len(b)-1]
		}
		if n := len(b) - from - 2; n > maxCell {
			b = b[:from+2+maxCell]
		}
		binary.LittleEndian.PutUint16(b[from:], uint16(len(b)-from-2))
	}
	binary.LittleEndian.PutUint32(b[at:], uint32(len(b)-at-4))
	return b
}

// maxCell bounds a cell, in bytes.
const maxCell = 1<<16 - 1

// read reads what AppendRow has written, behind the length.
func (f summaries) read(number uint64, in []byte) (s summary, err error) {
	if len(in) < 3 {
		return s, errRecord
	}
	s = summary{number: number, hue: render.Hue(in[0]), digits: int(in[1]), timed: in[2] == 1, cells: make([][]byte, len(f.columns))}
	in = in[3:]
	if s.timed {
		sec, n := binary.Varint(in)
		nsec, m := binary.Uvarint(in[max(n, 0):])
		if n <= 0 || m <= 0 {
			return s, errRecord
		}
		s.at, in = time.Unix(sec, int64(nsec)), in[n+m:]
	}
	for i := range f.columns {
		if f.columns[i].Clock {
			continue
		}
		if len(in) < 2 || len(in) < 2+int(binary.LittleEndian.Uint16(in)) {
			return s, errRecord
		}
		n := 2 + int(binary.LittleEndian.Uint16(in))
		s.cells[i], in = in[2:n:n], in[n:]
	}
	return s, nil
}

// A clock tells what the times of a row are relative to.
type clock struct {
	first             time.Time // of the first packet with a time
	last, shown       time.Time // of the packet before, and of the displayed packet before
	hasLast, hasShown bool
	form              render.TimeFormat
}

// frame is s as far as its times go.
func (c *clock) frame(s *summary) *frame.Frame {
	f := &frame.Frame{Number: s.number, Time: s.at, HasTime: s.timed, Digits: s.digits}
	if !s.timed {
		return f
	}
	now := field.NanosOf(s.at)
	f.Relative = now.Sub(field.NanosOf(c.first))
	if f.HasDelta = c.hasLast; c.hasLast {
		f.Delta = now.Sub(field.NanosOf(c.last))
	}
	if f.HasDisplayed = c.hasShown; c.hasShown {
		f.Displayed = now.Sub(field.NanosOf(c.shown))
	}
	return f
}

// row makes the row of s.
func (f summaries) row(s *summary, c *clock) Row {
	r := Row{Number: s.number, Hue: s.hue, Cells: make([]string, len(f.columns))}
	head := c.frame(s)
	for i := range f.columns {
		if f.columns[i].Clock {
			r.Cells[i] = string(f.list.AppendTime(nil, head, i, c.form))
		} else {
			r.Cells[i] = string(s.cells[i])
		}
	}
	return r
}
