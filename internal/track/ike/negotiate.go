package ike

import (
	"encoding/binary"
	"slices"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike/decrypt"
)

// A negotiation is an exchange under way in which an SA is made: a quick mode,
// IKE_AUTH or CREATE_CHILD_SA.
type negotiation struct {
	id     uint32 // the message ID, RFC 2409, section 5.5; RFC 7296, section 2.2
	by     Role   // the side that began it
	child  *Child
	hello  [2]decrypt.Hello // by the roles in this exchange
	ipcomp []Compression    // that the initiator of the exchange offers
	policy *isakmp.Policy   // where it makes an IKE SA: the one that was chosen
	spis   [2][]byte        // and its SPIs
}

// maxNegotiations bounds how many exchanges one SA has under way.
const maxNegotiations = 64

// negotiation finds the one that m belongs to, or begins it.
func (s *SA) negotiation(id uint32, by Role, o *observation) *negotiation {
	for _, n := range s.exchanges {
		if n.id == id && n.by == by {
			return n
		}
	}
	if len(s.exchanges) >= maxNegotiations {
		s.end(s.exchanges[0])
	}
	n := &negotiation{id: id, by: by, child: &Child{Parent: s, By: by, MessageID: id, First: o.time}}
	s.exchanges = append(s.exchanges, n)
	return n
}

// exchange is the exchange of a message ID, nil without one.
func (s *SA) exchange(id uint32) *negotiation {
	for _, n := range s.exchanges {
		if n.id == id {
			return n
		}
	}
	return nil
}

// quickMode follows a quick mode by a message that could be decoded: RFC 2409,
// section 5.5.
func (t *Tracker) quickMode(s *SA, m *isakmp.Packet, from Role, o *observation) {
	by := from
	if n := s.exchange(m.MessageID); n != nil { // the second message has the first one's ID
		by = n.by
	}
	if len(m.Proposals) == 0 {
		return // the third message, or one that is not decrypted
	}
	n := s.negotiation(m.MessageID, by, o)
	n.record(m, from)
	if from == by {
		n.child.identities(m)
		return
	}
	n.child.narrow1(m)
	n.child.Commit = m.Flags&isakmp.FlagCommit != 0
	n.choose(m)
	t.addChild(s, n, o)
}

// createChild follows IKE_AUTH or CREATE_CHILD_SA by a message that could be decoded:
// RFC 7296, sections 1.2 and 1.3.
func (t *Tracker) createChild(s *SA, m *isakmp.Packet, from Role, o *observation) {
	by, id := from, m.MessageID
	answer := m.Flags&isakmp.FlagResponse != 0
	if answer {
		by = from.Other()
	}
	if m.Exchange == isakmp.ExchangeAuth {
		id = 1 // however many messages EAP needs, section 2.16
	}
	if answer && (refusesChild(m) || refusesBoth(m)) {
		s.refuseChild(id, by, m, from, o)
		return
	}
	if len(m.Proposals) == 0 {
		return
	}
	n := s.negotiation(id, by, o)
	n.record(m, from)
	if !answer {
		n.child.selectors(m)
		for i := range m.Notifies {
			if x := &m.Notifies[i]; x.Type == isakmp.NotifyRekeySA && len(x.SPI) == 4 {
				n.child.Replaces = s.child(from, binary.BigEndian.Uint32(x.SPI))
			}
		}
		return
	}
	if m.Exchange == isakmp.ExchangeAuth { // its nonces are the nonces of IKE_SA_INIT, section 2.17
		n.hello[Initiator].Nonce, n.hello[Responder].Nonce = s.Hello[by].Nonce, s.Hello[by.Other()].Nonce
	}
	n.child.narrow(m)
	n.choose(m)
	if n.policy != nil {
		t.addSuccessor(s, n, o)
		return
	}
	t.addChild(s, n, o)
}

// end removes an exchange that is no longer under way.
func (s *SA) end(n *negotiation) {
	s.exchanges = slices.DeleteFunc(s.exchanges, func(o *negotiation) bool { return o == n })
}

// record keeps what one side sent.
func (n *negotiation) record(m *isakmp.Packet, from Role) {
	h := &n.hello[from^n.by]
	h.Nonce, h.KeyExchange, h.Group = slices.Clone(m.Nonce), slices.Clone(m.KeyExchange), m.Group
	n.options(m, from^n.by)
	if from != n.by {
		return
	}
	n.child.Offers = m.Offers(maxOffers)
	if m.Major() == 2 {
		n.child.Mode = m.ChildMode()
	} else if len(n.child.Offers) > 0 {
		n.child.Mode = n.child.Offers[0].Mode
	}
	n.child.Asked = n.child.Mode
}

// choose sets the offer that the response m chose.
func (n *negotiation) choose(m *isakmp.Packet) {
	for i := range m.Proposals {
		p := &m.Proposals[i]
		spi := n.offered(p)
		switch {
		case p.Protocol == isakmp.ProtocolISAKMP && m.Major() == 2:
			policy := m.PolicyOf(p)
			n.policy = &policy
			n.spis = [2][]byte{spi, slices.Clone(p.SPI)}
		case p.Protocol != isakmp.ProtocolESP && p.Protocol != isakmp.ProtocolAH || len(p.SPI) != 4:
			continue
		default:
			n.child.ChildPolicy = m.ChildPolicyOf(p)
		}
		if len(p.SPI) == 4 {
			n.child.Protocol = p.Protocol
			n.child.SPIs[Responder] = binary.BigEndian.Uint32(p.SPI)
			if len(spi) == 4 {
				n.child.SPIs[Initiator] = binary.BigEndian.Uint32(spi)
			}
		}
		return
	}
}

// offered is the SPI with which the proposal was offered that p chooses: each may
// have its own. It is nil if there is none.
func (n *negotiation) offered(p *isakmp.Proposal) []byte {
	for i := range n.child.Offers {
		if o := &n.child.Offers[i]; o.Number == p.Number && o.Protocol == p.Protocol {
			return o.SPI
		}
	}
	return nil
}

// addChild adds the child SA of n to s.
func (t *Tracker) addChild(s *SA, n *negotiation, o *observation) {
	s.end(n)
	c := n.child
	if c.Protocol == 0 {
		return
	}
	c.Ready = o.time
	for r := range c.Nonces {
		c.Nonces[r], c.KeyExchange[r] = n.hello[r].Nonce, n.hello[r].KeyExchange
	}
	if c.Group == 0 {
		c.Group = n.hello[Initiator].Group
	}
	if s.Version == 1 {
		c.Replaces = s.quickModeFor(c)
	}
	c.replace()
	s.addChild(c)
	t.derive(c)
	if heir := s.heir(); heir != s && s.Version == 2 {
		c.moveTo(heir)
		heir.addChild(c)
	}
}

// addChild adds c to the children of s.
func (s *SA) addChild(c *Child) {
	if len(s.Children) >= maxChildren {
		s.Children = slices.Delete(s.Children, 0, 1)
	}
	s.Children = append(s.Children, c)
}
