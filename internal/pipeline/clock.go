package pipeline

import (
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/frame"
	"github.com/pktscope/pktscope/internal/capture"
)

// A clock holds the times that a frame's relative times are computed from: those
// of the first frame that has one, and of the frame before.
type clock struct {
	first, last field.Nanos
	started     bool   // first is known
	timed       bool   // the frame before has a time, which is last
	bytes       uint64 // of the frames before, on the wire
}

// stamp sets the batch's clock to the state before its first frame, and advances
// c past its last one.
func (c *clock) stamp(b *batch) {
	for i := range b.frames {
		if f := &b.frames[i]; f.HasTime && !c.started {
			c.first, c.started = field.NanosOf(f.Time), true
			break
		}
	}
	b.clock, b.previous = *c, shown{bytes: c.bytes}
	for i := range b.frames {
		c.bytes += uint64(b.frames[i].WireLen)
	}
	c.last, c.timed = b.before(len(b.frames))
}

// before returns the time of the frame before the i-th; ok is false where that has none,
// or is none.
func (b *batch) before(i int) (t field.Nanos, ok bool) {
	if i == 0 {
		return b.clock.last, b.clock.timed
	}
	f := &b.frames[i-1]
	return field.NanosOf(f.Time), f.HasTime
}

// head returns the batch's i-th frame: number, times, lengths and interface. Its
// result holds until the next call.
func (b *batch) head(i int) *frame.Frame {
	f, h := &b.frames[i], &b.frame
	h.Number, h.Time, h.HasTime, h.Digits = f.Number, f.Time, f.HasTime, f.Iface.Digits
	h.CapLen, h.WireLen, h.Link, h.Comments = len(f.Data), f.WireLen, uint32(f.Link), f.Comments
	h.Marked = f.Marked
	h.Flags, h.Sum = f.Flags, b.previous.bytes+uint64(f.WireLen)
	h.Delta, h.Displayed, h.Relative = field.Nanos{}, field.Nanos{}, field.Nanos{}
	h.HasDelta, h.HasDisplayed = false, false
	h.Protocols = &b.packets[i]
	if f.Iface != b.capIface {
		b.capIface, b.iface = f.Iface, frameInterface(f.Iface)
	}
	h.Iface = b.iface
	if f.HasTime {
		b.tellTimes(h, i)
	}
	return h
}

// tellTimes tells what time passed before the i-th frame.
func (b *batch) tellTimes(h *frame.Frame, i int) {
	now := field.NanosOf(h.Time)
	h.Relative = now.Sub(b.clock.first)
	last := b.latest
	if h.HasDelta = i > 0 && b.timed == i; !h.HasDelta {
		last, h.HasDelta = b.before(i)
	}
	if h.HasDelta {
		h.Delta = now.Sub(last)
	}
	b.latest, b.timed = now, i+1
	if b.hits == nil {
		h.Displayed, h.HasDisplayed = h.Delta, h.HasDelta
	} else if b.previous.known {
		h.Displayed, h.HasDisplayed = now.Sub(b.previous.time), true
	}
}

// frameInterface returns the interface as frame.interface_* fields show it, nil
// for one that the file does not declare.
func frameInterface(i *capture.Interface) *frame.Interface {
	if i.Section == 0 {
		return nil
	}
	return &frame.Interface{ID: i.Index, Name: i.Name, Description: i.Description, Section: i.Section}
}
