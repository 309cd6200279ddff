package pipeline

import (
	"time"

	"github.com/pktscope/pktscope/dissect/frame"
	"github.com/pktscope/pktscope/internal/capture"
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
	h.Number, h.Time, h.HasTime, h.Digits = f.Number, f.Time, f.HasTime, f.Iface.Digits
	h.CapLen, h.WireLen, h.Link, h.Comments = len(f.Data), f.WireLen, uint32(f.Link), f.Comments
	h.Delta, h.Displayed, h.Relative = 0, 0, 0
	h.Protocols = &b.packets[i]
	if f.Iface != b.capIface {
		b.capIface, b.iface = f.Iface, shown(f.Iface)
	}
	h.Iface = b.iface
	if f.HasTime {
		h.Delta, h.Relative = since(b.clock.last, f.Time), since(b.clock.first, f.Time)
		h.Displayed = h.Delta
		switch {
		case b.hits == nil:
		case b.shown.any:
			h.Displayed = since(b.shown.time, f.Time)
		default:
			h.Displayed = 0
		}
		b.clock.last = f.Time
	}
	return h
}

// pass goes past the i-th frame, whose head nobody asks for.
func (b *batch) pass(i int) {
	if f := &b.frames[i]; f.HasTime {
		b.clock.last = f.Time
	}
}

// since is to.Sub(from), for times that lie in one century without the checks
// that only others need.
func since(from, to time.Time) time.Duration {
	const century = 100 * 366 * 24 * 60 * 60
	s := to.Unix() - from.Unix()
	if s < -century || s > century {
		return to.Sub(from)
	}
	return time.Duration(s)*time.Second + time.Duration(to.Nanosecond()-from.Nanosecond())
}

// shown is what is shown of an interface, nil where the file has none.
func shown(i *capture.Interface) *frame.Interface {
	if i.Section == 0 || i.ID < 0 {
		return nil
	}
	return &frame.Interface{ID: i.ID, Name: i.Name, Description: i.Description, Section: i.Section}
}
