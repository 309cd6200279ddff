package isakmp

// protocolNames are those of IKEv1: RFC 2407, section 4.4.1.
var protocolNames = spans{
	{0, 0, "RESERVED"},
	{1, 1, "ISAKMP"},
	{2, 2, "IPSEC_AH"},
	{3, 3, "IPSEC_ESP"},
	{4, 4, "IPCOMP"},
	{5, 5, "GIGABEAM_RADIO"},
}

// protocolNames2 are those of IKEv2: RFC 7296, section 3.3.1.
var protocolNames2 = spans{
	{0, 0, "RESERVED"},
	{1, 1, "IKE"},
	{2, 2, "AH"},
	{3, 3, "ESP"},
	{4, 4, "FC_ESP_HEADER"},
	{5, 5, "FC_CT_AUTHENTICATION"},
}

// doiNames are the domains of interpretation: RFC 2408, section 3.4; RFC 2407,
// section 4.2; RFC 6407.
var doiNames = spans{
	{0, 0, "ISAKMP"},
	{1, 1, "IPSEC"},
	{2, 2, "GDOI"},
}
