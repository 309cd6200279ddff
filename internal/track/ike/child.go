package ike

import (
	"time"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
)

// A Child is a pair of SAs of ESP or AH that an IKE SA made: what a quick mode
// or CREATE_CHILD_SA agreed on. Arrays of two are indexed by the Role in the
// exchange that made it: whoever sent its first message is its Initiator.
type Child struct {
	Parent      *SA
	By          Role // who that was in Parent
	MessageID   uint32
	First       time.Time // of the exchange
	Ready       time.Time // zero: nobody answered
	Deleted     time.Time
	Protocol    uint8       // isakmp.ProtocolESP or ProtocolAH
	SPIs        [2]uint32   // on which each side receives
	ipsec.Suite             // AH has no Encr
	Group       ipsec.Group // of a key exchange of its own, 0 without one
	ESN         bool
	Mode        uint16 // IKEv1: attribute 4; IKEv2: 1 tunnel, 2 transport
	Seconds     uint64
	Kilobytes   uint64
	Nonces      [2][]byte
	KeyExchange [2][]byte
	Selectors   [2][]Selector // the traffic that is protected, behind each side
	Derived     bool          // its keys are known
	Why         string        // they are not
	Rekeys      *Child
	RekeyedTo   *Child
}

// Attributes of an IPsec SA: RFC 2407, section 4.5.
const (
	attrIPsecLifeType  = 1
	attrIPsecLife      = 2
	attrIPsecGroup     = 3
	attrIPsecMode      = 4
	attrIPsecAuth      = 5
	attrIPsecKeyLength = 6
	attrIPsecESN       = 11
)

// attributes takes the transform that p, of IKEv1, holds.
func (c *Child) attributes(m *isakmp.Packet, p *isakmp.Proposal) {
	ts := m.TransformsOf(p)
	if len(ts) == 0 {
		return
	}
	if p.Protocol == isakmp.ProtocolESP {
		c.Encr = ipsec.EncrOfESP(uint8(ts[0].ID))
	}
	var unit uint64
	for _, a := range m.AttributesOf(&ts[0]) {
		v := a.Uint()
		switch a.Type {
		case attrIPsecLifeType:
			unit = v
		case attrIPsecLife:
			switch unit {
			case lifeSeconds:
				c.Seconds = v
			case lifeKilobytes:
				c.Kilobytes = v
			}
		case attrIPsecGroup:
			c.Group = ipsec.Group(v)
		case attrIPsecMode:
			c.Mode = uint16(v)
		case attrIPsecAuth:
			c.Integ = ipsec.IntegOfDOI(uint16(v))
		case attrIPsecKeyLength:
			c.KeyBits = int(uint16(v))
		case attrIPsecESN:
			c.ESN = v == 1
		}
	}
	if c.Encr.AEAD() {
		c.Integ = ipsec.IntegNone // RFC 4106, section 8.1
	}
}

// transforms takes the transforms that p, of IKEv2, holds: one of each type.
func (c *Child) transforms(m *isakmp.Packet, p *isakmp.Proposal) {
	ts := m.TransformsOf(p)
	for i := range ts {
		t := &ts[i]
		switch t.Type {
		case isakmp.TransformEncr:
			c.Encr, c.KeyBits = ipsec.Encr(t.ID), int(uint16(m.KeyBits(p.Protocol, t)))
		case isakmp.TransformInteg:
			c.Integ = ipsec.Integ(t.ID)
		case isakmp.TransformDH:
			c.Group = ipsec.Group(t.ID)
		case isakmp.TransformESN:
			c.ESN = t.ID == 1
		}
	}
	c.Mode = modeTunnel
	for i := range m.Notifies {
		if m.Notifies[i].Type == isakmp.NotifyUseTransportMode {
			c.Mode = modeTransport
		}
	}
}

// Transport reports whether c protects the packets of its peers themselves, and
// not those of networks behind them.
func (c *Child) Transport() bool {
	switch c.Mode {
	case modeTransport, modeUDPTransport, modeUDPTransportDraft:
		return true
	}
	return false
}

// Modes of a Child, as RFC 2407, section 4.5, numbers them.
const (
	modeTunnel    = 1
	modeTransport = 2

	modeUDPTransport      = 4 // RFC 3947, section 5.1
	modeUDPTransportDraft = 61444
)
