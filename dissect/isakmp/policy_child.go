package isakmp

import "github.com/pktscope/pktscope/dissect/ipsec"

// A ChildPolicy is what protects the SAs of ESP or AH that a proposal is for. What
// it does not say is 0.
type ChildPolicy struct {
	ipsec.Suite                // AH has no Encr
	Group       ipsec.Group    // of a key exchange of its own
	ESN         bool           // sequence numbers have 64 bits
	Additional  [7]ipsec.Group // IKEv2: additional key exchanges (RFC 9370)
	Mode        EncapMode
	Seconds     uint64 // IKEv1: lifetime
	Kilobytes   uint64
}

// An EncapMode is how an IPsec SA wraps packets: RFC 2407, section 4.5, attribute
// 4. IKEv2 has the first two and the last two, and numbers none of them.
type EncapMode uint32

// The modes.
const (
	ModeTunnel            EncapMode = 1
	ModeTransport         EncapMode = 2
	ModeUDPTransport      EncapMode = 4 // RFC 3947, section 5.1
	ModeUDPTransportDraft EncapMode = 61444

	ModeBEET  EncapMode = 1 << 16   // draft-nikander-esp-beet-mode
	ModeIPTFS EncapMode = 1<<16 + 1 // RFC 9347
)

// Transport reports whether packets of the peers themselves are protected, and
// not those of networks behind them.
func (m EncapMode) Transport() bool {
	switch m {
	case ModeTransport, ModeUDPTransport, ModeUDPTransportDraft:
		return true
	}
	return false
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

// ChildPolicyOf is what a proposal of p for ESP or AH asks for: by its first
// transform in IKEv1, in IKEv2 by the last one of each type.
func (p *Packet) ChildPolicyOf(prop *Proposal) ChildPolicy {
	if p.Major() == 2 {
		return p.childPolicy2(prop)
	}
	ts := p.TransformsOf(prop)
	if len(ts) == 0 {
		return ChildPolicy{}
	}
	return p.childPolicyOf1(prop, &ts[0])
}

// childPolicyOf1 is what a transform of IKEv1 asks for.
func (p *Packet) childPolicyOf1(prop *Proposal, t *Transform) (c ChildPolicy) {
	switch prop.Protocol {
	case ProtocolESP:
		c.Encr = ipsec.EncrOfESP(uint8(t.ID))
	case ProtocolAH:
		c.Integ = ipsec.IntegOfAH(uint8(t.ID))
	}
	var unit uint64
	for _, a := range p.AttributesOf(t) {
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
			c.Mode = EncapMode(v)
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
	return c
}

func (p *Packet) childPolicy2(prop *Proposal) (c ChildPolicy) {
	ts := p.TransformsOf(prop)
	for i := range ts {
		t := &ts[i]
		switch t.Type {
		case TransformEncr:
			c.Encr, c.KeyBits = ipsec.Encr(t.ID), int(uint16(p.KeyBits(prop.Protocol, t)))
		case TransformInteg:
			c.Integ = ipsec.Integ(t.ID)
		case TransformDH:
			c.Group = ipsec.Group(t.ID)
		case TransformESN:
			c.ESN = t.ID == 1
		default:
			if k := int(t.Type) - firstAdditional; k >= 0 && k < len(c.Additional) {
				c.Additional[k] = ipsec.Group(t.ID)
			}
		}
	}
	c.Mode = p.ChildMode()
	return c
}

// ChildMode is the mode that p, of IKEv2, proposes for a child SA, or agrees to:
// tunnel mode without a notification.
func (p *Packet) ChildMode() EncapMode {
	for i := range p.Notifies {
		switch p.Notifies[i].Type {
		case NotifyUseTransportMode: // RFC 7296, section 1.3.1
			return ModeTransport
		case NotifyUseBEETMode:
			return ModeBEET
		case NotifyUseAggfrag: // RFC 9347, section 5.1
			return ModeIPTFS
		}
	}
	return ModeTunnel
}
