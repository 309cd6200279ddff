package events

import (
	"sync"
	"time"
)

// Live is a capture on interfaces, where time passes without packets, too.
type Live struct {
	Guard sync.Locker   // held while the Stream learns
	Read  func() uint64 // how many packets were read
	Drops func() []Drop
}

const (
	tick = 500 * time.Millisecond
	// late is how long a packet may be on its way from the interface to the Stream where
	// packets are few.
	late = 2 * time.Second
)

// Follow lets time pass until ended is closed. Where no packet has come for two ticks, and
// all that were read have been observed, none comes any more that is older than late.
func (s *Stream) Follow(l Live, ended <-chan struct{}) {
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	var before uint64
	for quiet := 0; ; {
		select {
		case <-ended:
			return
		case <-ticker.C:
		}
		l.Guard.Lock()
		if s.seen == before && s.seen == l.Read() && s.seen > 0 {
			quiet++
		} else {
			quiet, before = 0, s.seen
		}
		now := time.Now()
		if quiet > 1 {
			s.Pass(now.Add(-late))
		}
		s.Dropped(now, l.Drops())
		l.Guard.Unlock()
	}
}
