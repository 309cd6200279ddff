package isakmp

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
