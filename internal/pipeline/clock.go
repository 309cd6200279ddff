package pipeline

import "time"

// A clock knows the times that a packet's are told against.
type clock struct {
	first, last time.Time
	started     bool
}

// stamp fills in what is known of the batch's newest frame beside its bytes.
func (c *clock) stamp(b *batch) {
	i := len(b.frames) - 1
	f, h := &b.frames[i], &b.heads[i]
	if f.HasTime && !c.started {
		c.first, c.last, c.started = f.Time, f.Time, true
	}
	h.Set(f, c.first, c.last)
	if f.HasTime {
		c.last = f.Time
	}
}
