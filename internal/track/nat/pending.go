package nat

import "time"

// A pending packet was seen on one interface and may yet be seen on another.
type pending struct {
	print print
	flow  Flow
	at    int64 // Unix nanoseconds
	used  uint32
	frame uint64
	iface uint16
	ttl   uint8
	told  bool
	taken bool // it was recognised
}

// window is how long a packet may take from one interface to another: clocks of
// two captures may differ by some of it.
const window = 3 * time.Second

const pendingWays = 8

// waiting finds pending packets by print. A print has one set of a few places,
// in which a new packet displaces the oldest.
type waiting struct {
	sets    [][pendingWays]pending
	evicted uint64 // before their time was over
}

// maxPending is how many packets wait at most, in 8 MiB.
const maxPending = 1 << 16

func newWaiting() waiting { return waiting{sets: make([][pendingWays]pending, maxPending/pendingWays)} }

func (w *waiting) set(p print) *[pendingWays]pending {
	return &w.sets[uint64(p)>>7&uint64(len(w.sets)-1)]
}

// find returns the packet of s's print that fits s best, nil if none does: one
// that was seen elsewhere, keeps one of its endpoints, and is near in time.
func (w *waiting) find(s *sight, iface uint16, at int64) *pending {
	set := w.set(s.print)
	var best *pending
	bestScore := 0
	for i := range set {
		c := &set[i]
		if c.print != s.print || c.taken || c.at == 0 || c.flow.Protocol != s.flow.Protocol || c.told != s.told {
			continue
		}
		if d := at - c.at; d > int64(window) || d < -int64(window) {
			continue
		}
		if c.iface == iface && (c.flow == s.flow || c.ttl == s.ttl) {
			continue // sent again; what comes back through a translator has come a hop further
		}
		score := 1
		if c.flow.Src == s.flow.Src {
			score += 2
		}
		if c.flow.Dst == s.flow.Dst {
			score += 2
		}
		if c.ttl != s.ttl {
			score++
		}
		if score > bestScore || score == bestScore && c.at < best.at { // first in, first out
			best, bestScore = c, score
		}
	}
	return best
}

// add remembers a packet.
func (w *waiting) add(s *sight, iface uint16, frame uint64, at int64) {
	set := w.set(s.print)
	victim := 0
	for i := range set {
		c := &set[i]
		if c.taken || c.at == 0 {
			victim = i
			break
		}
		if c.at < set[victim].at {
			victim = i
		}
	}
	if old := &set[victim]; !old.taken && old.at != 0 && at-old.at < int64(window) {
		w.evicted++
	}
	set[victim] = pending{print: s.print, flow: s.flow, at: at, frame: frame, iface: iface, ttl: s.ttl, told: s.told}
}
