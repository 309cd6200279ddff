package isakmp

// groupPayloadNames are GDOI's names of what is NAT traversal's elsewhere.
var groupPayloadNames = spans{
	{15, 15, "SA KEK Payload"},
	{16, 16, "SA TEK Payload"},
}

// tekProtocolNames are RFC 6407, section 5.5.
var tekProtocolNames = spans{
	{0, 0, "Reserved"},
	{tekESP, tekESP, "GDOI_PROTO_IPSEC_ESP"},
	{tekAH, tekAH, "GDOI_PROTO_IPSEC_AH"},
	{3, 127, "Unassigned"},
	{128, 255, "Private Use"},
}

const (
	tekESP = 1
	tekAH  = 2
)

// keyPacketNames are RFC 6407, section 5.6.
var keyPacketNames = spans{
	{0, 0, "Reserved"},
	{1, 1, "TEK"},
	{2, 2, "KEK"},
	{3, 3, "LKH"},
	{4, 4, "SID"},
	{5, 127, "Unassigned"},
	{128, 255, "Private Use"},
}

// tekKeyNames, kekKeyNames, lkhKeyNames and sidKeyNames are the attributes of
// key packets: RFC 6407, sections 5.6.1 to 5.6.4.
var tekKeyNames = spans{
	{1, 1, "TEK_ALGORITHM_KEY"},
	{2, 2, "TEK_INTEGRITY_KEY"},
	{3, 3, "TEK_SOURCE_AUTH_KEY"},
	{4, 127, "Unassigned (Future use)"},
	{128, 255, "Private use"},
}

var kekKeyNames = spans{
	{1, 1, "KEK_ALGORITHM_KEY"},
	{2, 2, "SIG_ALGORITHM_KEY"},
	{3, 127, "Unassigned (Future use)"},
	{128, 255, "Private use"},
}

var lkhKeyNames = spans{
	{1, 1, "LKH_DOWNLOAD_ARRAY"},
	{2, 2, "LKH_UPDATE_ARRAY"},
	{3, 3, "SIG_ALGORITHM_KEY"},
	{4, 127, "Unassigned (Future use)"},
	{128, 255, "Private use"},
}

var sidKeyNames = spans{
	{1, 1, "NUMBER_OF_SID_BITS"},
	{2, 2, "SID_VALUE"},
	{3, 127, "Unassigned (Future use)"},
	{128, 255, "Private use"},
}

// kekAttrNames are RFC 6407, section 5.3.
var kekAttrNames = spans{
	{1, 1, "KEK_MANAGEMENT_ALGORITHM"},
	{2, 2, "KEK_ALGORITHM"},
	{3, 3, "KEK_KEY_LENGTH"},
	{4, 4, "KEK_KEY_LIFETIME"},
	{5, 5, "SIG_HASH_ALGORITHM"},
	{6, 6, "SIG_ALGORITHM"},
	{7, 7, "SIG_KEY_LENGTH"},
	{8, 8, "KE_OAKLEY_GROUP"},
	{9, 127, "Unassigned"},
	{128, 255, "Private Use"},
}

var kekManagementNames = spans{{1, 1, "LKH"}}

var kekAlgorithmNames = spans{
	{1, 1, "KEK_ALG_DES"},
	{2, 2, "KEK_ALG_3DES"},
	{3, 3, "KEK_ALG_AES"},
}

var kekSigHashNames = spans{
	{1, 1, "SIG_HASH_MD5"},
	{2, 2, "SIG_HASH_SHA1"},
	{3, 3, "SIG_HASH_SHA256"},
	{4, 4, "SIG_HASH_SHA384"},
	{5, 5, "SIG_HASH_SHA512"},
}

var kekSigNames = spans{
	{1, 1, "SIG_ALG_RSA"},
	{2, 2, "SIG_ALG_DSS"},
	{3, 3, "SIG_ALG_ECDSS"},
	{4, 4, "SIG_ALG_ECDSA-256"},
	{5, 5, "SIG_ALG_ECDSA-384"},
	{6, 6, "SIG_ALG_ECDSA-521"},
}
