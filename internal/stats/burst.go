package stats

import (
	"fmt"
	"time"
)

// The window in which a burst is counted, and the steps in which it moves: the
// defaults of Wireshark's preferences.
const (
	burstWindow = 100 * time.Millisecond
	burstStep   = 5 * time.Millisecond
	burstSteps  = int64(burstWindow / burstStep)
)

// A burst finds the window with the most packets.
type burst struct {
	steps [burstSteps]step // a ring: of the window that ends with step last
	last  int64            // its number
	count uint64           // in the window
	most  uint64           // in any window so far
	start time.Duration    // of that one
}

// A step counts the packets of 5 ms.
type step struct {
	count uint64
	start time.Duration // of its first packet
}

// add counts a packet of time at. One that is earlier than the window counts in none.
func (b *burst) add(at time.Duration) {
	n := int64(at / burstStep)
	if at < 0 {
		n = 0
	}
	for ; b.last < n; b.last++ {
		if n-b.last > burstSteps { // nothing of the window is left
			b.steps, b.count, b.last = [burstSteps]step{}, 0, n-1
		}
		s := &b.steps[(b.last+1)%burstSteps]
		b.count -= s.count
		*s = step{}
	}
	if b.last-n >= burstSteps {
		return
	}
	if s := &b.steps[n%burstSteps]; s.count == 0 {
		s.start = at
	}
	b.steps[n%burstSteps].count++
	b.count++
	if b.count > b.most {
		b.most, b.start = b.count, b.first()
	}
}

// first is the time of the first packet in the window. Until the window has moved,
// that is the start of the capture.
func (b *burst) first() time.Duration {
	if b.last < burstSteps {
		return 0
	}
	for n := b.last - burstSteps + 1; n <= b.last; n++ {
		if s := &b.steps[n%burstSteps]; s.count > 0 {
			return s.start
		}
	}
	return 0
}

// rate is the packets of the burst per millisecond.
func (b *burst) rate() string {
	if b.most == 0 {
		return "-"
	}
	return fmt.Sprintf("%.4f", float64(b.most)/float64(burstWindow/time.Millisecond))
}

// at is when the burst starts.
func (b *burst) at() string {
	if b.most == 0 {
		return "-"
	}
	return fmt.Sprintf("%.3f", b.start.Seconds())
}
