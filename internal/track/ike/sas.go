package ike

import (
	"cmp"
	"iter"
	"math"
	"slices"
	"time"

	"github.com/pktscope/pktscope/internal/track/ike/decrypt"
)

// evict makes room, but not at the cost of keep: half-open SAs go first, the
// oldest of them first; then SAs whose initiator did not go on after the
// response; then SAs that were never established or are deleted; then the SA
// that was silent for longest. SAs whose initiator did not go on have half of the room:
// two spoofed messages make one, and it costs as much as a real one.
func (t *Tracker) evict(keep *SA) {
	for t.begunBytes > t.limits.Bytes/2 {
		e := t.sas.Oldest()
		if e == nil || keep != nil && e.Value.sa == keep || e.Promoted() {
			break
		}
		t.forget(e)
		t.EvictedSAs++
	}
	for t.Bytes() > t.limits.Bytes {
		if e := t.halfOpen.table.Oldest(); e != nil {
			t.halfOpen.remove(e)
			t.EvictedHalfOpen++
			continue
		}
		e := t.worthless(keep)
		if e == nil {
			return
		}
		t.forget(e)
		t.EvictedSAs++
	}
}

// worthless is the SA to be forgotten, nil if there is none but keep.
func (t *Tracker) worthless(keep *SA) (oldest *saEntry) {
	const look = 64
	n := 0
	for e := range t.sas.All() {
		s := e.Value.sa
		switch {
		case s != nil && s == keep:
			continue
		case !e.Promoted(), s.Ready.IsZero(), !s.Deleted.IsZero():
			return e
		case oldest == nil:
			oldest = e
		}
		if n++; n == look {
			break
		}
	}
	return oldest
}

// lookup is the SA of two SPIs, nil without one.
func (t *Tracker) lookup(initiator, responder SPI) *SA {
	if e := t.sas.Peek([2]SPI{initiator, responder}); e != nil {
		return t.sa(e)
	}
	return nil
}

// knows reports whether there is an SA of two SPIs.
func (t *Tracker) knows(initiator, responder SPI) bool {
	return t.sas.Peek([2]SPI{initiator, responder}) != nil
}

// Begun is the latest SA of an initiator's SPI, nil without one.
func (t *Tracker) Begun(initiator SPI) *SA {
	if e := t.sas.In(t.starts[initiator]); e != nil {
		return t.look(e)
	}
	return nil
}

// insert adds s to the tables.
func (t *Tracker) insert(s *SA) {
	s.entry = t.sas.Add(s.SPIs)
	s.entry.Value.sa = s
	t.starts[s.SPIs[Initiator]] = s.entry.Ref()
	t.use(s)
	t.reckon(s)
}

// use makes s the SA that was used last. It is worth more than others once both
// peers have sent a message that only they could send.
func (t *Tracker) use(s *SA) {
	t.sas.Use(s.entry)
	if s.authentic[Initiator] && s.authentic[Responder] {
		t.sas.Promote(s.entry)
	}
}

// rename gives s the responder's SPI, which was not known or has changed.
func (t *Tracker) rename(s *SA, responder SPI) {
	s.SPIs[Responder] = responder
	t.sas.Rename(s.entry, s.SPIs)
}

func (t *Tracker) forget(e *saEntry) {
	if t.starts[e.Key[Initiator]] == e.Ref() {
		delete(t.starts, e.Key[Initiator])
	}
	s := e.Value.sa
	if s == nil {
		t.releaseBegun(e)
		t.sas.Remove(e)
		return
	}
	t.sas.Remove(e)
	s.entry = nil
	t.charge(s, 0)
	if s.State == AuthAnswered {
		delete(t.answered, peersOf(s.Now))
		delete(t.answered, peersOf(s.Now).withoutPorts())
	}
	t.leave(s)
	s.unlink()
}

// SAs are the security associations to which both peers have sent something, in
// the order of their first messages. Of a flood of those with which the initiator did not
// go on it has the first ones: All has all.
func (t *Tracker) SAs() iter.Seq[*SA] { return t.Answered(func(k Known) bool { return !k.Compact }) }

// All are all of them, in the same order.
func (t *Tracker) All() iter.Seq[*SA] { return t.Answered(Any) }

// Answered are the SAs that are wanted, in the same order. One that is compact is made for
// each call anew.
func (t *Tracker) Answered(wanted func(Known) bool) iter.Seq[*SA] {
	type placed struct {
		first time.Time
		id    uint64
		entry *saEntry
	}
	out := make([]placed, 0, t.sas.Len())
	for e := range t.sas.All() {
		if !wanted(t.known(e)) {
			continue
		}
		if s := e.Value.sa; s != nil {
			out = append(out, placed{s.First, s.ID, e})
		} else {
			v := t.compacted.At(e.Value.begun)
			out = append(out, placed{timeOf(v.first.first()), v.id, e})
		}
	}
	slices.SortFunc(out, func(a, b placed) int {
		return cmp.Or(a.first.Compare(b.first), cmp.Compare(a.id, b.id))
	})
	return func(yield func(*SA) bool) {
		for i := range out {
			if !yield(t.look(out[i].entry)) {
				return
			}
		}
	}
}

// known is what is known of an SA without making it.
func (t *Tracker) known(e *saEntry) Known {
	if s := e.Value.sa; s != nil {
		return Known{SPI: s.SPIs[Initiator], Version: s.Version, IPv6: s.Now[Initiator].Addr().Is6()}
	}
	v := t.compacted.At(e.Value.begun)
	k := t.halfOpen.known(&v.ends, &v.first)
	k.Compact = true
	return k
}

// Len is how many SAs and how many half-open ones t knows.
func (t *Tracker) Len() (sas, halfOpen int) { return t.sas.Len(), t.halfOpen.table.Len() }

// HalfOpen decodes the half-open SAs that are wanted, each as an SA in its
// initial state, the oldest first.
func (t *Tracker) HalfOpen(wanted func(Known) bool) iter.Seq[*SA] {
	return func(yield func(*SA) bool) {
		decoder := New(nil, Limits{Bytes: math.MaxInt}) // t learns nothing by being asked
		for e := range t.halfOpen.table.All() {
			if !wanted(t.halfOpen.summary(e)) {
				continue
			}
			s, first := &SA{Transcript: decrypt.Transcript{SPIs: [2]SPI{e.Key.spi}}}, t.halfOpen.opening(e)
			decoder.insert(s)
			decoder.replay(s, &first)
			decoder.forget(s.entry)
			t.judgeHalfOpen(s, first.again.times, timeOf(first.again.last))
			if !yield(s) {
				return
			}
		}
	}
}
