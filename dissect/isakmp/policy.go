package isakmp

import (
	"cmp"

	"github.com/pktscope/pktscope/dissect/ipsec"
)

// A Policy is one way to protect an IKE SA, as a peer offers or chooses it. What
// it does not say is 0.
type Policy struct {
	Number      uint8 // of its proposal; IKEv1: of its transform
	ipsec.Suite       // of the SA's own messages; IKEv1 has no Integ
	PRF         ipsec.PRF
	Hash        ipsec.Hash // IKEv1
	Group       ipsec.Group
	Auth        ipsec.AuthMethod // IKEv1
	Seconds     uint64           // IKEv1: lifetime
	Kilobytes   uint64
	Additional  [7]ipsec.Group // IKEv2: additional key exchanges, transform types 6 to 12 (RFC 9370)
	Without     [7]bool        // IKEv2: of these is said that there is NONE
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

// Policies are those of p's first SA payload, limit of them at most: in IKEv1 one
// for each transform, in IKEv2 one for each proposal, with the first transform of
// each type. Of a choice that is all there is.
func (p *Packet) Policies(limit int) []Policy {
	var out []Policy
	for i := range p.Proposals {
		prop := &p.Proposals[i]
		if prop.Payload != p.Proposals[0].Payload || len(out) >= limit {
			break
		}
		if p.Major() == 2 {
			out = append(out, p.PolicyOf(prop))
			continue
		}
		ts := p.TransformsOf(prop)
		for k := range ts {
			if len(out) < limit {
				out = append(out, p.phase1Policy(&ts[k]))
			}
		}
	}
	return out
}

// phase1Policy is the policy of one transform of IKEv1.
func (p *Packet) phase1Policy(t *Transform) Policy {
	out := Policy{Number: t.Number}
	var unit uint64
	for _, a := range p.AttributesOf(t) {
		v := a.Uint()
		switch a.Type {
		case attrEncryption:
			out.Encr = ipsec.EncrOfPhase1(uint16(v))
		case attrHash:
			out.Hash = ipsec.Hash(v)
		case attrAuth:
			out.Auth = ipsec.AuthOfPhase1(uint16(v))
		case attrGroup:
			out.Group = ipsec.Group(v)
		case attrPRF:
			out.PRF = ipsec.PRFOfPhase1(uint16(v))
		case attrKeyLength:
			out.KeyBits = int(uint16(v))
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
	if out.PRF == 0 {
		out.PRF = out.Hash.PRF() // RFC 2409, section 4
	}
	return out
}

// PolicyOf is the policy of one proposal of IKEv2, by the first transform of
// each type: the most wanted one.
func (p *Packet) PolicyOf(prop *Proposal) Policy {
	out := Policy{Number: prop.Number}
	ts := p.TransformsOf(prop)
	for i := range ts {
		t := &ts[i]
		switch t.Type {
		case TransformEncr:
			if out.Encr == 0 {
				out.Encr, out.KeyBits = ipsec.Encr(t.ID), int(uint16(p.KeyBits(prop.Protocol, t)))
			}
		case TransformPRF:
			out.PRF = cmp.Or(out.PRF, ipsec.PRF(t.ID))
		case TransformInteg:
			out.Integ = cmp.Or(out.Integ, ipsec.Integ(t.ID))
		case TransformDH:
			out.Group = cmp.Or(out.Group, ipsec.Group(t.ID))
		default:
			if k := int(t.Type) - firstAdditional; k >= 0 && k < len(out.Additional) {
				out.Additional[k], out.Without[k] = cmp.Or(out.Additional[k], ipsec.Group(t.ID)), out.Without[k] || t.ID == 0
			}
		}
	}
	return out
}
