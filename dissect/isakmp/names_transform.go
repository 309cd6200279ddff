package isakmp

// transformTypes are IKEv2's: RFC 7296, section 3.3.2, and RFC 9370.
var transformTypes = spans{
	{0, 0, "RESERVED"},
	{1, 1, "Encryption Algorithm (ENCR)"},
	{2, 2, "Pseudo-random Function (PRF)"},
	{3, 3, "Integrity Algorithm (INTEG)"},
	{4, 4, "Diffie-Hellman Group (D-H)"},
	{5, 5, "Extended Sequence Numbers (ESN)"},
	{6, 6, "Additional Key Exchange 1 (ADDKE1)"},
	{7, 7, "Additional Key Exchange 2 (ADDKE2)"},
	{8, 8, "Additional Key Exchange 3 (ADDKE3)"},
	{9, 9, "Additional Key Exchange 4 (ADDKE4)"},
	{10, 10, "Additional Key Exchange 5 (ADDKE5)"},
	{11, 11, "Additional Key Exchange 6 (ADDKE6)"},
	{12, 12, "Additional Key Exchange 7 (ADDKE7)"},
	{13, 240, "Reserved to IANA"},
	{241, 255, "Private Use"},
}

// encrNames are IKEv2's encryption algorithms.
var encrNames = spans{
	{0, 0, "RESERVED"},
	{1, 1, "ENCR_DES_IV64"},
	{2, 2, "ENCR_DES"},
	{3, 3, "ENCR_3DES"},
	{4, 4, "ENCR_RC5"},
	{5, 5, "ENCR_IDEA"},
	{6, 6, "ENCR_CAST"},
	{7, 7, "ENCR_BLOWFISH"},
	{8, 8, "ENCR_3IDEA"},
	{9, 9, "ENCR_DES_IV32"},
	{10, 10, "RESERVED"},
	{11, 11, "ENCR_NULL"},
	{12, 12, "ENCR_AES_CBC"},
	{13, 13, "ENCR_AES_CTR"},
	{14, 14, "ENCR_AES-CCM_8"},
	{15, 15, "ENCR-AES-CCM_12"},
	{16, 16, "ENCR-AES-CCM_16"},
	{17, 17, "UNASSIGNED"},
	{18, 18, "AES-GCM with a 8 octet ICV"},
	{19, 19, "AES-GCM with a 12 octet ICV"},
	{20, 20, "AES-GCM with a 16 octet ICV"},
	{21, 21, "ENCR_NULL_AUTH_AES_GMAC"},
	{22, 22, "Reserved for IEEE P1619 XTS-AES"},
	{23, 23, "ENCR_CAMELLIA_CBC"},
	{24, 24, "ENCR_CAMELLIA_CTR"},
	{25, 25, "ENCR_CAMELLIA_CCM with an 8-octet ICV"},
	{26, 26, "ENCR_CAMELLIA_CCM with a 12-octet ICV"},
	{27, 27, "ENCR_CAMELLIA_CCM with a 16-octet ICV"},
	{28, 28, "ENCR_CHACHA20_POLY1305"},
}

// prfNames are IKEv2's pseudorandom functions.
var prfNames = spans{
	{0, 0, "RESERVED"},
	{1, 1, "PRF_HMAC_MD5"},
	{2, 2, "PRF_HMAC_SHA1"},
	{3, 3, "PRF_HMAC_TIGER"},
	{4, 4, "PRF_AES128_CBC"},
	{5, 5, "PRF_HMAC_SHA2_256"},
	{6, 6, "PRF_HMAC_SHA2_384"},
	{7, 7, "PRF_HMAC_SHA2_512"},
	{8, 8, "PRF_AES128_CMAC6"},
}

// integNames are IKEv2's integrity algorithms.
var integNames = spans{
	{0, 0, "NONE"},
	{1, 1, "AUTH_HMAC_MD5_96"},
	{2, 2, "AUTH_HMAC_SHA1_96"},
	{3, 3, "AUTH_DES_MAC"},
	{4, 4, "AUTH_KPDK_MD5"},
	{5, 5, "AUTH_AES_XCBC_96"},
	{6, 6, "AUTH_HMAC_MD5_128"},
	{7, 7, "AUTH_HMAC_SHA1_160"},
	{8, 8, "AUTH_AES_CMAC_96"},
	{9, 9, "AUTH_AES_128_GMAC"},
	{10, 10, "AUTH_AES_192_GMAC"},
	{11, 11, "AUTH_AES_256_GMAC"},
	{12, 12, "AUTH_HMAC_SHA2_256_128"},
	{13, 13, "AUTH_HMAC_SHA2_384_192"},
	{14, 14, "AUTH_HMAC_SHA2_512_256"},
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

// groupNames are the groups and key exchange methods of both versions.
var groupNames = spans{
	{0, 0, "UNDEFINED - 0"},
	{1, 1, "Default 768-bit MODP group"},
	{2, 2, "Alternate 1024-bit MODP group"},
	{3, 3, "EC2N group on GP[2^155] group"},
	{4, 4, "EC2N group on GP[2^185] group"},
	{5, 5, "1536 bit MODP group"},
	{6, 6, "EC2N group over GF[2^163]"},
	{7, 7, "EC2N group over GF[2^163]"},
	{8, 8, "EC2N group over GF[2^283]"},
	{9, 9, "EC2N group over GF[2^283]"},
	{10, 10, "EC2N group over GF[2^409]"},
	{11, 11, "EC2N group over GF[2^409]"},
	{12, 12, "EC2N group over GF[2^571]"},
	{13, 13, "EC2N group over GF[2^571]"},
	{14, 14, "2048 bit MODP group"},
	{15, 15, "3072 bit MODP group"},
	{16, 16, "4096 bit MODP group"},
	{17, 17, "6144 bit MODP group"},
	{18, 18, "8192 bit MODP group"},
	{19, 19, "256-bit random ECP group"},
	{20, 20, "384-bit random ECP group"},
	{21, 21, "521-bit random ECP group"},
	{22, 22, "1024-bit MODP Group with 160-bit Prime Order Subgroup"},
	{23, 23, "2048-bit MODP Group with 224-bit Prime Order Subgroup"},
	{24, 24, "2048-bit MODP Group with 256-bit Prime Order Subgroup"},
	{25, 25, "192-bit Random ECP Group"},
	{26, 26, "224-bit Random ECP Group"},
	{27, 27, "224-bit Brainpool ECP group"},
	{28, 28, "256-bit Brainpool ECP group"},
	{29, 29, "384-bit Brainpool ECP group"},
	{30, 30, "512-bit Brainpool ECP group"},
	{31, 31, "Curve25519"},
	{32, 32, "Curve448"},
	{33, 33, "GOST3410_2012_256"},
	{34, 34, "GOST3410_2012_512"},
	{35, 35, "ML-KEM-512"},
	{36, 36, "ML-KEM-768"},
	{37, 37, "ML-KEM-1024"},
}
