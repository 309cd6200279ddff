package ike

import (
	"bytes"
	"net/netip"
	"slices"
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike/decrypt"
)

// A rekey is a successor under way: RFC 9370, section 2.2.4.
type rekey struct {
	next *SA
	left int // additional key exchanges
}

// addSuccessor makes the IKE SA that replaces s: RFC 7296, section 1.3.2. The side
// that requested it is its initiator. It is complete with its last additional key
// exchange.
func (t *Tracker) addSuccessor(s *SA, n *negotiation, o *observation) {
	s.end(n)
	if len(n.spis[Initiator]) != 8 || len(n.spis[Responder]) != 8 {
		return
	}
	spis := [2]SPI{SPI(n.spis[Initiator]), SPI(n.spis[Responder])}
	next := t.lookup(spis[Initiator], spis[Responder])
	switch {
	case next == s || next != nil && (next.Replaces != nil || next.leadsTo(s)):
		return // SPIs that are taken
	case next != nil: // the capture's packets are not in order
		next.Replaces, next.Replaced = s, &s.Transcript
		next.inheritFacts(s, n.by)
		s.succeed(next, o.time)
		return
	}
	t.count++
	next = &SA{
		Transcript: decrypt.Transcript{Version: 2, SPIs: spis, Hello: n.hello, Policy: n.policy, Replaced: &s.Transcript},
		ID:         t.count, Exchange: isakmp.ExchangeCreateChild, Interface: s.Interface,
		First: n.child.First, Last: o.time, State: InitDone,
		Offers: [2][]isakmp.Offer{n.child.Offers}, Replaces: s,
		Peers:     [2]netip.AddrPort{s.Now[n.by], s.Now[n.by.Other()]},
		authentic: [2]bool{true, true},
	}
	next.Now = next.Peers
	next.inheritFacts(s, n.by)
	t.insert(next)
	if left := additional(n.policy); left > 0 {
		s.rekeys[n.by] = rekey{next, left}
		return
	}
	s.succeed(next, o.time)
}

// additional counts the additional key exchanges of a policy.
func additional(p *isakmp.Policy) (n int) {
	for _, g := range p.Additional {
		if g != 0 {
			n++
		}
	}
	return n
}

// inheritFacts gives s what its peers proved to each other under the SA that it
// replaces, and what that SA has found out about the path: RFC 7296, section 2.8. By
// is the role there of s's initiator.
func (s *SA) inheritFacts(old *SA, by Role) {
	s.Local = old.Local ^ by
	s.Floated, s.Configured = old.Floated, old.Configured
	s.NAT = old.NAT.Inherited(by)
	for r := range s.IDs {
		x := Role(r) ^ by
		s.Vendors[r], s.Methods[r] = slices.Clip(old.Vendors[x]), slices.Clip(old.Methods[x])
		s.IDs[r], s.Auths[r], s.mobike[r] = old.IDs[x], old.Auths[x], old.mobike[x]
	}
}

// followUp counts an IKE_FOLLOWUP_KE exchange, by its response m: RFC 9370, section
// 2.2.4.
func (s *SA) followUp(m *isakmp.Packet, from Role, o *observation) {
	k := &s.rekeys[from.Other()]
	if m.Flags&isakmp.FlagResponse == 0 || k.next == nil {
		return
	}
	if e := errorOf(m); e != nil {
		k.next.fail(failureOf(e, m, from^s.Local^k.next.Local, o))
		*k = rekey{}
		return
	}
	if k.left--; k.left == 0 {
		next := k.next
		*k = rekey{}
		s.succeed(next, o.time)
	}
}

// succeed makes next, which is complete, the successor of s. Where both peers have
// rekeyed s at once, the SA with the lowest of the four nonces is redundant (RFC 7296,
// section 2.8.2).
func (s *SA) succeed(next *SA, at time.Time) {
	if beforeReady.has(next.State) {
		next.State = Ready
	}
	if next.Ready.IsZero() {
		next.Ready = at
	}
	if next.Last.Before(at) {
		next.Last = at
	}
	if other := s.ReplacedBy; other != nil && other != next {
		if !next.First.After(other.Ready) && bytes.Compare(next.lowestNonce(), other.lowestNonce()) < 0 {
			s.redundant, next.Redundant = next, true
			return
		}
		s.redundant, other.Redundant = other, true
		other.bequeath(next)
		other.Children = slices.DeleteFunc(other.Children, func(c *Child) bool { return c.Parent == next })
	}
	s.ReplacedBy = next
	s.bequeath(next)
}

// lowestNonce is the lower nonce of the exchange that made s.
func (s *SA) lowestNonce() []byte {
	a, b := s.Hello[Initiator].Nonce, s.Hello[Responder].Nonce
	if bytes.Compare(a, b) < 0 {
		return a
	}
	return b
}

// bequeath moves the children of s that are there to its successor: RFC 7296, section
// 2.8. They stay in the list of the SA that made them.
func (s *SA) bequeath(to *SA) {
	for _, c := range s.Children {
		if c.Parent == s && c.Deleted.IsZero() && !c.Failure.Failed() {
			c.moveTo(to)
			if !slices.Contains(to.Children, c) {
				to.addChild(c)
			}
		}
	}
}

// moveTo makes c a child of an SA that its own one was replaced by.
func (c *Child) moveTo(s *SA) { c.Parent, c.By = s, c.By^c.Parent.Local^s.Local }

// leadsTo reports whether other is s or one of those that it was replaced by.
func (s *SA) leadsTo(other *SA) bool {
	for x := s; x != nil; x = x.ReplacedBy {
		if x == other {
			return true
		}
	}
	return false
}

// heir is the SA that took the place of s in the end, s itself if none did.
func (s *SA) heir() *SA {
	for s.ReplacedBy != nil {
		s = s.ReplacedBy
	}
	return s
}

// disinherit makes the other one of two SAs that replaced the same SA at once its
// successor, as a peer has deleted s: the peers decided so.
func (s *SA) disinherit() {
	old := s.Replaces
	if old == nil || old.ReplacedBy != s || s.ReplacedBy != nil {
		return
	}
	if other := old.redundant; other != nil && other.Deleted.IsZero() && !other.Failure.Failed() {
		old.ReplacedBy, old.redundant = other, s
		other.Redundant, s.Redundant = false, true
		s.bequeath(other)
	}
}

// unlink removes s, which is forgotten, from those that it replaced or was replaced by.
func (s *SA) unlink() {
	for _, next := range [...]*SA{s.ReplacedBy, s.redundant, s.rekeys[0].next, s.rekeys[1].next} {
		if next != nil && next.Replaces == s {
			next.Replaces, next.Replaced = nil, nil
		}
	}
	old := s.Replaces
	if old == nil {
		return
	}
	for _, c := range old.Children {
		if c.Parent == s {
			c.moveTo(old)
		}
	}
	if old.ReplacedBy == s {
		old.ReplacedBy = nil
	}
	if old.redundant == s {
		old.redundant = nil
	}
	for r := range old.rekeys {
		if old.rekeys[r].next == s {
			old.rekeys[r] = rekey{}
		}
	}
}

// replace makes c the successor of the child that its request named. Where both peers
// have rekeyed one child at once, the one with the lowest of the four nonces is
// redundant (RFC 7296, section 2.8.1).
func (c *Child) replace() {
	old := c.Replaces
	if old == nil {
		return
	}
	if other := old.ReplacedBy; other != nil && !c.First.After(other.Ready) && bytes.Compare(c.lowestNonce(), other.lowestNonce()) < 0 {
		c.Redundant = true
		return
	} else if other != nil {
		other.Redundant = true
	}
	old.ReplacedBy = c
}

// quickModeFor is the child of IKEv1 that c, a later one, replaces: a quick mode names
// none, but a second one for the same traffic is how a child is rekeyed. The peers may
// have a new IKE SA meanwhile.
func (s *SA) quickModeFor(c *Child) *Child {
	for range maxChildren {
		for _, old := range slices.Backward(s.Children) {
			if old.State() == Installed && old.Protocol == c.Protocol && c.First.After(old.Ready) && c.sameTraffic(old) {
				return old
			}
		}
		if s = s.Replaces; s == nil {
			return nil
		}
	}
	return nil
}

// sameTraffic reports whether two children protect the same traffic, whichever peer
// began.
func (c *Child) sameTraffic(old *Child) bool {
	turned := Role(0)
	if c.Parent.Now[c.By].Addr() != old.Parent.Now[old.By].Addr() {
		turned = 1
	}
	return slices.Equal(c.Selectors[Initiator], old.Selectors[Initiator^turned]) && slices.Equal(c.Selectors[Responder], old.Selectors[Responder^turned])
}

// lowestNonce is the lower nonce of the exchange that made c.
func (c *Child) lowestNonce() []byte {
	a, b := c.Nonces[Initiator], c.Nonces[Responder]
	if bytes.Compare(a, b) < 0 {
		return a
	}
	return b
}
