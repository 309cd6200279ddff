package isakmp

import "github.com/pktscope/pktscope/dissect/field"

// Attributes of an IKEv2 transform: RFC 7296, section 3.3.5.
var (
	attrs2 = declareAttrs("isakmp.ike2.attr", "Transform Attribute", attrNames2, meaning2)

	fKeyLength2 = Proto.Uint16("isakmp.ike2.attr.key_length", "Key Length", field.Dec)
)

// keyLength is the only attribute that IKEv2 has; phase 1 of IKEv1 has it too.
const keyLength = 14

func meaning2(typ uint16, _ int) field.Field {
	if typ == keyLength {
		return fKeyLength2
	}
	return nil
}
