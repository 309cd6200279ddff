package ike

import (
	"net/netip"
	"slices"

	"pktscope/dissect/isakmp"
)

// take adds m to s.
func (t *Tracker) take(s *SA, m *isakmp.Packet, at *sight, x digest) {
	s.Messages++
	s.Last = at.time
	if known := s.seen.find(x); known != nil {
		t.repeated(s, m, at, known)
		return
	}
	from := s.sender(m, &at.place)
	first := s.seen.add(seen{digest: x, place: at.place, role: from})
	t.unlock(s, m, from, at, first)
	s.move(from, at)
	t.note(s, m, at, from, false)
	t.said(s, m, from, at)
	if s.Version == 2 {
		s.advance2(m, from, at)
	} else {
		s.advance1(m, from, at)
	}
	switch m.Exchange {
	case isakmp.ExchangeQuick:
		t.quick(s, m, from, at)
	case isakmp.ExchangeAuth, isakmp.ExchangeCreateChild:
		t.create(s, m, from, at)
	}
	s.deletes(m, from, at)
	t.notices(s, m, from, at)
	t.evict()
}

// repeated counts a message whose bytes were seen before: sent again, or seen
// again, behind a NAT or on another interface.
func (t *Tracker) repeated(s *SA, m *isakmp.Packet, at *sight, known *seen) {
	t.unlock(s, m, known.role, at, known)
	if known.place != at.place {
		s.Elsewhere++
		return
	}
	s.Retransmits++
	t.note(s, m, at, known.role, true)
}

// sender is who sent m.
func (s *SA) sender(m *isakmp.Packet, p *place) Role {
	if s.Version == 2 { // RFC 7296, section 3.1: the flag is set by the original initiator
		if m.Flags&isakmp.FlagInitiator != 0 {
			return Initiator
		}
		return Responder
	}
	for _, peers := range [][2]netip.AddrPort{s.Now, s.Peers} {
		switch {
		case p.src == peers[Initiator] || p.dst == peers[Responder]:
			return Initiator
		case p.src == peers[Responder] || p.dst == peers[Initiator]:
			return Responder
		}
	}
	for _, r := range []Role{Initiator, Responder} { // other ports: the float
		if p.src.Addr() == s.Now[r].Addr() || p.dst.Addr() == s.Now[r.Other()].Addr() {
			return r
		}
	}
	return guess(m)
}

// UDP ports of IKE: RFC 7296, section 2; RFC 3948, section 2.1.
const (
	portIKE  = 500
	portNATT = 4500
)

// move notes where the peers are now.
func (s *SA) move(from Role, at *sight) {
	now := [2]netip.AddrPort{}
	now[from], now[from.Other()] = at.place.src, at.place.dst
	if now == s.Now {
		return
	}
	if now[Initiator].Port() == portNATT || now[Responder].Port() == portNATT {
		if !s.Floated && s.Peers[Initiator].Port() != portNATT && s.Peers[Responder].Port() != portNATT {
			s.Floated = true
			s.Now = now // both sides change their ports at once: no move
			return
		}
	}
	for r := range now {
		if now[r] != s.Now[r] && len(s.Moves) < maxMoves {
			s.Moves = append(s.Moves, Move{Time: at.time, Frame: at.frame, Role: Role(r), From: s.Now[r], To: now[r]})
		}
	}
	s.Now = now
}

// note writes m into the ladder.
func (t *Tracker) note(s *SA, m *isakmp.Packet, at *sight, from Role, again bool) {
	if len(s.Log) >= maxLog {
		return
	}
	e := Message{
		Frame: at.frame, Time: at.time, Role: from, Exchange: m.Exchange, ID: m.MessageID, Again: again,
		Response: m.Major() == 2 && m.Flags&isakmp.FlagResponse != 0,
		Sealed:   m.Encrypted != nil, Opened: m.Facts.Opened.Plain != nil,
	}
	for i := range m.Payloads {
		e.Payloads = append(e.Payloads, m.Payloads[i].Type)
	}
	for i := range m.Notifies {
		e.Notifies = append(e.Notifies, m.Notifies[i].Type)
	}
	s.Log = append(s.Log, e)
	t.charge(s, 120+len(e.Payloads)+2*len(e.Notifies))
}

// said keeps what from said in the clear while the SA begins.
func (t *Tracker) said(s *SA, m *isakmp.Packet, from Role, at *sight) {
	for _, v := range m.Vendors {
		if len(s.Vendors[from]) < maxVendors && !slices.ContainsFunc(s.Vendors[from], func(have []byte) bool { return string(have) == string(v) }) {
			s.Vendors[from] = append(s.Vendors[from], slices.Clone(v))
			t.charge(s, 24+len(v))
		}
	}
	if !isStart(m.Exchange) {
		return
	}
	h := &s.hello[from]
	keep := func(to *[]byte, b []byte) {
		if len(b) > 0 && (*to == nil || s.Version == 2) {
			t.charge(s, len(b)-len(*to))
			*to = slices.Clone(b)
		}
	}
	keep(&h.SA, m.SA)
	keep(&h.KeyExchange, m.KeyExchange)
	keep(&h.Nonce, m.Nonce)
	h.Group = max(h.Group, m.Group)
	if len(m.Identities) > 0 && m.Encrypted == nil {
		keep(&h.Identity, m.Identities[0].Body)
	}
	if s.Version == 2 {
		keep(&h.Message, m.Raw)
	}
	if len(m.Proposals) > 0 {
		list := policies(m)
		t.charge(s, 48*len(list))
		if from == Responder && len(list) > 0 {
			s.Policy = &list[0]
		} else if from == Initiator {
			s.Offers[from] = list
		}
	}
	s.NAT.heard(m, from, &at.place)
}

// notices keeps the notifications of m that tell more than what a party can.
func (t *Tracker) notices(s *SA, m *isakmp.Packet, from Role, at *sight) {
	for i := range m.Notifies {
		n := &m.Notifies[i]
		if len(s.Notices) < maxNotices {
			s.Notices = append(s.Notices, Notice{Time: at.time, Frame: at.frame, Role: from, Protocol: n.Protocol, Type: n.Type, SPI: slices.Clone(n.SPI)})
			t.charge(s, 80+len(n.SPI))
		}
	}
}
