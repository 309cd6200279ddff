package ike

import (
	"encoding/binary"
	"net/netip"
	"slices"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike/natd"
)

// add adds m to s, and makes room for what that costs.
func (t *Tracker) add(s *SA, m *isakmp.Packet, o *observation, x digest) {
	t.addMessage(s, m, o, x)
	t.tell(s)
	t.reckon(s)
	t.evict(s)
}

// addMessage updates s by m.
func (t *Tracker) addMessage(s *SA, m *isakmp.Packet, o *observation, x digest) {
	s.pardon()
	s.Messages++
	if m.Encrypted != nil {
		s.Encrypted++
	}
	if o.time.After(s.Last) {
		s.Last = o.time
	}
	if known := s.seen.find(x); known != nil {
		t.addRepeated(s, m, o, known)
		t.use(s)
		return
	}
	from := s.sender(m, &o.place)
	first := s.seen.add(x, o, from)
	if m.ResponderSPI != (SPI{}) {
		s.authentic[from] = true
	}
	t.use(s)
	t.decrypt(s, m, from, o, first)
	s.addEndpoints(m, from, o)
	s.follow(m, from, o, first.view)
	t.recordHello(s, m, from, o)
	t.verify(s, m, from, o)
	s.addToLog(m, o, from, nil)
	if s.Version == 2 {
		s.EAP = s.EAP || m.Exchange == isakmp.ExchangeAuth && hasEAP(m)
		s.advance(ikev2, m, from, o)
		s.recordAuthentication(m, from, o)
		if s.State == AuthAnswered {
			t.awaitESP(s)
		}
		s.countProbe(m, from)
	} else {
		s.Configured = s.Configured || m.Exchange == isakmp.ExchangeTransaction
		s.advance(ikev1, m, from, o)
		s.Probes.countProbes(m)
	}
	s.await(m, from, o)
	switch m.Exchange {
	case isakmp.ExchangeInformational:
		s.refuseQuickMode(m, from, o)
		s.connect(m, o)
	case isakmp.ExchangeQuick:
		t.quickMode(s, m, from, o)
		s.connect(m, o)
	case isakmp.ExchangeAuth, isakmp.ExchangeCreateChild:
		t.createChild(s, m, from, o)
	case isakmp.ExchangeFollowupKE:
		s.followUp(m, from, o)
	}
	t.applyDeletes(s, m, from, o)
	s.addNotices(m, from, o)
	t.join(s, m)
}

// addRepeated counts a message whose bytes are known: a retransmission, or a copy
// behind a NAT or on another interface.
func (t *Tracker) addRepeated(s *SA, m *isakmp.Packet, o *observation, known *seen) {
	t.decrypt(s, m, known.role, o, known)
	if known.proof != ipsec.Unchecked {
		m.Facts.Proof = known.proof
		o.again()
	}
	if natd.HasHashes(m) {
		m.Facts.NAT = s.NAT.Verdict(s.natd())
	}
	if v := s.seen.number(viewOf(&o.place, known.role)); v != known.view {
		s.seen.join(known.view, v)
		s.addTranslated(known.view, v)
		s.Elsewhere++
		s.addEndpoints(m, known.role, o)
		t.absorb(s, m, o)
		return
	}
	s.Retransmits++
	s.awaitAgain(m, known.role, o)
	s.addToLog(m, o, known.role, known)
}

// absorb removes the half-open SA of the view that m is in, if it is a copy of s's
// first message on the other side of a NAT.
func (t *Tracker) absorb(s *SA, m *isakmp.Packet, o *observation) {
	k := keyOf(m.InitiatorSPI, o.place.dst.Addr(), o.place.src.Addr())
	for _, k := range [...]halfOpenKey{k, k.swapped()} {
		e := t.halfOpen.find(k)
		if e == nil || s.seen.find(t.digest(t.halfOpen.raw(e))) == nil {
			continue
		}
		again := t.halfOpen.repeated(&e.Value)
		s.Messages += 1 + uint64(again.times)
		s.Elsewhere++
		s.Retransmits += uint64(again.times)
		t.halfOpen.remove(e)
	}
}

// sender is the peer that sent m.
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
	for _, r := range []Role{Initiator, Responder} { // other ports: after the change to UDP 4500
		if p.src.Addr() == s.Now[r].Addr() || p.dst.Addr() == s.Now[r.Other()].Addr() {
			return r
		}
	}
	return guessSender(m, p)
}

// follow updates where the peers are, by m in view v. That another view has other
// addresses for the same messages is no move.
func (s *SA) follow(m *isakmp.Packet, from Role, o *observation, v uint8) {
	now := s.seen.views[v].ends
	switch {
	case s.Late && m.Exchange.Begins() && m.ResponderSPI == (SPI{}) && from == Initiator:
		// The capture does not have its packets in order: here is the first.
		s.Late, s.Exchange = false, m.Exchange
		s.Floated = s.Floated || s.Now[Initiator].Port() == isakmp.PortNATT || s.Now[Responder].Port() == isakmp.PortNATT
		if s.Peers = now; o.time.Before(s.First) {
			s.First = o.time
		}
		return
	case now == s.Now || o.time.Before(s.Last) || s.seen.alike(v, s.view):
		return
	case s.probesPath(m, now):
		return
	case !s.Floated && onNATT(now) && !onNATT(s.Peers):
		s.Floated = true
		s.Now, s.view = now, v // both peers change their ports at once: no move
		return
	}
	for r := range now {
		if now[r] != s.Now[r] && len(s.Moves) < maxMoves {
			s.Moves = append(s.Moves, Move{Time: o.time, Frame: o.frame, Role: Role(r), From: s.Now[r], To: now[r]})
		}
	}
	s.Now, s.view = now, v
}

// probesPath reports whether m comes from other addresses without a move: peers with
// MOBIKE move by UPDATE_SA_ADDRESSES, and try paths before (RFC 4555, sections 3.5 and
// 3.10). Ports change by NATs.
func (s *SA) probesPath(m *isakmp.Packet, now [2]netip.AddrPort) bool {
	if !s.mobike[Initiator] || !s.mobike[Responder] || !m.IsDecrypted() || hasNotify(m, isakmp.NotifyUpdateAddresses) {
		return false
	}
	return now[Initiator].Addr() != s.Now[Initiator].Addr() || now[Responder].Addr() != s.Now[Responder].Addr()
}

// Paths are the endpoints that the peers of s have had, those that they have now
// first.
func (s *SA) Paths() [][2]netip.AddrPort {
	list := [][2]netip.AddrPort{s.Now}
	now := s.Now
	for i := len(s.Moves) - 1; i >= 0; i-- {
		now[s.Moves[i].Role] = s.Moves[i].From
		list = append(list, now)
	}
	return list
}

// WasBetween reports whether the peers of s were at two addresses at some time.
func (s *SA) WasBetween(a, b netip.Addr) bool {
	return slices.ContainsFunc(append(s.Paths(), s.Peers), func(p [2]netip.AddrPort) bool {
		i, r := p[Initiator].Addr(), p[Responder].Addr()
		return a == i && b == r || a == r && b == i
	})
}

// addTranslated records which peers have different addresses in two views of one
// message: a NAT lies between the views.
func (s *SA) addTranslated(a, b uint8) {
	for r := range s.NAT.Translated {
		if s.seen.views[a].ends[r] != s.seen.views[b].ends[r] {
			s.NAT.Translated[r] = true
		}
	}
}

// onNATT reports whether a peer is on the port of RFC 3948.
func onNATT(p [2]netip.AddrPort) bool {
	return p[Initiator].Port() == isakmp.PortNATT || p[Responder].Port() == isakmp.PortNATT
}

// addToLog appends m to the ladder; again is the message that m repeats.
func (s *SA) addToLog(m *isakmp.Packet, o *observation, from Role, again *seen) {
	if len(s.Log) >= maxLog {
		return
	}
	e := Message{
		Frame: o.frame, Time: o.time, Role: from, Exchange: m.Exchange, Version: m.Major(), ID: m.MessageID, Length: m.Length, Datagrams: o.fragments(), Again: again != nil,
		Response: m.Major() == 2 && m.Flags&isakmp.FlagResponse != 0, Fragment: m.Fragment, Parts: m.Fragments,
		Group: m.Group, Encrypted: m.Encrypted != nil, Decrypted: m.Facts.Decrypted.Plain != nil, Proof: m.Facts.Proof,
	}
	if s.Version == 2 && e.Encrypted && !e.Decrypted {
		e.Room = s.roomOf(m)
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
		e.Said = s.said(m, o)
	}
	s.Log = append(s.Log, e)
	s.listed += room(e.Payloads) + room(e.Notifies) + e.Said.size()
}

// recordHello keeps what m, which from sent, has for the keys and the policy of the
// SA: payloads of the exchange that begins it, vendor IDs and identities.
func (t *Tracker) recordHello(s *SA, m *isakmp.Packet, from Role, o *observation) {
	for _, v := range m.Vendors {
		if len(s.Vendors[from]) < maxVendors && !slices.ContainsFunc(s.Vendors[from], func(have []byte) bool { return string(have) == string(v) }) {
			s.Vendors[from] = append(s.Vendors[from], slices.Clone(v))
		}
	}
	s.addIdentities(m, from)
	s.addCertificates(m, from, o)
	if s.Version == 2 && m.Exchange == isakmp.ExchangeAuth {
		s.addSignedIdentity(m, from)
		s.methods2(m, from)
	}
	s.NotePPK(m, from)
	s.Resumed = s.Resumed || m.Exchange == isakmp.ExchangeSessionResume && s.Version == 2
	if !m.Exchange.Begins() {
		return
	}
	h := &s.Hello[from]
	keep := func(to *[]byte, b []byte) {
		if len(b) > 0 && (*to == nil || s.Version == 2) {
			*to = slices.Clone(b)
		}
	}
	t.recordProposed(s, m, from)
	keep(&h.KeyExchange, m.KeyExchange)
	keep(&h.Nonce, m.Nonce)
	h.Group = max(h.Group, m.Group)
	if len(m.Identities) > 0 && m.Encrypted == nil {
		keep(&h.Identity, m.Identities[0].Body)
	}
	if s.Version == 2 {
		keep(&h.Message, m.Raw)
	}
	s.NAT.AddHashes(m, from, o.place.src, o.place.dst)
	if natd.HasHashes(m) {
		m.Facts.NAT = s.NAT.Verdict(s.natd())
	}
}

// addSignedIdentity keeps the body of from's ID payload, which AUTH signs: RFC 7296,
// section 2.15.
func (s *SA) addSignedIdentity(m *isakmp.Packet, from Role) {
	for i := range m.Identities {
		id := &m.Identities[i]
		if (id.Payload == isakmp.PayloadIDi) == (from == Initiator) && s.Hello[from].Identity == nil {
			s.Hello[from].Identity = slices.Clone(id.Body)
		}
	}
}

// addIdentities keeps the identities of the peers.
func (s *SA) addIdentities(m *isakmp.Packet, from Role) {
	for i := range m.Identities {
		id := &m.Identities[i]
		r := from
		switch {
		case s.Version == 1 && m.Exchange == isakmp.ExchangeQuick:
			return // they are traffic selectors
		case id.Payload == isakmp.PayloadIDi:
			r = Initiator
		case id.Payload == isakmp.PayloadIDr:
			r = Responder
		}
		if r != from && s.Asked.Type == 0 {
			s.Asked = Identity{Type: id.Type, Data: slices.Clone(id.Data[:min(len(id.Data), maxIdentity)])}
		}
		if s.IDs[r].Type == 0 || from == r { // IKEv2's initiator may name the responder that it wants
			s.IDs[r] = Identity{Type: id.Type, Data: slices.Clone(id.Data[:min(len(id.Data), maxIdentity)])}
		}
	}
	if len(m.Auth.Data) > 0 {
		s.Auths[from] = m.Auth.Method
	}
}

// maxIdentity bounds the bytes of an identity.
const maxIdentity = 1024

// addNotices keeps the notifications of m.
func (s *SA) addNotices(m *isakmp.Packet, from Role, o *observation) {
	for i := range m.Notifies {
		n := &m.Notifies[i]
		if s.Version == 2 && n.Type == isakmp.NotifyAuthLifetime && len(n.Data) == 4 {
			s.AuthLifetime = binary.BigEndian.Uint32(n.Data)
		}
		s.mobike[from] = s.mobike[from] || s.Version == 2 && n.Type == isakmp.NotifyMOBIKESupported
		if len(s.Notices) < maxNotices {
			s.Notices = append(s.Notices, Notice{
				Time: o.time, Frame: o.frame, Role: from, Version: m.Major(), Protocol: n.Protocol, Type: n.Type, SPI: slices.Clone(n.SPI),
				Wanted: wantedGroup(n), Value: noticeValue(n, m.Major()), Child: len(m.Selectors) > 0,
			})
		}
	}
}
