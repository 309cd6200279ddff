package link

import "pktscope/dissect/field"

// The organisations whose protocols follow a SNAP header.
const (
	ouiEncap   = 0x000000 // RFC 1042: the protocol is an EtherType
	ouiCisco   = 0x00000c
	ouiDigital = 0x0000f8 // EtherTypes again
	ouiBridged = 0x0080c2 // IEEE 802.1: frames of other LANs
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
	{0x00120f, "Ieee 802.3"},
	{0x0012bb, "Telecommunications Industry Association TR-41 Committee"},
	{0x00173b, "Cisco Systems, Inc"},
	{0x00400b, "Cisco Systems, Inc"},
	{0x0080c2, "IEEE"},
	{0x00a000, "Centillion Networks, Inc."},
	{0x00a03e, "Atm Forum"},
	{0x00e02b, "Extreme Networks Headquarters"},
	{0x00e052, "Brocade Communications Systems LLC"},
	{0x080007, "Apple, Inc."},
	{0x080009, "Hewlett Packard"},
}

// maxOUI is how much of "00:00:0c (Cisco Systems, Inc)" a detail line shows.
const maxOUI = 31

func formatOUI(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	b = append(append(b, n.Def.Label...), ": "...)
	start := len(b)
	b = n.Def.AppendNumber(b, n.Val)
	if s := ouis.name(n.Val); s != "" {
		b = append(append(append(b, " ("...), s...), ')')
	}
	return b[:min(len(b), start+maxOUI)]
}

func ciscoPIDName(v uint64) string {
	switch v {
	case 0x0102:
		return "DRIP"
	case 0x0104:
		return "PAgP"
	case 0x0105:
		return "MLS Hello"
	case 0x0108:
		return "RLQ BPDUs (request)"
	case 0x0109:
		return "RLQ BPDUs (response)"
	case 0x010b:
		return "PVSTP+"
	case 0x010c:
		return "VLAN Bridge"
	case 0x0111:
		return "UDLD"
	case 0x0139:
		return "MCP"
	case 0x2000:
		return "CDP"
	case 0x2001:
		return "CGMP"
	case 0x2003:
		return "VTP"
	case 0x2004:
		return "DTP"
	case 0x200a:
		return "STP Uplink Fast"
	}
	return ""
}

func applePIDName(v uint64) string {
	if v == 0x809b {
		return "AppleTalk"
	}
	return ""
}
