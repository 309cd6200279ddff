package ike

import (
	"net/netip"
	"slices"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike/natd"
)

// take adds m to s, and makes room for what that costs.
func (t *Tracker) add(s *SA, m *isakmp.Packet, at *observation, x digest) {
	t.addMessage(s, m, at, x)
	t.reckon(s)
	t.evict(s)
}

// learn takes in what m tells of s.
func (t *Tracker) addMessage(s *SA, m *isakmp.Packet, at *observation, x digest) {
	s.Messages++
	if m.Encrypted != nil {
		s.Encrypted++
	}
	if at.time.After(s.Last) {
		s.Last = at.time
	}
	if known := s.seen.find(x); known != nil {
		t.addRepeated(s, m, at, known)
		t.use(s)
		return
	}
	from := s.sender(m, &at.place)
	first := s.seen.add(x, at, from)
	if m.ResponderSPI != (SPI{}) {
		s.authentic[from] = true
	}
	t.use(s)
	t.decrypt(s, m, from, at, first)
	s.addEndpoints(m, from, at)
	s.follow(m, from, at, first.view)
	s.recordHello(m, from, at)
	t.verify(s, m, from, at)
	s.addToLog(m, at, from, nil)
	if s.Version == 2 {
		s.EAP = s.EAP || m.Exchange == isakmp.ExchangeAuth && hasEAP(m)
		s.advance(ikev2, m, from, at)
		s.countProbe(m, from)
	} else {
		s.Configured = s.Configured || m.Exchange == isakmp.ExchangeTransaction
		s.advance(ikev1, m, from, at)
		s.Probes.countProbes(m)
		t.replaces(s)
	}
	switch m.Exchange {
	case isakmp.ExchangeQuick:
		t.quickMode(s, m, from, at)
	case isakmp.ExchangeAuth, isakmp.ExchangeCreateChild:
		t.createChild(s, m, from, at)
	}
	t.applyDeletes(s, m, from, at)
	s.addNotices(m, from, at)
}

// repeated counts a message whose bytes were seen before: sent again, or seen
// again, behind a NAT or on another interface.
func (t *Tracker) addRepeated(s *SA, m *isakmp.Packet, at *observation, known *seen) {
	t.decrypt(s, m, known.role, at, known)
	if known.proof != ipsec.Unchecked {
		m.Facts.Proof = known.proof
		at.again()
	}
	if natd.HasHashes(m) {
		m.Facts.NAT = s.NAT.Verdict(s.natd())
	}
	if v := s.seen.number(viewOf(&at.place, known.role)); v != known.view {
		s.seen.join(known.view, v)
		s.addTranslated(known.view, v)
		s.Elsewhere++
		s.addEndpoints(m, known.role, at)
		t.absorb(s, m, at)
		return
	}
	s.Retransmits++
	s.addToLog(m, at, known.role, known)
}

// same forgets the first message that was seen where m is now, if it is that of
// s: both sides of a NAT show it.
func (t *Tracker) absorb(s *SA, m *isakmp.Packet, at *observation) {
	k := keyOf(m.InitiatorSPI, at.place.dst.Addr(), at.place.src.Addr())
	for _, k := range [...]halfOpenKey{k, k.swapped()} {
		e := t.halfOpen.table.Peek(k)
		if e == nil || s.seen.find(e.Value.digest) == nil {
			continue
		}
		s.Messages += 1 + uint64(e.Value.repeated)
		s.Elsewhere++
		s.Retransmits += uint64(e.Value.repeated)
		t.halfOpen.remove(e)
	}
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
	return guessSender(m, p)
}

// place notes where the peers are now: view v shows it. Other views show the same
// from elsewhere; none of the peers moves for that.
func (s *SA) follow(m *isakmp.Packet, from Role, at *observation, v uint8) {
	now := s.seen.views[v].ends
	switch {
	case s.Late && m.Exchange.Begins() && m.ResponderSPI == (SPI{}) && from == Initiator:
		// The capture does not have its packets in order: here is the first.
		s.Late, s.Exchange = false, m.Exchange
		s.Floated = s.Floated || s.Now[Initiator].Port() == isakmp.PortNATT || s.Now[Responder].Port() == isakmp.PortNATT
		if s.Peers = now; at.time.Before(s.First) {
			s.First = at.time
		}
		return
	case now == s.Now || at.time.Before(s.Last) || s.seen.alike(v, s.view):
		return
	case !s.Floated && onNATT(now) && !onNATT(s.Peers):
		s.Floated = true
		s.Now, s.view = now, v // both sides change their ports at once: no move
		return
	}
	for r := range now {
		if now[r] != s.Now[r] && len(s.Moves) < maxMoves {
			s.Moves = append(s.Moves, Move{Time: at.time, Frame: at.frame, Role: Role(r), From: s.Now[r], To: now[r]})
		}
	}
	s.Now, s.view = now, v
}

// translated notes which peers have another address in view b than in view a,
// which show the same message.
func (s *SA) addTranslated(a, b uint8) {
	for r := range s.NAT.Translated {
		if s.seen.views[a].ends[r] != s.seen.views[b].ends[r] {
			s.NAT.Translated[r] = true
		}
	}
}

// onNATT reports whether a peer is at the port of RFC 3948.
func onNATT(p [2]netip.AddrPort) bool {
	return p[Initiator].Port() == isakmp.PortNATT || p[Responder].Port() == isakmp.PortNATT
}

// note writes m into the ladder, again is what it repeats.
func (s *SA) addToLog(m *isakmp.Packet, at *observation, from Role, again *seen) {
	if len(s.Log) >= maxLog {
		return
	}
	e := Message{
		Frame: at.frame, Time: at.time, Role: from, Exchange: m.Exchange, ID: m.MessageID, Again: again != nil,
		Response: m.Major() == 2 && m.Flags&isakmp.FlagResponse != 0, Fragment: m.Fragment, Parts: m.Fragments,
		Encrypted: m.Encrypted != nil, Decrypted: m.Facts.Decrypted.Plain != nil, Proof: m.Facts.Proof,
	}
	if again != nil {
		e.Of = again.frame
	} else {
		for i := range m.Payloads[:min(len(m.Payloads), maxListed)] {
			e.Payloads = append(e.Payloads, m.Payloads[i].Type)
		}
		for i := range m.Notifies[:min(len(m.Notifies), maxListed)] {
			e.Notifies = append(e.Notifies, m.Notifies[i].Type)
		}
		for i := range m.Deletes[:min(len(m.Deletes), maxListed)] {
			e.Deletes = append(e.Deletes, m.Deletes[i].Protocol)
		}
	}
	s.Log = append(s.Log, e)
}

// said keeps what from said in the clear while the SA begins.
func (s *SA) recordHello(m *isakmp.Packet, from Role, at *observation) {
	for _, v := range m.Vendors {
		if len(s.Vendors[from]) < maxVendors && !slices.ContainsFunc(s.Vendors[from], func(have []byte) bool { return string(have) == string(v) }) {
			s.Vendors[from] = append(s.Vendors[from], slices.Clone(v))
		}
	}
	s.addIdentities(m, from)
	if s.Version == 2 && m.Exchange == isakmp.ExchangeAuth {
		s.addSignedIdentity(m, from)
	}
	if !m.Exchange.Begins() {
		return
	}
	h := &s.Hello[from]
	keep := func(to *[]byte, b []byte) {
		if len(b) > 0 && (*to == nil || s.Version == 2) {
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
		list := m.Policies(maxOffers)
		if from == Responder && len(list) > 0 {
			chosen := list[0]
			s.Policy = &chosen
		} else if from == Initiator {
			s.Offers[from] = list
		}
	}
	s.NAT.AddHashes(m, from, at.place.src, at.place.dst)
	if natd.HasHashes(m) {
		m.Facts.NAT = s.NAT.Verdict(s.natd())
	}
}

// addIdentity keeps who from says that it is, of which AUTH is made: RFC 7296, section
// 2.15.
func (s *SA) addSignedIdentity(m *isakmp.Packet, from Role) {
	for i := range m.Identities {
		id := &m.Identities[i]
		if (id.Payload == isakmp.PayloadIDi) == (from == Initiator) && s.Hello[from].Identity == nil {
			s.Hello[from].Identity = slices.Clone(id.Body)
		}
	}
}

// names keeps who the peers say that they are.
func (s *SA) addIdentities(m *isakmp.Packet, from Role) {
	for i := range m.Identities {
		id := &m.Identities[i]
		r := from
		switch {
		case s.Version == 1 && m.Exchange == isakmp.ExchangeQuick:
			return // whose traffic is meant
		case id.Payload == isakmp.PayloadIDi:
			r = Initiator
		case id.Payload == isakmp.PayloadIDr:
			r = Responder
		}
		if s.IDs[r].Type == 0 || from == r { // IKEv2's initiator may say whom it wants
			s.IDs[r] = Identity{Type: id.Type, Data: slices.Clone(id.Data[:min(len(id.Data), maxIdentity)])}
		}
	}
	if len(m.Auth.Data) > 0 {
		s.Auths[from] = m.Auth.Method
	}
}

// maxIdentity bounds how much is kept of a name.
const maxIdentity = 1024

// notices keeps the notifications of m that tell more than what a party can.
func (s *SA) addNotices(m *isakmp.Packet, from Role, at *observation) {
	for i := range m.Notifies {
		n := &m.Notifies[i]
		if len(s.Notices) < maxNotices {
			s.Notices = append(s.Notices, Notice{Time: at.time, Frame: at.frame, Role: from, Protocol: n.Protocol, Type: n.Type, SPI: slices.Clone(n.SPI)})
		}
	}
}
