package isakmp

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
