package link

import "github.com/pktscope/pktscope/dissect/field"

// The organisations whose protocols follow a SNAP header.
const (
	ouiEncap   = 0x000000 // RFC 1042: the protocol is an EtherType
	ouiCisco   = 0x00000c
	ouiDigital = 0x0000f8 // EtherTypes again
	ouiBridged = 0x0080c2 // IEEE 802.1: frames of other LANs
	ouiNortel  = 0x000081
	ouiExtreme = 0x00e02b
	ouiFoundry = 0x00e052
	ouiApple   = 0x080007
)

// ouis names the organisations that are seen in SNAP headers.
var ouis = names{
	{0x000000, "Officially Xerox, but 0:0:0:0:0:0 is more common"},
	{0x00000c, "Cisco Systems, Inc"},
	{0x00005e, "ICANN, IANA Department"},
	{0x000081, "Bay Networks"},
	{0x0000f8, "Digital Equipment Corporation"},
	{0x000142, "Cisco Systems, Inc"},
	{0x0001e8, "Force10 Networks, Inc."},
	{0x000e08, "Cisco-Linksys, LLC"},
	{0x00120f, "IEEE 802.3 Working Group"},
	{0x0012bb, "Telecommunications Industry Association TR-41 Committee"},
	{0x00173b, "Cisco Systems, Inc"},
	{0x00400b, "Cisco Systems, Inc"},
	{0x0080c2, "IEEE 802.1 Chair"},
	{0x009092, "Cisco Systems, Inc"},
	{0x00a000, "Centillion Networks, Inc."},
	{0x00a03e, "Atm Forum"},
	{0x00e02b, "Extreme Networks, Inc."},
	{0x00e052, "Brocade Communications Systems LLC"},
	{0x080007, "Apple, Inc."},
	{0x080009, "Hewlett Packard"},
}

func formatOUI(b []byte, t *field.Tree, i int) []byte {
	return t.AppendOUI(b, i, ouis.name(t.Nodes[i].Val&^groupBit))
}

// groupBit is set in the first byte of addresses of groups, IEEE 802, section 8.2.2: it
// is no part of the organisation's number.
const groupBit = 0x010000

// appendOUIName appends the name of whose the address is that begins with node i.
func appendOUIName(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	if s := ouis.name(n.Val &^ groupBit); s != "" {
		return append(b, s...)
	}
	a, raw := [6]byte{}, t.Bufs[n.Buf]
	copy(a[:], raw[min(int(n.Off), len(raw)):])
	a[0] &^= groupBit >> 16
	return append(b, t.Names.OrganisationName(a)...)
}

// The protocols of organisations, as far as they have names.
var (
	ciscoPIDs = names{
		{0x0102, "DRIP"},
		{0x0104, "PAgP"},
		{0x0105, "MLS Hello"},
		{0x0108, "RLQ BPDUs (request)"},
		{0x0109, "RLQ BPDUs (response)"},
		{0x010b, "PVSTP+"},
		{0x010c, "VLAN Bridge"},
		{0x0111, "UDLD"},
		{0x0139, "MCP"},
		{0x2000, "CDP"},
		{0x2001, "CGMP"},
		{0x2003, "VTP"},
		{0x2004, "DTP"},
		{0x200a, "STP Uplink Fast"},
	}
	nortelPIDs  = names{{0x01a1, "NDP flatnet hello"}, {0x01a2, "NDP segment hello"}, {0x01a3, "NDP bridge hello"}}
	extremePIDs = names{{0x00bb, "EDP"}}
	foundryPIDs = names{{0x2000, "FDP"}}
	applePIDs   = names{{0x809b, "AppleTalk"}}
)
