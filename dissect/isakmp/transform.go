package isakmp

import (
	"cmp"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/ipsec"
)

// Transforms of IKEv1, RFC 2408, section 3.6: the identifier's names depend on
// the proposal's protocol.
var (
	fTransNumber = Proto.Uint8("isakmp.trans.number", "Transform number", field.Dec)
	fTransID     = Proto.Uint8("isakmp.trans.id", "Transform ID", field.Dec)
	fTransISAKMP = Proto.Uint8("isakmp.trans.id", "Transform ID", field.Dec, field.Named(isakmpTransform))
	fTransAH     = Proto.Uint8("isakmp.trans.id", "Transform ID", field.Dec, field.Named(ahTransform))
	fTransESP    = Proto.Uint8("isakmp.trans.id", "Transform ID", field.Dec, field.Named(espTransform))
	fTransIPComp = Proto.Uint8("isakmp.trans.id", "Transform ID", field.Dec, field.Named(ipcompTransforms.name))
)

// Transforms of IKEv2, RFC 7296, section 3.3.2: the identifier is a field of
// its own in each type.
var (
	fTFType  = Proto.Uint8("isakmp.tf.type", "Transform Type", field.Dec, field.Named(transformTypes.name))
	fTFID    = Proto.Uint16("isakmp.tf.id", "Transform ID", field.Dec)
	fTFEncr  = Proto.Uint16("isakmp.tf.id.encr", "Transform ID (ENCR)", field.Dec, field.Named(encrName))
	fTFADDKE = Proto.Uint16("isakmp.tf.id", "Transform ID", field.Dec, field.Named(methodName)) // RFC 9370, section 2.2.1
	fTFPRF   = Proto.Uint16("isakmp.tf.id.prf", "Transform ID (PRF)", field.Dec, field.Named(prfName))
	fTFInteg = Proto.Uint16("isakmp.tf.id.integ", "Transform ID (INTEG)", field.Dec, field.Named(integName))
	fTFDH    = Proto.Uint16("isakmp.tf.id.dh", "Transform ID (KE)", field.Dec, field.Named(groupName))
	fTFESN   = Proto.Uint16("isakmp.tf.id.esn", "Transform ID (ESN)", field.Dec, field.Named(esnNames.name))
)

// Types of an IKEv2 transform.
const (
	TransformEncr  = 1
	TransformPRF   = 2
	TransformInteg = 3
	TransformDH    = 4
	TransformESN   = 5

	TransformADDKE1 = 6 // to 7: RFC 9370, section 4.1
	TransformADDKE7 = 12
)

// A Transform is one algorithm (IKEv2) or one suite (IKEv1) of a proposal.
type Transform struct {
	Number       uint8 // IKEv1
	Type         uint8 // IKEv2
	ID           uint16
	First, Count int // of its attributes in the Packet's Attributes
}

// keyIKE is the only transform of an ISAKMP SA: RFC 2407, section 4.4.2.
const keyIKE = 1

// transform reads the body of a transform of the proposal that was read last.
func (p *Packet) transform(d *field.Decoder) {
	var protocol uint8
	if n := len(p.Proposals); n > 0 {
		protocol = p.Proposals[n-1].Protocol
	}
	var t Transform
	attrs := &attrs2
	if p.Major() == 2 {
		t.Type = d.Uint8(fTFType)
		d.Uint8(fReserved1)
		t.ID = d.Uint16(transformField2(t.Type))
	} else {
		t.Number = d.Uint8(fTransNumber)
		t.ID = uint16(d.Uint8(transformField(protocol)))
		d.Bytes(fReserved, 2)
		if attrs = &ipsecAttrs; protocol == ProtocolISAKMP && t.ID == keyIKE {
			attrs = &ikeAttrs
		}
	}
	t.First = len(p.Attributes)
	for d.More() {
		if a, ok := attrs.decode(d); ok {
			p.Attributes = append(p.Attributes, a)
		}
	}
	t.Count = len(p.Attributes) - t.First
	p.Transforms = append(p.Transforms, t)
}

// TransformsOf are the transforms of a proposal of p.
func (p *Packet) TransformsOf(prop *Proposal) []Transform {
	return p.Transforms[prop.First : prop.First+prop.Count]
}

// AttributesOf are the attributes of a transform of p.
func (p *Packet) AttributesOf(t *Transform) []Attribute {
	return p.Attributes[t.First : t.First+t.Count]
}

// KeyBits is the length of the key that a transform of p, which belongs to a
// proposal for protocol, asks for, 0 where it does not say.
func (p *Packet) KeyBits(protocol uint8, t *Transform) int {
	typ := uint16(keyLength) // RFC 7296, section 3.3.5; RFC 2409, appendix A
	if p.Major() == 1 && protocol != ProtocolISAKMP {
		typ = ipsecKeyLength
	}
	for _, a := range p.AttributesOf(t) {
		if a.Type == typ {
			return int(a.Uint())
		}
	}
	return 0
}

func transformField(protocol uint8) field.U8 {
	switch protocol {
	case ProtocolISAKMP:
		return fTransISAKMP
	case ProtocolAH:
		return fTransAH
	case ProtocolESP:
		return fTransESP
	case ProtocolIPComp:
		return fTransIPComp
	}
	return fTransID
}

func transformField2(typ uint8) field.U16 {
	switch typ {
	case TransformEncr:
		return fTFEncr
	case TransformPRF:
		return fTFPRF
	case TransformInteg:
		return fTFInteg
	case TransformDH:
		return fTFDH
	case TransformESN:
		return fTFESN
	}
	if typ >= TransformADDKE1 && typ <= TransformADDKE7 {
		return fTFADDKE
	}
	return fTFID
}

func isakmpTransform(v uint64) string {
	switch v {
	case 0:
		return "RESERVED"
	case 1:
		return "KEY_IKE"
	}
	return "UNKNOWN-TRANS-TYPE"
}

func ahTransform(v uint64) string {
	if v <= 1 {
		return "RESERVED"
	}
	return cmp.Or(ipsec.IntegOfAH(uint8(v)).Names().AH, "UNKNOWN-AH-TRANS-TYPE")
}

func espTransform(v uint64) string {
	if v == 0 {
		return "RESERVED"
	}
	return cmp.Or(ipsec.EncrOfESP(uint8(v)).Names().ESP, "UNKNOWN-ESP-TRANS-TYPE")
}
