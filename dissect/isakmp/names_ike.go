package isakmp

import "github.com/pktscope/pktscope/dissect/ipsec"

// ikeAttrNames are the attributes of an ISAKMP SA: RFC 2409, appendix A.
var ikeAttrNames = spans{
	{1, 1, "Encryption-Algorithm"},
	{2, 2, "Hash-Algorithm"},
	{3, 3, "Authentication-Method"},
	{4, 4, "Group-Description"},
	{5, 5, "Group-Type"},
	{6, 6, "Group-Prime"},
	{7, 7, "Group-Generator-One"},
	{8, 8, "Group-Generator-Two"},
	{9, 9, "Group-Curve-A"},
	{10, 10, "Group-Curve-B"},
	{11, 11, "Life-Type"},
	{12, 12, "Life-Duration"},
	{13, 13, "PRF"},
	{14, 14, "Key-Length"},
	{15, 15, "Field-Size"},
	{16, 16, "Group-Order"},
	{17, 17, "Block-Size"},
	{18, 19, "Unassigned (Future use)"},
	{20, 20, "Asymmetric-Cryptographic-Algorithm-Type"},
	{21, 16383, "Unassigned (Future use)"},
	{16384, 32767, "Private use"},
}

// ikeGroupTypeNames are the values of attribute 5.
var ikeGroupTypeNames = spans{
	{0, 0, "UNDEFINED - 0"},
	{1, 1, "MODP"},
	{2, 2, "ECP"},
	{3, 3, "EC2N"},
}

// lifeTypeNames are the units of a lifetime, alike in both domains.
var lifeTypeNames = spans{
	{0, 0, "RESERVED"},
	{1, 1, "Seconds"},
	{2, 2, "Kilobytes"},
}

// asymmetricNames are the values of attribute 20.
var asymmetricNames = spans{
	{1, 1, "RSA"},
	{2, 2, "SM2"},
}

// ikeEncrName names a value of attribute 1.
func ikeEncrName(v uint64) string {
	if v == 0 {
		return "RESERVED"
	}
	return ipsec.EncrOfPhase1(uint16(v)).Names().Phase1
}

// ikeHashName names a value of attribute 2.
func ikeHashName(v uint64) string {
	if v == 0 {
		return "RESERVED"
	}
	return ipsec.Hash(v).Names().Phase1
}

// ikeAuthName names a value of attribute 3.
func ikeAuthName(v uint64) string {
	if v == 0 {
		return "RESERVED"
	}
	return ipsec.AuthOfPhase1(uint16(v)).Names().Phase1
}
