package esp

import (
	"math/bits"

	"github.com/pktscope/pktscope/dissect/esp"
)

// Windows against replay: RFC 4303, section 3.4.3, wants 32 at least and 64 by
// default; 1024 is what gateways are often set to.
const (
	smallWindow = 64
	largeWindow = 1024
)

// A Sequence counts losses, copies and disorder by the sequence numbers of an SA,
// in the order of the capture.
type Sequence struct {
	First, Last uint32 // the lowest and the highest number, as in the packets
	Lost        uint64 // numbers between these that were not captured
	Duplicates  uint64 // numbers that were captured before
	Late        uint64 // behind a higher number
	Replays     uint64 // so late that a window of 1024 has gone by: a copy, or reordered beyond use
	Replays64   uint64 // that a window of 64 would drop
	Wraps       uint64 // how often the numbers began at 0 again

	low, high uint64 // First and Last, counted on through wraps
	seen      uint64 // different numbers
	started   bool
	shared    bool    // other SAs have numbers between these
	window    *window // from the second packet on: many SAs of a flood have one
}

// A window has a bit for each of the last numbers: bit high%1024 is the highest's.
type window [largeWindow / 64]uint64

// wrapDistance is from where on a lower number is taken for one after a wrap.
const wrapDistance = 1 << 31

// add counts a packet and returns its place in the sequence, and how many
// numbers are missing before it.
func (s *Sequence) add(seq uint32) (order esp.Order, gap uint32) {
	if !s.started {
		s.started = true
		s.First, s.Last, s.low, s.high, s.seen = seq, seq, uint64(seq)+1<<32, uint64(seq)+1<<32, 1
		return esp.First, 0
	}
	if s.window == nil {
		s.window = new(window)
		s.mark(s.high)
	}
	n := s.extend(seq)
	if s.shared {
		s.widen(n, seq)
		return esp.InOrder, 0
	}
	switch {
	case n > s.high:
		order, gap = esp.InOrder, uint32(n-s.high-1)
		if gap > 0 {
			order = esp.AfterGap
		}
		s.forward(n)
	case s.high-n >= largeWindow:
		order = esp.OutOfWindow
		s.Replays++
		s.Replays64++
	case s.marked(n):
		order = esp.Duplicate
		s.Duplicates++
	default:
		order = esp.Late
		s.Late++
		if s.high-n >= smallWindow {
			s.Replays64++
		}
		s.mark(n)
		s.seen++
		if n < s.low {
			s.low, s.First = n, seq
		}
	}
	s.Lost = s.high - s.low + 1 - s.seen
	return order, gap
}

// share forgets what the numbers that are missing would tell.
func (s *Sequence) share() {
	s.shared = true
	s.Lost, s.Duplicates, s.Late, s.Replays, s.Replays64 = 0, 0, 0, 0, 0
}

// widen adds a number to those between First and Last.
func (s *Sequence) widen(n uint64, seq uint32) {
	switch {
	case n > s.high:
		if n>>32 != s.high>>32 {
			s.Wraps++
		}
		s.high, s.Last = n, seq
	case n < s.low:
		s.low, s.First = n, seq
	}
}

// lacks reports whether seq was not there, though numbers near it were.
func (s *Sequence) lacks(seq uint32) bool {
	n := s.extend(seq)
	switch {
	case n > s.high:
		return n-s.high < largeWindow
	case s.high-n >= largeWindow || n == s.high:
		return false
	}
	return s.window == nil || !s.marked(n)
}

// join adds what next counted, of the same SA and later.
func (s *Sequence) join(next *Sequence) {
	low, high := s.extend(next.First), s.extend(next.Last)
	s.seen += next.seen
	s.low, s.high = min(s.low, low), max(s.high, high)
	s.First, s.Last = uint32(s.low), uint32(s.high)
	s.Duplicates += next.Duplicates
	s.Late += next.Late
	s.Replays += next.Replays
	s.Replays64 += next.Replays64
	s.Wraps += next.Wraps
	s.Lost = 0
	if s.shared {
		return
	}
	if all := s.high - s.low + 1; all > s.seen {
		s.Lost = all - s.seen
	}
}

// extend is seq, counted on through wraps, near the highest so far.
func (s *Sequence) extend(seq uint32) uint64 {
	n := s.high&^0xffffffff | uint64(seq)
	switch {
	case n+wrapDistance < s.high:
		n += 1 << 32
	case n > s.high+wrapDistance:
		n -= 1 << 32
	}
	return n
}

// behind is how far seq is behind the highest number.
func (s *Sequence) behind(seq uint32) uint64 {
	n := s.extend(seq)
	return max(s.high, n) - n
}

// forward moves the window to a new highest number.
func (s *Sequence) forward(n uint64) {
	if n>>32 != s.high>>32 {
		s.Wraps++
	}
	if n-s.high >= largeWindow {
		*s.window = window{}
	} else {
		for i := s.high + 1; i < n; i++ {
			s.window[i/64%uint64(len(s.window))] &^= 1 << (i % 64)
		}
	}
	s.high, s.Last = n, uint32(n)
	s.mark(n)
	s.seen++
}

func (s *Sequence) mark(n uint64) { s.window[n/64%uint64(len(s.window))] |= 1 << (n % 64) }

func (s *Sequence) marked(n uint64) bool {
	return bits.TrailingZeros64(s.window[n/64%uint64(len(s.window))]>>(n%64)) == 0
}
