package ike

import (
	"cmp"
	"iter"
	"math"
	"slices"

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
		if e == nil || e.Value == keep || e.Promoted() {
			break
		}
		t.forget(e.Value)
		t.EvictedSAs++
	}
	for t.Bytes() > t.limits.Bytes {
		if e := t.halfOpen.table.Oldest(); e != nil {
			t.halfOpen.remove(e)
			t.EvictedHalfOpen++
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

// worthless is the SA to be forgotten, nil if there is none but keep.
func (t *Tracker) worthless(keep *SA) (oldest *SA) {
	const look = 64
	n := 0
	for e := range t.sas.All() {
		s := e.Value
		switch {
		case s == keep:
			continue
		case !e.Promoted(), s.Ready.IsZero(), !s.Deleted.IsZero():
			return s
		case oldest == nil:
			oldest = s
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
		return e.Value
	}
	return nil
}

// Begun is the latest SA of an initiator's SPI, nil without one.
func (t *Tracker) Begun(initiator SPI) *SA { return t.starts[initiator] }

// insert adds s to the tables.
func (t *Tracker) insert(s *SA) {
	s.entry = t.sas.Add(s.SPIs)
	s.entry.Value = s
	t.starts[s.SPIs[Initiator]] = s
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

func (t *Tracker) forget(s *SA) {
	t.sas.Remove(s.entry)
	s.entry = nil
	t.begunBytes -= s.begun
	s.begun = 0
	if t.starts[s.SPIs[Initiator]] == s {
		delete(t.starts, s.SPIs[Initiator])
	}
	if s.State == AuthAnswered {
		delete(t.answered, peersOf(s.Now))
		delete(t.answered, peersOf(s.Now).withoutPorts())
	}
	t.leave(s)
	s.unlink()
}

// SAs are the security associations to which both peers have sent something, in
// the order of their first messages.
func (t *Tracker) SAs() iter.Seq[*SA] {
	out := make([]*SA, 0, t.sas.Len())
	for e := range t.sas.All() {
		out = append(out, e.Value)
	}
	slices.SortFunc(out, func(a, b *SA) int {
		return cmp.Or(a.First.Compare(b.First), cmp.Compare(a.ID, b.ID))
	})
	return slices.Values(out)
}

// Len is how many SAs and how many half-open ones t knows.
func (t *Tracker) Len() (sas, halfOpen int) { return t.sas.Len(), t.halfOpen.table.Len() }

// HalfOpen decodes the half-open SAs that are wanted, each as an SA in its
// initial state, the oldest first.
func (t *Tracker) HalfOpen(wanted func(HalfOpen) bool) iter.Seq[*SA] {
	return func(yield func(*SA) bool) {
		decoder := New(nil, Limits{Bytes: math.MaxInt}) // t learns nothing by being asked
		for e := range t.halfOpen.table.All() {
			if !wanted(t.halfOpen.summary(e)) {
				continue
			}
			s, o := &SA{Transcript: decrypt.Transcript{SPIs: [2]SPI{e.Key.spi}}}, t.halfOpen.observation(e)
			decoder.insert(s)
			again := t.halfOpen.repeated(&e.Value)
			decoder.replay(s, again, t.halfOpen.raw(e), &o)
			decoder.forget(s)
			t.judgeHalfOpen(s, again.times, timeOf(again.last))
			if !yield(s) {
				return
			}
		}
	}
}
