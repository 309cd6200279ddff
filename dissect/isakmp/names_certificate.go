package isakmp

// certNames are the encodings of a certificate in IKEv1: RFC 2408, section 3.9.
var certNames = spans{
	{0, 0, "NONE"},
	{1, 1, "PKCS #7 wrapped X.509 certificate"},
	{2, 2, "PGP Certificate"},
	{3, 3, "DNS Signed Key"},
	{4, 4, "X.509 Certificate - Signature"},
	{5, 5, "X.509 Certificate - Key Exchange"},
	{6, 6, "Kerberos Tokens"},
	{7, 7, "Certificate Revocation List (CRL)"},
	{8, 8, "Authority Revocation List (ARL)"},
	{9, 9, "SPKI Certificate"},
	{10, 10, "X.509 Certificate - Attribute"},
	{11, 255, "RESERVED"},
}

// certNames2 are the certificate encodings of IKEv2: RFC 7296, section 3.6.
var certNames2 = spans{
	{0, 0, "RESERVED"},
	{1, 1, "PKCS #7 wrapped X.509 certificate"},
	{2, 2, "PGP Certificate"},
	{3, 3, "DNS Signed Key"},
	{4, 4, "X.509 Certificate - Signature"},
	{5, 5, "*undefined by any document*"},
	{6, 6, "Kerberos Tokens"},
	{7, 7, "Certificate Revocation List (CRL)"},
	{8, 8, "Authority Revocation List (ARL)"},
	{9, 9, "SPKI Certificate"},
	{10, 10, "X.509 Certificate - Attribute"},
	{11, 11, "Raw RSA Key"},
	{12, 12, "Hash and URL of X.509 certificate"},
	{13, 13, "Hash and URL of X.509 bundle"},
	{14, 14, "OCSP Content"},
	{15, 200, "RESERVED to IANA"},
	{201, 255, "PRIVATE USE"},
}
