package ike

import "github.com/pktscope/pktscope/dissect/isakmp"

// A Policy is one way to protect an IKE SA, as a peer offers or chooses it.
// Numbers are those of the SA's version; 0: not said.
type Policy struct {
	Number     uint8  // of its proposal, IKEv1: of its transform
	Encryption uint16 // IKEv1: attribute 1; IKEv2: transform type 1
	KeyBits    uint16
	Hash       uint16 // IKEv1: attribute 2
	PRF        uint16 // IKEv1: attribute 13; IKEv2: transform type 2
	Integrity  uint16 // IKEv2: transform type 3
	Auth       uint16 // IKEv1: attribute 3
	Group      uint16 // attribute 4; transform type 4
	Seconds    uint64 // IKEv1: lifetime
	Kilobytes  uint64
	Additional [7]uint16 // IKEv2: additional key exchanges, transform types 6 to 12 (RFC 9370)
}

// Attributes of phase 1: RFC 2409, appendix A.
const (
	attrEncryption = 1
	attrHash       = 2
	attrAuth       = 3
	attrGroup      = 4
	attrLifeType   = 11
	attrLife       = 12
	attrPRF        = 13
	attrKeyLength  = 14

	lifeSeconds   = 1
	lifeKilobytes = 2
)

// firstAdditional is the transform type of the first additional key exchange:
// RFC 9370, section 4.
const firstAdditional = 6

// policies are those of p's first SA payload: in IKEv1 one for each transform,
// in IKEv2 one for each proposal, with the first transform of each type.
func policies(p *isakmp.Packet) []Policy {
	var out []Policy
	for i := range p.Proposals {
		prop := &p.Proposals[i]
		if prop.Payload != p.Proposals[0].Payload || len(out) >= maxOffers {
			break
		}
		if p.Major() == 2 {
			out = append(out, proposal(p, prop))
			continue
		}
		ts := p.TransformsOf(prop)
		for k := range ts {
			if len(out) < maxOffers {
				out = append(out, transform(p, &ts[k]))
			}
		}
	}
	return out
}

// transform is the policy of one transform of IKEv1.
func transform(p *isakmp.Packet, t *isakmp.Transform) Policy {
	out := Policy{Number: t.Number}
	var unit uint64
	for _, a := range p.AttributesOf(t) {
		v := a.Uint()
		switch a.Type {
		case attrEncryption:
			out.Encryption = uint16(v)
		case attrHash:
			out.Hash = uint16(v)
		case attrAuth:
			out.Auth = uint16(v)
		case attrGroup:
			out.Group = uint16(v)
		case attrPRF:
			out.PRF = uint16(v)
		case attrKeyLength:
			out.KeyBits = uint16(v)
		case attrLifeType:
			unit = v
		case attrLife:
			switch unit {
			case lifeSeconds:
				out.Seconds = v
			case lifeKilobytes:
				out.Kilobytes = v
			}
		}
	}
	return out
}

// proposal is the policy of one proposal of IKEv2, by the first transform of
// each type: the most wanted one.
func proposal(p *isakmp.Packet, prop *isakmp.Proposal) Policy {
	out := Policy{Number: prop.Number}
	first := func(to *uint16, id uint16) bool {
		if *to != 0 {
			return false
		}
		*to = id
		return true
	}
	ts := p.TransformsOf(prop)
	for i := range ts {
		t := &ts[i]
		switch t.Type {
		case isakmp.TransformEncr:
			if first(&out.Encryption, t.ID) {
				out.KeyBits = uint16(p.KeyBits(prop.Protocol, t))
			}
		case isakmp.TransformPRF:
			first(&out.PRF, t.ID)
		case isakmp.TransformInteg:
			first(&out.Integrity, t.ID)
		case isakmp.TransformDH:
			first(&out.Group, t.ID)
		default:
			if k := int(t.Type) - firstAdditional; k >= 0 && k < len(out.Additional) {
				first(&out.Additional[k], t.ID)
			}
		}
	}
	return out
}
