package ike

import (
	"cmp"
	"iter"
	"math"
	"slices"

	"github.com/pktscope/pktscope/dissect/isakmp"
)

// evict makes room, but not at the cost of keep: first messages that nobody
// answered go first, the oldest of them first; then SAs whose initiator did not
// go on after the answer; then those that came to nothing or are over; then
// the SA that was silent for longest.
func (t *Tracker) evict(keep *SA) {
	for t.Bytes() > t.limits.Bytes {
		if e := t.half.oldest; e != 0 {
			t.half.drop(t.hash(&t.half.entries.at(e).halfKey), e)
			t.EvictedHalf++
			continue
		}
		s := t.worthless(keep)
		if s == nil {
			return
		}
		t.forget(s)
		t.EvictedSAs++
	}
}

// worthless is the SA to be forgotten.
func (t *Tracker) worthless(keep *SA) *SA {
	if s := t.begun.oldest; s != nil && s != keep {
		return s
	}
	const look = 64
	s := t.lasting.oldest
	for range look {
		if s == nil {
			break
		}
		if s != keep && (s.Ready.IsZero() || !s.Deleted.IsZero()) {
			return s
		}
		s = s.next
	}
	if s = t.lasting.oldest; s == keep {
		return nil
	}
	return s
}

func (t *Tracker) forget(s *SA) {
	s.list.pull(s)
	delete(t.sas, s.SPIs)
	if t.starts[s.SPIs[Initiator]] == s {
		delete(t.starts, s.SPIs[Initiator])
	}
	if t.ready[s.pair] == s {
		delete(t.ready, s.pair)
	}
	t.bytes -= s.cost
	if s.RekeyedTo != nil {
		s.RekeyedTo.RekeyedFrom = nil
	}
	if s.RekeyedFrom != nil {
		s.RekeyedFrom.RekeyedTo = nil
	}
}

// insert adds s to the tables.
func (t *Tracker) insert(s *SA) {
	t.sas[s.SPIs] = s
	t.starts[s.SPIs[Initiator]] = s
	t.use(s)
	t.reckon(s)
}

// rename gives s the responder's SPI, which was not known or has changed.
func (t *Tracker) rename(s *SA, responder SPI) {
	delete(t.sas, s.SPIs)
	s.SPIs[Responder] = responder
	t.sas[s.SPIs] = s
}

// SAs are the security associations that somebody has answered, in the order of
// their first messages.
func (t *Tracker) SAs() iter.Seq[*SA] {
	out := make([]*SA, 0, len(t.sas))
	for _, s := range t.sas {
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b *SA) int {
		return cmp.Or(a.First.Compare(b.First), cmp.Compare(a.ID, b.ID))
	})
	return slices.Values(out)
}

// Len is how many SAs and how many unanswered first messages t knows.
func (t *Tracker) Len() (sas, unanswered int) { return len(t.sas), t.half.entries.used }

// A First is what a first message that nobody answered shows at a glance.
type First struct {
	SPI     SPI
	Version uint8
	IPv6    bool
}

// Unanswered are the first messages that nobody answered, of those that are
// wanted, each as an SA that has come no further, the oldest first.
func (t *Tracker) Unanswered(wanted func(First) bool) iter.Seq[*SA] {
	return func(yield func(*SA) bool) {
		reader := New(nil, Limits{Bytes: math.MaxInt}) // t learns nothing by being asked
		for r := t.half.oldest; r != 0; {
			e := t.half.entries.at(r)
			r = e.newer
			if !wanted(t.half.glance(e)) {
				continue
			}
			s, at := &SA{SPIs: [2]SPI{e.spi}}, t.half.sight(e)
			reader.replay(s, e, t.half.raw(e), &at)
			reader.begun, reader.bytes = order{}, 0
			if !yield(s) {
				return
			}
		}
	}
}

// isStart reports whether an exchange begins an SA.
func isStart(x isakmp.Exchange) bool {
	switch x {
	case isakmp.ExchangeBase, isakmp.ExchangeMain, isakmp.ExchangeAuthOnly, isakmp.ExchangeAggressive, isakmp.ExchangeSAInit:
		return true
	}
	return false
}
