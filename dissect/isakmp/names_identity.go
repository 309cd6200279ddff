package isakmp

import "github.com/pktscope/pktscope/dissect/ipsec"

// idNames are the types of identity in IKEv1: RFC 2407, section 4.6.2.1.
var idNames = spans{
	{0, 0, "RESERVED"},
	{1, 1, "IPV4_ADDR"},
	{2, 2, "FQDN"},
	{3, 3, "USER_FQDN"},
	{4, 4, "IPV4_ADDR_SUBNET"},
	{5, 5, "IPV6_ADDR"},
	{6, 6, "IPV6_ADDR_SUBNET"},
	{7, 7, "IPV4_ADDR_RANGE"},
	{8, 8, "IPV6_ADDR_RANGE"},
	{9, 9, "DER_ASN1_DN"},
	{10, 10, "DER_ASN1_GN"},
	{11, 11, "KEY_ID"},
	{12, 12, "KEY_LIST"},
	{13, 248, "Future use"},
	{249, 255, "Private Use"},
}

// idNames2 are the identification types of IKEv2: RFC 7296, section 3.5.
var idNames2 = spans{
	{0, 0, "RESERVED"},
	{1, 1, "IPV4_ADDR"},
	{2, 2, "FQDN"},
	{3, 3, "ID_RFC822_ADDR"},
	{4, 4, "Unassigned"},
	{5, 5, "IPV6_ADDR"},
	{6, 8, "Unassigned"},
	{9, 9, "DER_ASN1_DN"},
	{10, 10, "DER_ASN1_GN"},
	{11, 11, "KEY_ID"},
	{12, 12, "KEY_LIST"},
	{13, 200, "Future use"},
	{201, 255, "Private Use"},
}

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

// selectorNames are IKEv2's types of traffic selector: RFC 7296, section 3.13.1.
var selectorNames = spans{
	{0, 6, "Reserved"},
	{7, 7, "TS_IPV4_ADDR_RANGE"},
	{8, 8, "TS_IPV6_ADDR_RANGE"},
	{9, 9, "TS_FC_ADDR_RANGE"},
	{10, 10, "TS_SECLABEL"},
	{11, 240, "Future use"},
	{241, 255, "Private use"},
}

// authName2 names a method of IKEv2's AUTH payload.
func authName2(v uint64) string {
	switch {
	case v < 1 || v > 3 && v < 9 || v > 14 && v <= 200:
		return "RESERVED TO IANA"
	case v > 200:
		return "PRIVATE USE"
	}
	return ipsec.AuthMethod(v).Names().AUTH
}
