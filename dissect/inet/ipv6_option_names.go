package inet

import "github.com/pktscope/pktscope/dissect/field"

func ip6OptionName(v uint64) string {
	switch v {
	case 0x00:
		return "Pad1"
	case 0x01:
		return "PadN"
	case 0x04:
		return "Tunnel Encapsulation Limit"
	case 0x05:
		return "Router Alert"
	case 0x07:
		return "CALIPSO"
	case 0x08:
		return "SMF_DPD"
	case 0x0f:
		return "Performance and Diagnostic Metrics"
	case 0x1e:
		return "Experimental (0x1E)"
	case 0x26:
		return "Quick-Start"
	case 0x30:
		return "Path MTU Option"
	case 0x31:
		return "IOAM Option"
	case 0x3e:
		return "Experimental (0x3E)"
	case 0x41:
		return "Tunnel Payload Forwarding (TPF) Information"
	case 0x5e:
		return "Experimental (0x5E)"
	case 0x23:
		return "RPL Option"
	case 0x63:
		return "RPL Option (deprecated)"
	case 0x6d:
		return "MPL Option"
	case 0x7e:
		return "Experimental (0x7E)"
	case 0x8a:
		return "Endpoint Identification"
	case 0x8b:
		return "ILNP Nonce"
	case 0x8c:
		return "Line-Identification Option"
	case 0x9e:
		return "Experimental (0x9E)"
	case 0xbe:
		return "Experimental (0xBE)"
	case 0xc2:
		return "Jumbo Payload"
	case 0xc9:
		return "Home Address"
	case 0xde:
		return "Experimental (0xDE)"
	case 0xee:
		return "IP_DFF"
	case 0xfe:
		return "Experimental (0xFE)"
	}
	return ""
}

func ip6ActionName(v uint64) string {
	return [...]string{
		"Skip and continue",
		"Discard",
		"Discard and send ICMP Parameter Problem",
		"Discard and send ICMP if not multicast",
	}[v&3]
}

func ip6AlertName(v uint64) string {
	switch v {
	case 0:
		return "MLD"
	case 1:
		return "RSVP"
	case 2:
		return "Active Network"
	}
	return ""
}

func formatPadN(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "PadN: "...)
	raw := t.Bytes(i)
	if len(raw) == 0 {
		return append(b, "<none>"...)
	}
	return field.AppendBytes(b, raw, 0)
}

func formatRPLFlags(b []byte, t *field.Tree, i int) []byte {
	v := t.Nodes[i].Val
	b = field.AppendHex(append(b, "Flag: 0x"...), v, 1)
	for bit, name := range [...]string{"Down", "Rank Error", "Forwarding Error"} {
		if v&(0x80>>bit) != 0 {
			b = append(append(b, ", "...), name...)
		}
	}
	return b
}
