package isakmp

import "github.com/pktscope/pktscope/dissect/field"

// Attributes of an ISAKMP SA: RFC 2409, appendix A.
var (
	ikeAttrs = declareAttrs("isakmp.ike.attr", "IKE Attribute", ikeAttrNames, ikeMeaning)

	fIKEEncr        = Proto.Uint16("isakmp.ike.attr.encryption_algorithm", "Encryption Algorithm", field.Dec, field.Named(ikeEncrName))
	fIKEHash        = Proto.Uint16("isakmp.ike.attr.hash_algorithm", "HASH Algorithm", field.Dec, field.Named(ikeHashName))
	fIKEAuth        = Proto.Uint16("isakmp.ike.attr.authentication_method", "Authentication Method", field.Dec, field.Named(ikeAuthName))
	fIKEGroup       = Proto.Uint16("isakmp.ike.attr.group_description", "Group Description", field.Dec, field.Named(groupName))
	fIKEGroupType   = Proto.Uint16("isakmp.ike.attr.group_type", "Group Type", field.Dec, field.Named(ikeGroupTypeNames.name))
	fIKEPrime       = Proto.Bytes("isakmp.ike.attr.group_prime", "Group Prime")
	fIKEGen1        = Proto.Bytes("isakmp.ike.attr.group_generator_one", "Group Generator One")
	fIKEGen2        = Proto.Bytes("isakmp.ike.attr.group_generator_two", "Group Generator Two")
	fIKECurveA      = Proto.Bytes("isakmp.ike.attr.group_curve_a", "Group Curve A")
	fIKECurveB      = Proto.Bytes("isakmp.ike.attr.group_curve_b", "Group Curve B")
	fIKELifeType    = Proto.Uint16("isakmp.ike.attr.life_type", "Life Type", field.Dec, field.Named(lifeTypeNames.name))
	fIKELife        = Proto.Uint32("isakmp.ike.attr.life_duration", "Life Duration", field.Dec)
	fIKELife64      = Proto.Uint64("isakmp.ike.attr.life_duration64", "Life Duration", field.Dec)
	fIKELifeBytes   = Proto.Bytes("isakmp.ike.attr.life_duration_bytes", "Life Duration")
	fIKEPRF         = Proto.Bytes("isakmp.ike.attr.prf", "PRF")
	fIKEKeyLength   = Proto.Uint16("isakmp.ike.attr.key_length", "Key Length", field.Dec)
	fIKEFieldSize   = Proto.Bytes("isakmp.ike.attr.field_size", "Field Size")
	fIKEGroupOrder  = Proto.Bytes("isakmp.ike.attr.group_order", "Group Order")
	fIKEBlockSize   = Proto.Bytes("isakmp.ike.attr.block_size", "Block Size")
	fIKEAsymmetrics = Proto.Uint16("isakmp.ike.attr.asymmetric_cryptographic_algorithm_type", "Asymmetric Cryptographic Algorithm Type",
		field.Dec, field.Named(asymmetricNames.name))
)

func ikeMeaning(typ uint16, size int) field.Field {
	switch typ {
	case 1:
		return fIKEEncr
	case 2:
		return fIKEHash
	case 3:
		return fIKEAuth
	case 4:
		return fIKEGroup
	case 5:
		return fIKEGroupType
	case 6:
		return fIKEPrime
	case 7:
		return fIKEGen1
	case 8:
		return fIKEGen2
	case 9:
		return fIKECurveA
	case 10:
		return fIKECurveB
	case 11:
		return fIKELifeType
	case 12:
		return lifetime(size, fIKELife, fIKELife64, fIKELifeBytes)
	case 13:
		return fIKEPRF
	case 14:
		return fIKEKeyLength
	case 15:
		return fIKEFieldSize
	case 16:
		return fIKEGroupOrder
	case 17:
		return fIKEBlockSize
	case 20:
		return fIKEAsymmetrics
	}
	return nil
}

// lifetime is the field for a duration of that size.
func lifetime(size int, upTo4 field.U32, upTo8 field.U64, more field.Bytes) field.Field {
	switch {
	case size <= 4:
		return upTo4
	case size <= 8:
		return upTo8
	}
	return more
}
