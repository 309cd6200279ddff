package ike

import (
	"slices"
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
)

// A pair are the peers of SAs: in IKEv1 their endpoints; in IKEv2 their identities,
// where both could be decoded.
type pair struct {
	ends peers
	ids  digest
}

// maxEarlier bounds how many SAs of one pair are looked at.
const maxEarlier = 64

// pairOf returns the peers of s. ok is false if they are not known.
func (t *Tracker) pairOf(s *SA) (p pair, ok bool) {
	if s.Version == 1 {
		return pair{ends: peersOf(s.Now)}, true
	}
	i, r := &s.IDs[Initiator], &s.IDs[Responder]
	if i.Type == 0 || r.Type == 0 {
		return p, false
	}
	a, b := append([]byte{i.Type}, i.Data...), append([]byte{r.Type}, r.Data...)
	if slices.Compare(a, b) > 0 {
		a, b = b, a
	}
	return pair{ids: t.digest(slices.Concat(a, []byte{0}, b))}, true
}

// join adds s, once it is established, to the SAs of its peers. INITIAL_CONTACT, which
// m may hold, ends those before it.
func (t *Tracker) join(s *SA, m *isakmp.Packet) {
	joined := s.pair != (pair{})
	if s.Ready.IsZero() || joined && len(m.Notifies) == 0 {
		return
	}
	if !joined {
		p, ok := t.pairOf(s)
		if !ok {
			return
		}
		s.pair = p
		if old := t.ready[p]; old != nil {
			s.earlier, old.later = old, s
			s.replaces(old)
		}
		t.ready[p] = s
	}
	t.supersede(s)
}

// leave removes s from the SAs of its peers.
func (t *Tracker) leave(s *SA) {
	if t.ready[s.pair] == s {
		delete(t.ready, s.pair)
		if s.earlier != nil {
			t.ready[s.pair] = s.earlier
		}
	}
	if s.earlier != nil {
		s.earlier.later = s.later
	}
	if s.later != nil {
		s.later.earlier = s.earlier
	}
	s.earlier, s.later = nil, nil
}

// replaces makes s, of IKEv1, the successor of the SA that its peers had, if that
// could still be used (RFC 2408, section 4.3). Of two that the peers began at once,
// neither replaces the other.
func (s *SA) replaces(old *SA) {
	switch {
	case s.Version != 1 || s.Late || old.ReplacedBy != nil || !old.Deleted.IsZero() || s.hasInitialContact():
		return
	case s.First.Before(old.Ready):
		return
	}
	if p := old.Policy; p != nil && p.Seconds > 0 && s.Ready.Sub(old.Ready) > time.Duration(min(p.Seconds, maxLife))*time.Second {
		return
	}
	s.Replaces, old.ReplacedBy = old, s
	if s.Local = old.Local; s.Now[Initiator].Addr() != old.Now[Initiator].Addr() {
		s.Local = old.Local.Other()
	}
}

// maxLife bounds a lifetime, in seconds, to what time.Duration holds.
const maxLife = 1 << 32

// hasInitialContact reports whether a peer of s says that it has no other SA with the
// other one: RFC 2407, section 4.6.3.3; RFC 7296, section 2.4.
func (s *SA) hasInitialContact() bool {
	t := isakmp.NotifyInitialContact
	if s.Version == 2 {
		t = initialContact
	}
	return slices.ContainsFunc(s.Notices, func(n Notice) bool { return n.Type == t })
}

const initialContact isakmp.NotifyType = 16384 // IKEv2

// supersede ends the SAs that the peers of s had before, if one of them says that it
// has lost them. Its word counts once it is authenticated, as that of an established
// SA is.
func (t *Tracker) supersede(s *SA) {
	if !s.hasInitialContact() {
		return
	}
	n := 0
	for old := s.earlier; old != nil && n < maxEarlier; old = old.earlier {
		n++
		for x := old; x != nil; x = x.ReplacedBy {
			if x == s || !x.First.Before(s.First) {
				continue
			}
			if x.Deleted.IsZero() && !x.Failure.Failed() {
				x.SupersededBy = s.ID
				x.delete(s.Ready)
				t.tell(x)
			}
			x.endChildren(s.Ready) // those of IKEv1 may be there without their ISAKMP SA
		}
	}
}

// predecessorChild is child for SAs of IKEv1: deletions may come under any SA of the
// peers.
func (s *SA) predecessorChild(owner Role, spi uint32) *Child {
	at := s.Now[owner].Addr()
	n := 0
	for _, next := range [...]func(*SA) *SA{func(x *SA) *SA { return x.earlier }, func(x *SA) *SA { return x.later }} {
		for x := next(s); x != nil && n < maxEarlier; x = next(x) {
			n++
			for r := range x.Now {
				if x.Now[r].Addr() != at {
					continue
				}
				if c := x.child(Role(r), spi); c != nil {
					return c
				}
			}
		}
	}
	return nil
}
