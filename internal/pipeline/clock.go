package pipeline

import (
	"time"

	"pktscope/dissect/frame"
	"pktscope/internal/capture"
)

// A clock knows what is told of a frame beside its bytes: the times of those
// before it, and the interfaces.
type clock struct {
	first, last time.Time
	started     bool
	ifaces      map[*capture.Interface]*frame.Interface
}

// stamp fills in the head of the batch's newest frame.
func (c *clock) stamp(b *batch) {
	i := len(b.frames) - 1
	f, h := &b.frames[i], &b.heads[i]
	if f.HasTime && !c.started {
		c.first, c.last, c.started = f.Time, f.Time, true
	}
	*h = frame.Frame{
		Number: f.Number, Time: f.Time, HasTime: f.HasTime, Digits: 6,
		CapLen: len(f.Data), WireLen: f.WireLen, Link: uint32(f.Link), Comments: f.Comments,
		Protocols: &b.packets[i],
	}
	if f.Iface != nil {
		h.Digits = f.Iface.Digits
		h.Iface = c.iface(f.Iface)
	}
	if f.HasTime {
		h.Delta, h.Relative = f.Time.Sub(c.last), f.Time.Sub(c.first)
		h.Displayed = h.Delta
		c.last = f.Time
	}
}

// iface is what is shown of an interface, nil where the file has none.
func (c *clock) iface(i *capture.Interface) *frame.Interface {
	if known, ok := c.ifaces[i]; ok {
		return known
	}
	if c.ifaces == nil {
		c.ifaces = map[*capture.Interface]*frame.Interface{}
	}
	var shown *frame.Interface
	if i.Section > 0 && i.ID >= 0 {
		shown = &frame.Interface{ID: i.ID, Name: i.Name, Description: i.Description, Section: i.Section}
	}
	c.ifaces[i] = shown
	return shown
}
