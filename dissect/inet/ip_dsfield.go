package inet

import "github.com/pktscope/pktscope/dissect/field"

// appendDSField appends " (DSCP: CS0, ECN: Not-ECT)", RFC 2474 and RFC 3168:
// what IPv4's Differentiated Services Field and IPv6's Traffic Class hold.
func appendDSField(b []byte, v uint64) []byte {
	b = append(b, " (DSCP: "...)
	name := ipDSCPShort(v >> 2)
	if name == "" {
		name = "Unknown"
	}
	b = append(append(b, name...), ", ECN: "...)
	b = append(b, [...]string{"Not-ECT", "ECT(1)", "ECT(0)", "CE"}[v&3]...)
	return append(b, ')')
}

// ipDSCPShort is the usual short name of a code point.
func ipDSCPShort(v uint64) string {
	switch v {
	case 0:
		return "CS0"
	case 1:
		return "LE"
	case 8:
		return "CS1"
	case 10:
		return "AF11"
	case 12:
		return "AF12"
	case 14:
		return "AF13"
	case 16:
		return "CS2"
	case 18:
		return "AF21"
	case 20:
		return "AF22"
	case 22:
		return "AF23"
	case 24:
		return "CS3"
	case 26:
		return "AF31"
	case 28:
		return "AF32"
	case 30:
		return "AF33"
	case 32:
		return "CS4"
	case 34:
		return "AF41"
	case 36:
		return "AF42"
	case 38:
		return "AF43"
	case 40:
		return "CS5"
	case 44:
		return "VOICE-ADMIT"
	case 46:
		return "EF"
	case 48:
		return "CS6"
	case 56:
		return "CS7"
	}
	return ""
}

// ipDSCPName is the long name of a code point.
func ipDSCPName(v uint64) string {
	switch v {
	case 0:
		return "Default"
	case 1:
		return "Lower Effort"
	case 8:
		return "Class Selector 1"
	case 10:
		return "Assured Forwarding 11"
	case 12:
		return "Assured Forwarding 12"
	case 14:
		return "Assured Forwarding 13"
	case 16:
		return "Class Selector 2"
	case 18:
		return "Assured Forwarding 21"
	case 20:
		return "Assured Forwarding 22"
	case 22:
		return "Assured Forwarding 23"
	case 24:
		return "Class Selector 3"
	case 26:
		return "Assured Forwarding 31"
	case 28:
		return "Assured Forwarding 32"
	case 30:
		return "Assured Forwarding 33"
	case 32:
		return "Class Selector 4"
	case 34:
		return "Assured Forwarding 41"
	case 36:
		return "Assured Forwarding 42"
	case 38:
		return "Assured Forwarding 43"
	case 40:
		return "Class Selector 5"
	case 44:
		return "Voice Admit"
	case 46:
		return "Expedited Forwarding"
	case 48:
		return "Class Selector 6"
	case 56:
		return "Class Selector 7"
	}
	return ""
}

// ipECNName is the long name of the two bits of RFC 3168, section 5.
func ipECNName(v uint64) string {
	return [...]string{
		"Not ECN-Capable Transport",
		"ECN-Capable Transport codepoint '01'",
		"ECN-Capable Transport codepoint '10'",
		"Congestion Experienced",
	}[v&3]
}

// formatDSField is the line of IPv4's field.
func formatDSField(b []byte, t *field.Tree, i int) []byte {
	v := t.Nodes[i].Val
	b = field.AppendHex(append(b, "Differentiated Services Field: 0x"...), v, 1)
	return appendDSField(b, v)
}
