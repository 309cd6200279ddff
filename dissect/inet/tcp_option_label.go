package inet

import "github.com/pktscope/pktscope/dissect/field"

// appendOptions appends "Options: (12 bytes), No-Operation (NOP), ...".
func appendOptions(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	b = field.AppendUint(append(b, "Options: ("...), uint64(n.Len))
	b = append(b, " bytes)"...)
	for c := int32(i) + 1; c < n.End; c = t.Nodes[c].End {
		raw := t.Bytes(int(c))
		if t.Nodes[c].Def.Kind != field.Raw || len(raw) == 0 {
			continue
		}
		b = appendOptionShort(append(b, ", "...), t.Nodes[c].Def, raw[0])
	}
	return b
}

// titlePrefix stands before the name in an option's own line.
const titlePrefix = "TCP Option - "

// appendOptionShort appends what the list of options calls one.
func appendOptionShort(b []byte, f *field.Def, kind uint8) []byte {
	switch kind {
	case tcpEchoReply:
		return append(b, "Echo reply"...)
	case tcpCCNew:
		return append(b, "CC.NEW"...)
	case tcpCCEcho:
		return append(b, "CC.ECHO"...)
	case tcpAccECN0, tcpAccECN1:
		return append(b, "Accurate ECN"...)
	case tcpMPTCP:
		return append(b, "MPTCP"...)
	}
	if f.Name == "tcp.options.unknown" {
		b = field.AppendHex(append(b, "Unknown (0x"...), uint64(kind), 1)
		return append(b, ')')
	}
	return append(b, f.Label[len(titlePrefix):]...)
}

func appendOptionTitle(b []byte, t *field.Tree, i int) []byte {
	return append(b, t.Nodes[i].Def.Label...)
}

func appendMSS(b []byte, t *field.Tree, i int) []byte {
	b = append(b, t.Nodes[i].Def.Label...)
	if v := t.Child(i, tcpMSSValue); v >= 0 {
		b = t.AppendShow(append(b, ": "...), v)
		b = append(b, " bytes"...)
	}
	return b
}

func appendWScale(b []byte, t *field.Tree, i int) []byte {
	b = append(b, t.Nodes[i].Def.Label...)
	b = appendChild(b, t, i, ": ", tcpShift)
	if v := t.Child(i, tcpTimes); v >= 0 {
		b = t.AppendShow(append(b, " (multiply by "...), v)
		b = append(b, ')')
	}
	return b
}

// appendSACK appends "TCP Option - SACK 1-5 16-32".
func appendSACK(b []byte, t *field.Tree, i int) []byte {
	b = append(b, t.Nodes[i].Def.Label...)
	left := t.Child(i, tcpSLE)
	for left >= 0 {
		right := t.Next(left, tcpSRE)
		if right < 0 {
			break
		}
		b = t.AppendShow(append(b, ' '), left)
		b = t.AppendShow(append(b, '-'), right)
		left = t.Next(right, tcpSLE)
	}
	return b
}

// edge makes lines such as "left edge = 301 (relative)".
func edge(what string) func(b []byte, t *field.Tree, i int) []byte {
	return func(b []byte, t *field.Tree, i int) []byte {
		b = field.AppendUint(append(append(b, what...), " = "...), t.Nodes[i].Val)
		return append(b, " (relative)"...)
	}
}

func appendEcho(b []byte, t *field.Tree, i int) []byte {
	return appendChild(append(b, t.Nodes[i].Def.Label...), t, i, ": ", tcpEchoValue)
}

func appendTimestamps(b []byte, t *field.Tree, i int) []byte {
	b = append(b, t.Nodes[i].Def.Label...)
	b = appendChild(b, t, i, ": TSval ", tcpTSval)
	return appendChild(b, t, i, ", TSecr ", tcpTSecr)
}

func appendExperiment(b []byte, t *field.Tree, i int) []byte {
	b = append(b, t.Nodes[i].Def.Label...)
	if id := t.Child(i, tcpExID); id >= 0 {
		name := tcpExperiment(t.Nodes[id].Val)
		if name == "" {
			name = "Unknown"
		}
		b = append(append(b, ": "...), name...)
	}
	return b
}
