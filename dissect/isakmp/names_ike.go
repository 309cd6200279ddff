package isakmp

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

// ikeEncrNames are the values of attribute 1.
var ikeEncrNames = spans{
	{0, 0, "RESERVED"},
	{1, 1, "DES-CBC"},
	{2, 2, "IDEA-CBC"},
	{3, 3, "BLOWFISH-CBC"},
	{4, 4, "RC5-R16-B64-CBC"},
	{5, 5, "3DES-CBC"},
	{6, 6, "CAST-CBC"},
	{7, 7, "AES-CBC"},
	{8, 8, "CAMELLIA-CBC"},
	{127, 127, "SM4-CBC (DEPRECATED)"},
	{128, 128, "SM1-CBC"},
	{129, 129, "SM4-CBC"},
}

// ikeHashNames are the values of attribute 2.
var ikeHashNames = spans{
	{0, 0, "RESERVED"},
	{1, 1, "MD5"},
	{2, 2, "SHA"},
	{3, 3, "TIGER"},
	{4, 4, "SHA2-256"},
	{5, 5, "SHA2-384"},
	{6, 6, "SHA2-512"},
	{20, 20, "SM3"},
}

// ikeAuthNames are the values of attribute 3.
var ikeAuthNames = spans{
	{0, 0, "RESERVED"},
	{1, 1, "Pre-shared key"},
	{2, 2, "DSS signatures"},
	{3, 3, "RSA signatures"},
	{4, 4, "Encryption with RSA"},
	{5, 5, "Revised encryption with RSA"},
	{6, 6, "Reserved (was Encryption with El-Gamal)"},
	{7, 7, "Reserved (was Revised encryption with El-Gamal)"},
	{8, 8, "Reserved (was ECDSA signatures)"},
	{9, 9, "ECDSA with SHA-256 on the P-256 curve"},
	{10, 10, "ECDSA with SHA-384 on the P-384 curve"},
	{11, 11, "ECDSA with SHA-512 on the P-521 curve"},
	{64221, 64221, "HybridInitRSA"},
	{64222, 64222, "HybridRespRSA"},
	{64223, 64223, "HybridInitDSS"},
	{64224, 64224, "HybridRespDSS"},
	{65001, 65001, "XAUTHInitPreShared"},
	{65002, 65002, "XAUTHRespPreShared"},
	{65003, 65003, "XAUTHInitDSS"},
	{65004, 65004, "XAUTHRespDSS"},
	{65005, 65005, "XAUTHInitRSA"},
	{65006, 65006, "XAUTHRespRSA"},
	{65007, 65007, "XAUTHInitRSAEncryption"},
	{65008, 65008, "XAUTHRespRSAEncryption"},
	{65009, 65009, "XAUTHInitRSARevisedEncryption"},
	{65010, 65010, "XAUTHRespRSARevisedEncryption"},
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
