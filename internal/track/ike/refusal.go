package ike

import (
	"encoding/binary"

	"github.com/pktscope/pktscope/dissect/isakmp"
)

// refusesChild reports whether m, a response of IKEv2, refuses the SA that was asked
// for: RFC 7296, sections 1.2 and 1.3. It may hold proposals all the same.
func refusesChild(m *isakmp.Packet) bool {
	return m.IsDecrypted() && errorOf(m) != nil && (m.Exchange != isakmp.ExchangeAuth || len(m.Auth.Data) > 0)
}

// refusesBoth reports whether m, of IKE_AUTH, refuses the IKE SA for the sake of the child
// SA that was asked for: it has no AUTH beside an error that is about a child SA.
func refusesBoth(m *isakmp.Packet) bool {
	if !m.IsDecrypted() || m.Exchange != isakmp.ExchangeAuth {
		return false
	}
	e := errorOf(m)
	return e != nil && aboutChild(e.Type)
}

// aboutChild reports whether an error of IKEv2 is about a child SA: RFC 7296, section
// 3.10.1.
func aboutChild(t isakmp.NotifyType) bool {
	const noProposalChosen, singlePairRequired, tsUnacceptable = 14, 34, 38 // with what is about addresses in between
	return t == noProposalChosen || t >= singlePairRequired && t <= tsUnacceptable
}

// refuseChild ends the exchange of a message ID, which m refuses.
func (s *SA) refuseChild(id uint32, by Role, m *isakmp.Packet, from Role, o *observation) {
	for _, n := range s.exchanges {
		if n.id == id && n.by == by {
			s.refuse(n, s.failureBy(m, from, o))
			return
		}
	}
}

// refuse ends an exchange that came to nothing. The children that were asked for are
// among those of s.
func (s *SA) refuse(n *negotiation, f Failure) {
	s.end(n)
	c := n.child
	if len(c.Offers) == 0 || c.Offers[0].Protocol == isakmp.ProtocolISAKMP {
		return // of an IKE SA
	}
	c.Failure, c.Protocol = f, c.Offers[0].Protocol
	if spi := c.Offers[0].SPI; len(spi) == 4 {
		c.SPIs[Initiator] = binary.BigEndian.Uint32(spi)
	}
	s.addChild(c)
}

// refuseQuickMode ends the quick mode that m, an Informational, refuses: the one with
// the SPI of the notification or, if that names none, the only one under way (RFC
// 2408, section 3.14).
func (s *SA) refuseQuickMode(m *isakmp.Packet, from Role, o *observation) {
	e := errorOf1(m)
	if e == nil || len(s.exchanges) == 0 || !m.IsDecrypted() { // in the clear it may be anybody's
		return
	}
	for _, n := range s.exchanges {
		for i := range n.child.Offers {
			if len(e.SPI) == 4 && string(n.child.Offers[i].SPI) == string(e.SPI) {
				s.refuse(n, failureOf(e, m, from, o))
				return
			}
		}
	}
	if len(s.exchanges) == 1 {
		s.refuse(s.exchanges[0], failureOf(e, m, from, o))
	}
}

// errorOf1 is the first notification of m, of IKEv1, that is an error, nil without
// one: RFC 2408, section 3.14.1.
func errorOf1(m *isakmp.Packet) *isakmp.Notify {
	const (
		addressNotification, certificateUnavailable = 26, 28 // with NOTIFY-SA-LIFETIME in between: they tell, and refuse nothing
		last                                        = 8191
	)
	for i := range m.Notifies {
		switch t := m.Notifies[i].Type; {
		case t == 0 || t > last || t >= addressNotification && t <= certificateUnavailable:
		default:
			return &m.Notifies[i]
		}
	}
	return nil
}
