package pipeline

import (
	"time"

	"pktscope/dissect/frame"
	"pktscope/internal/capture"
)

// A clock knows the times that a frame's are told against.
type clock struct {
	first, last time.Time
	started     bool
}

// note takes the batch's frames in: it leaves with the batch what the clock
// showed before them.
func (c *clock) note(b *batch) {
	for i := range b.frames {
		f := &b.frames[i]
		if !f.HasTime {
			continue
		}
		if !c.started {
			c.first, c.last, c.started = f.Time, f.Time, true
		}
		break
	}
	b.clock = *c
	for i := len(b.frames) - 1; i >= 0; i-- {
		if f := &b.frames[i]; f.HasTime {
			c.last = f.Time
			break
		}
	}
}

// head tells what is known of the batch's i-th frame beside its bytes. Frames
// must be asked for in order.
func (b *batch) head(i int) *frame.Frame {
	f, h := &b.frames[i], &b.frame
	*h = frame.Frame{
		Number: f.Number, Time: f.Time, HasTime: f.HasTime, Digits: f.Iface.Digits,
		CapLen: len(f.Data), WireLen: f.WireLen, Link: uint32(f.Link), Comments: f.Comments,
		Protocols: &b.packets[i],
	}
	if f.Iface != b.capIface {
		b.capIface, b.iface = f.Iface, shown(f.Iface)
	}
	h.Iface = b.iface
	if f.HasTime {
		h.Delta, h.Relative = f.Time.Sub(b.clock.last), f.Time.Sub(b.clock.first)
		h.Displayed = h.Delta
		b.clock.last = f.Time
	}
	return h
}

// shown is what is shown of an interface, nil where the file has none.
func shown(i *capture.Interface) *frame.Interface {
	if i.Section == 0 || i.ID < 0 {
		return nil
	}
	return &frame.Interface{ID: i.ID, Name: i.Name, Description: i.Description, Section: i.Section}
}
