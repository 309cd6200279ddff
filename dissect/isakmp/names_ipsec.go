package isakmp

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

// ipsecAuthNames are the values of that attribute.
var ipsecAuthNames = spans{
	{0, 0, "RESERVED"},
	{1, 1, "HMAC-MD5"},
	{2, 2, "HMAC-SHA"},
	{3, 3, "DES-MAC"},
	{4, 4, "KPDK"},
	{5, 5, "HMAC-SHA2-256"},
	{6, 6, "HMAC-SHA2-384"},
	{7, 7, "HMAC-SHA2-512"},
	{8, 8, "HMAC-RIPEMD"},
	{9, 9, "AES-XCBC-MAC"},
	{10, 10, "SIG-RSA"},
	{11, 11, "AES-128-GMAC"},
	{12, 12, "AES-192-GMAC"},
	{13, 13, "AES-256-GMAC"},
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

// espTransforms are ESP's in IKEv1: RFC 2407, section 4.4.4, and IANA.
var espTransforms = spans{
	{0, 0, "RESERVED"},
	{1, 1, "DES-IV64"},
	{2, 2, "DES"},
	{3, 3, "3DES"},
	{4, 4, "RC5"},
	{5, 5, "IDEA"},
	{6, 6, "CAST"},
	{7, 7, "BLOWFISH"},
	{8, 8, "3IDEA"},
	{9, 9, "DES-IV32"},
	{10, 10, "RC4"},
	{11, 11, "NULL"},
	{12, 12, "AES"},
	{13, 13, "AES-CTR"},
	{14, 14, "AES-CCM_8"},
	{15, 15, "AES-CCM_12"},
	{16, 16, "AES-CCM_16"},
	{18, 18, "AES-GCM_8"},
	{19, 19, "AES-GCM_12"},
	{20, 20, "AES-GCM_16"},
	{21, 21, "SEED"},
	{22, 22, "CAMELLIA"},
	{23, 23, "NULL_AUTH_AES-GMAC"},
}

// ahTransforms are AH's in IKEv1: RFC 2407, section 4.4.3.
var ahTransforms = spans{
	{0, 1, "RESERVED"},
	{2, 2, "MD5"},
	{3, 3, "SHA"},
	{4, 4, "DES"},
	{5, 5, "SHA2-256"},
	{6, 6, "SHA2-384"},
	{7, 7, "SHA2-512"},
}

// ipcompTransforms are IPComp's: RFC 2407, section 4.4.5.
var ipcompTransforms = spans{
	{0, 0, "RESERVED"},
	{1, 1, "OUI"},
	{2, 2, "DEFLATE"},
	{3, 3, "LZS"},
	{4, 4, "LZJH"},
}
