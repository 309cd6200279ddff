package isakmp

import "github.com/pktscope/pktscope/dissect/ipsec"

// transformTypes are IKEv2's: RFC 7296, section 3.3.2, and RFC 9370.
var transformTypes = spans{
	{0, 0, "RESERVED"},
	{1, 1, "Encryption Algorithm (ENCR)"},
	{2, 2, "Pseudo-random Function (PRF)"},
	{3, 3, "Integrity Algorithm (INTEG)"},
	{4, 4, "Key Exchange Method (KE)"},
	{5, 5, "Extended Sequence Numbers (ESN)"},
	{6, 6, "ADDKE1"},
	{7, 7, "ADDKE2"},
	{8, 8, "ADDKE3"},
	{9, 9, "ADDKE4"},
	{10, 10, "ADDKE5"},
	{11, 11, "ADDKE6"},
	{12, 12, "ADDKE7"},
	{13, 240, "Reserved to IANA"},
	{241, 255, "Private Use"},
}

// esnNames are IKEv2's choices of sequence numbers.
var esnNames = spans{
	{0, 0, "No Extended Sequence Numbers"},
	{1, 1, "Extended Sequence Numbers"},
}

// attrNames2 are the attributes of IKEv2's transforms: RFC 7296, section 3.3.5.
var attrNames2 = spans{
	{0, 13, "Reserved"},
	{14, 14, "Key Length"},
	{15, 17, "Reserved"},
	{18, 16383, "Unassigned (Future use)"},
	{16384, 32767, "Private use"},
}

// encrName is the name of an encryption algorithm.
func encrName(v uint64) string {
	switch v {
	case 0, 10:
		return "RESERVED"
	case 17:
		return "UNASSIGNED"
	case 22:
		return "Reserved for IEEE P1619 XTS-AES"
	}
	return ipsec.Encr(v).Names().Transform
}

// prfName is the name of a pseudorandom function.
func prfName(v uint64) string {
	if v == 0 {
		return "RESERVED"
	}
	return ipsec.PRF(v).Names().Transform
}

// integName is the name of an integrity algorithm.
func integName(v uint64) string { return ipsec.Integ(v).Names().Transform }

// groupName is the name of a group or key exchange method of either version.
// methodName names an additional key exchange, by the registry of groups, in which 0 is
// none: RFC 9370, section 2.2.1.
func methodName(v uint64) string {
	if v == 0 {
		return "NONE"
	}
	return ipsec.Group(v).Names().Transform
}

func groupName(v uint64) string {
	if v == 0 {
		return "UNDEFINED - 0"
	}
	return ipsec.Group(v).Names().Transform
}
