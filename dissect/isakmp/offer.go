package isakmp

import (
	"slices"

	"github.com/pktscope/pktscope/dissect/ipsec"
)

// An Offer is one way to protect an SA that a peer proposes, whole: of each kind
// every alternative, in its order, the most wanted one first. In IKEv2 it is a
// proposal. In IKEv1, where a transform has one value of each kind, it is a
// transform (RFC 2408, section 4.2).
type Offer struct {
	Number    uint8  // of the proposal; in IKEv1's phase 1 of the transform
	Transform uint8  // IKEv1's phase 2: number of the transform
	Protocol  uint8  // ProtocolISAKMP, ProtocolESP, ...
	SPI       []byte // of the proposal, as its sender chose it

	Encr        []Cipher
	PRF         []ipsec.PRF // IKE
	Integ       []ipsec.Integ
	Hash        []ipsec.Hash  // IKEv1
	Group       []ipsec.Group // 0: NONE
	Auth        []ipsec.AuthMethod
	Additional  [][]ipsec.Group // IKEv2: of the additional key exchanges 1 to 7, 0 is NONE (RFC 9370)
	ESN         []bool          // whether sequence numbers have 64 bits
	Compression []uint8         // IKEv1: algorithms of IPComp (RFC 2407, section 4.4.5)
	Mode        EncapMode       // IKEv1's phase 2
	Seconds     uint64          // IKEv1: lifetime
	Kilobytes   uint64
}

// A Cipher is an encryption algorithm with the length of its key.
type Cipher struct {
	Encr    ipsec.Encr
	KeyBits int // 0: not said
}

// Offers are the offers of p's first SA payload, limit of them at most.
func (p *Packet) Offers(limit int) []Offer {
	var out []Offer
	for i := range p.Proposals {
		prop := &p.Proposals[i]
		if prop.Payload != p.Proposals[0].Payload || len(out) >= limit {
			break
		}
		ts := p.TransformsOf(prop)
		if p.Major() == 2 {
			out = append(out, p.offer2(prop, ts))
			continue
		}
		for k := range ts {
			if len(out) < limit {
				out = append(out, p.offer1(prop, &ts[k]))
			}
		}
	}
	return out
}

// offer2 is a proposal of IKEv2: RFC 7296, section 3.3.
func (p *Packet) offer2(prop *Proposal, ts []Transform) Offer {
	o := Offer{Number: prop.Number, Protocol: prop.Protocol, SPI: slices.Clone(prop.SPI)}
	for i := range ts {
		t := &ts[i]
		switch t.Type {
		case TransformEncr:
			o.Encr = append(o.Encr, Cipher{ipsec.Encr(t.ID), int(uint16(p.KeyBits(prop.Protocol, t)))})
		case TransformPRF:
			o.PRF = append(o.PRF, ipsec.PRF(t.ID))
		case TransformInteg:
			o.Integ = append(o.Integ, ipsec.Integ(t.ID))
		case TransformDH:
			o.Group = append(o.Group, ipsec.Group(t.ID))
		case TransformESN:
			o.ESN = append(o.ESN, t.ID == 1)
		default:
			if k := int(t.Type) - firstAdditional; k >= 0 && k < len(Policy{}.Additional) {
				for len(o.Additional) <= k {
					o.Additional = append(o.Additional, nil)
				}
				o.Additional[k] = append(o.Additional[k], ipsec.Group(t.ID))
			}
		}
	}
	return o
}

// offer1 is a transform of IKEv1.
func (p *Packet) offer1(prop *Proposal, t *Transform) Offer {
	if prop.Protocol == ProtocolISAKMP {
		return p.phase1Offer(prop, t)
	}
	c := p.childPolicyOf1(prop, t)
	o := Offer{
		Number: prop.Number, Transform: t.Number, Protocol: prop.Protocol, SPI: slices.Clone(prop.SPI),
		Mode: c.Mode, Seconds: c.Seconds, Kilobytes: c.Kilobytes,
	}
	switch prop.Protocol {
	case ProtocolESP:
		o.Encr = []Cipher{{c.Encr, c.KeyBits}}
	case ProtocolIPComp:
		o.Compression = []uint8{uint8(t.ID)}
	}
	o.Integ, o.Group, o.ESN = one(c.Integ), one(c.Group), one(c.ESN)
	return o
}

func (p *Packet) phase1Offer(prop *Proposal, t *Transform) Offer {
	q := p.phase1Policy(t)
	o := Offer{Number: t.Number, Protocol: prop.Protocol, SPI: slices.Clone(prop.SPI), Seconds: q.Seconds, Kilobytes: q.Kilobytes}
	for _, a := range p.AttributesOf(t) {
		if a.Type == attrEncryption { // whose value may be 0: no encryption
			o.Encr = []Cipher{{q.Encr, q.KeyBits}}
		}
	}
	o.PRF, o.Hash, o.Auth, o.Group = one(q.PRF), one(q.Hash), one(q.Auth), one(q.Group)
	return o
}

// one is a list of v, an empty one where v is not said.
func one[T comparable](v T) []T {
	var none T
	if v == none {
		return nil
	}
	return []T{v}
}
