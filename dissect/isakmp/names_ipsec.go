package isakmp

import "github.com/pktscope/pktscope/dissect/ipsec"

// ipsecAttrNames are the attributes of an IPsec SA: RFC 2407, section 4.5.
var ipsecAttrNames = spans{
	{1, 1, "SA-Life-Type"},
	{2, 2, "SA-Life-Duration"},
	{3, 3, "Group-Description"},
	{4, 4, "Encapsulation-Mode"},
	{5, 5, "Authentication-Algorithm"},
	{6, 6, "Key-Length"},
	{7, 7, "Key-Rounds"},
	{8, 8, "Compress-Dictionary-Size"},
	{9, 9, "Compress-Private-Algorithm"},
	{10, 10, "ECN Tunnel"},
	{11, 11, "Extended (64-bit) Sequence Number"},
	{12, 12, "Authentication Key Length"},
	{13, 13, "Signature Encoding Algorithm"},
	{14, 14, "Address Preservation"},
	{15, 15, "SA Direction"},
	{16, 32000, "Unassigned (Future use)"},
	{32001, 32767, "Private use"},
}

// encapNames are the values of that attribute.
var encapNames = spans{
	{0, 0, "RESERVED"},
	{1, 1, "Tunnel"},
	{2, 2, "Transport"},
	{3, 3, "UDP-Encapsulated-Tunnel"},
	{4, 4, "UDP-Encapsulated-Transport"},
	{61440, 61440, "Check Point IPSec UDP Encapsulation"},
	{61443, 61443, "UDP-Encapsulated-Tunnel (draft)"},
	{61444, 61444, "UDP-Encapsulated-Transport (draft)"},
}

// ecnNames are the values of that attribute.
var ecnNames = spans{
	{0, 0, "RESERVED"},
	{1, 1, "Allowed"},
	{2, 2, "Forbidden"},
}

// esnAttrNames are the values of that attribute.
var esnAttrNames = spans{
	{0, 0, "RESERVED"},
	{1, 1, "64-bit Sequence Number"},
}

// preservationNames are the values of that attribute.
var preservationNames = spans{
	{0, 0, "Reserved"},
	{1, 1, "None"},
	{2, 2, "Source-Only"},
	{3, 3, "Destination-Only"},
	{4, 4, "Source-and-Destination"},
}

// directionNames are the values of that attribute.
var directionNames = spans{
	{0, 0, "Reserved"},
	{1, 1, "Sender-Only"},
	{2, 2, "Receiver-Only"},
	{3, 3, "Symmetric"},
}

// ipcompTransforms are IPComp's: RFC 2407, section 4.4.5.
var ipcompTransforms = spans{
	{0, 0, "RESERVED"},
	{1, 1, "OUI"},
	{2, 2, "DEFLATE"},
	{3, 3, "LZS"},
	{4, 4, "LZJH"},
}

// ipsecAuthName names a value of attribute 5.
func ipsecAuthName(v uint64) string {
	switch v {
	case 0:
		return "RESERVED"
	case 10:
		return "SIG-RSA" // RFC 4359: no algorithm of ESP's that is negotiated elsewhere
	}
	return ipsec.IntegOfDOI(uint16(v)).Names().Attribute
}
