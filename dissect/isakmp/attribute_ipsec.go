package isakmp

import "github.com/pktscope/pktscope/dissect/field"

// Attributes of an IPsec SA: RFC 2407, section 4.5.
var (
	ipsecAttrs = declareAttrs("isakmp.ipsec.attr", "IPsec Attribute", ipsecAttrNames, ipsecMeaning)

	fIPsecLifeType     = Proto.Uint16("isakmp.ipsec.attr.life_type", "Life Type", field.Dec, field.Named(lifeTypeNames.name))
	fIPsecLife         = Proto.Uint32("isakmp.ipsec.attr.life_duration", "Life Duration", field.Dec)
	fIPsecLife64       = Proto.Uint64("isakmp.ipsec.attr.life_duration64", "Life Duration", field.Dec)
	fIPsecLifeBytes    = Proto.Bytes("isakmp.ipsec.attr.life_duration_bytes", "Life Duration")
	fIPsecGroup        = Proto.Uint16("isakmp.ipsec.attr.group_description", "Group Description", field.Dec, field.Named(groupName))
	fIPsecEncap        = Proto.Uint16("isakmp.ipsec.attr.encap_mode", "Encapsulation Mode", field.Dec, field.Named(encapNames.name))
	fIPsecAuth         = Proto.Uint16("isakmp.ipsec.attr.auth_algorithm", "Authentication Algorithm", field.Dec, field.Named(ipsecAuthName))
	fIPsecKeyLength    = Proto.Uint16("isakmp.ipsec.attr.key_length", "Key Length", field.Dec)
	fIPsecKeyRounds    = Proto.Uint16("isakmp.ipsec.attr.key_rounds", "Key Rounds", field.Dec)
	fIPsecDictSize     = Proto.Uint16("isakmp.ipsec.attr.cmpr_dict_size", "Compress Dictionary Size", field.Dec)
	fIPsecCompress     = Proto.Bytes("isakmp.ipsec.attr.cmpr_algorithm", "Compress Private Algorithm")
	fIPsecECN          = Proto.Uint16("isakmp.ipsec.attr.ecn_tunnel", "ECN Tunnel", field.Dec, field.Named(ecnNames.name))
	fIPsecESN          = Proto.Uint16("isakmp.ipsec.attr.ext_seq_nbr", "Extended (64-bit) Sequence Number", field.Dec, field.Named(esnAttrNames.name))
	fIPsecAuthKey      = Proto.Uint16("isakmp.ipsec.attr.auth_key_length", "Authentication Key Length", field.Dec)
	fIPsecSigEncoding  = Proto.Bytes("isakmp.ipsec.attr.sig_enco_algorithm", "Signature Encoding Algorithm")
	fIPsecPreservation = Proto.Uint16("isakmp.ipsec.attr.addr_preservation", "Address Preservation", field.Dec, field.Named(preservationNames.name))
	fIPsecDirection    = Proto.Uint16("isakmp.ipsec.attr.sa_direction", "SA Direction", field.Dec, field.Named(directionNames.name))
)

// ipsecKeyLength is the attribute of a cipher's key length.
const ipsecKeyLength = 6

func ipsecMeaning(typ uint16, size int) field.Field {
	switch typ {
	case 1:
		return fIPsecLifeType
	case 2:
		return lifetime(size, fIPsecLife, fIPsecLife64, fIPsecLifeBytes)
	case 3:
		return fIPsecGroup
	case 4:
		return fIPsecEncap
	case 5:
		return fIPsecAuth
	case ipsecKeyLength:
		return fIPsecKeyLength
	case 7:
		return fIPsecKeyRounds
	case 8:
		return fIPsecDictSize
	case 9:
		return fIPsecCompress
	case 10:
		return fIPsecECN
	case 11:
		return fIPsecESN
	case 12:
		return fIPsecAuthKey
	case 13:
		return fIPsecSigEncoding
	case 14:
		return fIPsecPreservation
	case 15:
		return fIPsecDirection
	}
	return nil
}
