package esp

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/internal/track/bounded"
)

// A series is the SAs of one SPI, among which may be some that one sender numbers with
// one counter: to several destinations with manual keys (RFC 4552), or between the hosts
// of a group's members (RFC 8263, RFC 6407). What such an SA lacks, another may have.
type series struct {
	last   Key   // of the packet before
	turns  uint8 // how often another SA went on with the numbers
	shared bool
}

// A seriesKey is what the SAs of a series have in common.
type seriesKey struct {
	spi    uint32
	ah     bool
	sender netip.Addr // invalid: they have several, the hosts behind a member of a group
}

// seriesOf appends the series that s may be of.
func seriesOf(list []seriesKey, s *SA) []seriesKey {
	list = append(list, seriesKey{s.SPI, s.AH, s.Src})
	if !s.Group.IsValid() {
		list = append(list, seriesKey{spi: s.SPI, ah: s.AH})
	}
	return list
}

const (
	maxSeries = 1 << 15
	// mostTurns is how often the numbers may change over where a peer changes its address
	// (RFC 4555) while packets overtake each other.
	mostTurns = 2
	// mostSenders is the same for the packets of one SA.
	mostSenders = 4
)

// begin adds s, whose first packet has a number, to the SAs of its SPI.
func (t *Tracker) begin(s *SA, seq uint32) {
	var list [2]seriesKey
	for _, k := range seriesOf(list[:0], s) {
		e := t.series.Find(k)
		if e == nil {
			e = t.series.Add(k)
		} else if before := t.Find(e.Value.last); before != nil && before.continuedBy(s, seq) {
			before.serial, s.serial = true, true
			if e.Value.shared {
				s.share()
			}
		}
		e.Value.last = s.Key
	}
}

// continuedBy reports whether s, another SA, may go on with the numbers of b. A copy of a
// packet, such as behind a NAT, does not, and neither does the opposite direction.
func (b *SA) continuedBy(s *SA, seq uint32) bool {
	return !(b.Src == s.Dst && b.Dst == s.Src) && b.Interface == s.Interface && b.Sequence.lacks(seq)
}

// turn notes that a number of s that was not there before, gap numbers above the highest, is the
// next of its series.
func (t *Tracker) turn(s *SA, gap uint32) {
	var list [2]seriesKey
	for _, k := range seriesOf(list[:0], s) {
		e := t.series.Find(k)
		if e == nil {
			continue
		}
		v := &e.Value
		if v.last != s.Key {
			other := t.Find(v.last)
			v.turns = min(v.turns+1, mostTurns+1)
			v.shared = v.shared || v.turns > mostTurns || k.sender.IsValid() && s.resumedBehind(other, gap)
			if other != nil && v.shared {
				other.share()
			}
			v.last = s.Key
		}
		if v.shared {
			s.share()
		}
	}
}

// resumedBehind reports whether the highest number of another SA of the same sender is one of the
// gap before the packet of s that was counted last. A peer that changes its address sends nothing
// to the old one after that.
func (s *SA) resumedBehind(other *SA, gap uint32) bool {
	if other == nil {
		return false
	}
	n := s.Sequence.behind(other.Sequence.Last)
	return n > 0 && n <= uint64(gap)
}

// share has s tell nothing by the numbers that it lacks.
func (s *SA) share() {
	s.Shared = true
	s.Sequence.share()
}

// numbered notes the sender of a number that was not there before. Where senders take
// turns with these, each has a counter of its own: RFC 4303, section 2.2. Copies of
// packets from another address are not new.
func (m *Moved) numbered(a netip.Addr) (shared bool) {
	if m != nil && m.numbers != a {
		m.numbers = a
		m.turns++
	}
	return m != nil && m.turns > mostSenders
}

// fresh reports whether a number was not there before.
func fresh(order esp.Order) bool {
	return order != esp.Duplicate && order != esp.OutOfWindow
}

func newSeries() *bounded.Table[seriesKey, series] {
	return bounded.New[seriesKey, series](maxSeries)
}
