package ike

import (
	"cmp"
	"slices"
	"time"

	"pktscope/dissect/isakmp"
)

// saCost is what an SA costs before anything is known of it, with its part of
// the tables.
const saCost = 1500

// push makes s the one that was used last.
func (t *Tracker) push(s *SA) {
	s.prev, s.next = t.newest, nil
	if t.newest != nil {
		t.newest.next = s
	} else {
		t.oldest = s
	}
	t.newest = s
}

// pull takes s out of the order of use.
func (t *Tracker) pull(s *SA) {
	if s.prev != nil {
		s.prev.next = s.next
	} else {
		t.oldest = s.next
	}
	if s.next != nil {
		s.next.prev = s.prev
	} else {
		t.newest = s.prev
	}
	s.prev, s.next = nil, nil
}

func (t *Tracker) touch(s *SA) {
	if t.newest != s {
		t.pull(s)
		t.push(s)
	}
}

// Bytes is how much t keeps at the moment, by its own reckoning.
func (t *Tracker) Bytes() int { return t.bytes + t.half.bytes }

// evict makes room: first messages that nobody answered go first, the oldest
// of them first; then SAs that came to nothing or are over; then the SA that
// was silent for longest.
func (t *Tracker) evict() {
	for t.Bytes() > t.limits.Bytes {
		switch {
		case t.half.oldest != nil:
			t.half.remove(t.half.oldest)
			t.EvictedHalf++
		case t.oldest != nil && t.oldest != t.newest:
			t.forget(t.worthless())
			t.EvictedSAs++
		default:
			return
		}
	}
}

// worthless is the SA to be forgotten: of those that were silent for longest,
// the first that is not in use.
func (t *Tracker) worthless() *SA {
	const look = 64
	s := t.oldest
	for range look {
		if s == nil || s == t.newest {
			break
		}
		if s.Ready.IsZero() || !s.Deleted.IsZero() {
			return s
		}
		s = s.next
	}
	return t.oldest
}

func (t *Tracker) forget(s *SA) {
	t.pull(s)
	delete(t.sas, s.SPIs)
	t.bytes -= s.cost
	if s.RekeyedTo != nil {
		s.RekeyedTo.RekeyedFrom = nil
	}
	if s.RekeyedFrom != nil {
		s.RekeyedFrom.RekeyedTo = nil
	}
}

// charge adds n bytes to what s costs.
func (t *Tracker) charge(s *SA, n int) {
	s.cost += n
	t.bytes += n
}

// sorted are all SAs, also those that nobody answered, by their first messages.
func (t *Tracker) sorted() []*SA {
	out := make([]*SA, 0, len(t.sas))
	for s := t.oldest; s != nil; s = s.next {
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b *SA) int {
		return cmp.Or(a.First.Compare(b.First), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// Unanswered calls yield with each first message that nobody answered as an SA
// that has come no further, the oldest first.
func (t *Tracker) Unanswered(yield func(*SA) bool) {
	for e := t.half.oldest; e != nil; e = e.newer {
		s := &SA{SPIs: [2]SPI{e.spi}}
		t.replay(s, e)
		s.Last = time.Unix(0, e.last)
		if !yield(s) {
			return
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
