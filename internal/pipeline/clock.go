package pipeline

import (
	"time"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/frame"
	"github.com/pktscope/pktscope/internal/capture"
)

// A clock holds the times that a frame's relative times are computed from: those
// of the first frame that has one, and of the frame before.
type clock struct {
	first, last time.Time
	started     bool
	timed       bool   // the frame before has a time, which is last
	bytes       uint64 // of the frames before, on the wire
}

// stamp sets the batch's clock to the state before its first frame, and advances
// c past its last one.
func (c *clock) stamp(b *batch) {
	for i := range b.frames {
		if f := &b.frames[i]; f.HasTime && !c.started {
			c.first, c.started = f.Time, true
			break
		}
	}
	b.clock = *c
	for i := range b.frames {
		c.bytes += uint64(b.frames[i].WireLen)
	}
	if n := len(b.frames); n > 0 {
		c.pass(&b.frames[n-1])
	}
}

// pass makes f the frame before.
func (c *clock) pass(f *capture.Packet) { c.last, c.timed = f.Time, f.HasTime }

// head returns the batch's i-th frame: number, times, lengths and interface. It
// is called, or skip is, for each frame in order, and its result holds until the next call.
func (b *batch) head(i int) *frame.Frame {
	f, h := &b.frames[i], &b.frame
	h.Number, h.Time, h.HasTime, h.Digits = f.Number, f.Time, f.HasTime, f.Iface.Digits
	h.CapLen, h.WireLen, h.Link, h.Comments = len(f.Data), f.WireLen, uint32(f.Link), f.Comments
	h.Flags, h.Sum = f.Flags, b.previous.bytes+uint64(f.WireLen)
	h.Delta, h.Displayed, h.Relative = field.Nanos{}, field.Nanos{}, field.Nanos{}
	h.HasDelta, h.HasDisplayed = false, false
	h.Protocols = &b.packets[i]
	if f.Iface != b.capIface {
		b.capIface, b.iface = f.Iface, frameInterface(f.Iface)
	}
	h.Iface = b.iface
	if f.HasTime {
		h.Relative = since(b.clock.first, f.Time)
		if h.HasDelta = b.clock.timed; h.HasDelta {
			h.Delta = since(b.clock.last, f.Time)
		}
		h.Displayed, h.HasDisplayed = h.Delta, h.HasDelta
		switch {
		case b.hits == nil:
		case b.previous.known:
			h.Displayed, h.HasDisplayed = since(b.previous.time, f.Time), true
		default:
			h.Displayed, h.HasDisplayed = field.Nanos{}, false
		}
	}
	b.clock.pass(f)
	return h
}

// skip advances the clock past the i-th frame, in place of head.
func (b *batch) skip(i int) { b.clock.pass(&b.frames[i]) }

// since returns the time between two moments.
func since(from, to time.Time) field.Nanos {
	const century = 100 * 366 * 24 * 60 * 60
	s := to.Unix() - from.Unix()
	if s < -century || s > century {
		return field.NanosOf(to).Sub(field.NanosOf(from))
	}
	return field.Nanos{Low: s*1e9 + int64(to.Nanosecond()-from.Nanosecond())}
}

// frameInterface returns the interface as frame.interface_* fields show it, nil
// for one that the file does not declare.
func frameInterface(i *capture.Interface) *frame.Interface {
	if i.Section == 0 {
		return nil
	}
	return &frame.Interface{ID: i.Index, Name: i.Name, Description: i.Description, Section: i.Section}
}
