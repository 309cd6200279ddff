package inet

import "github.com/pktscope/pktscope/dissect/field"

// formatIPv4Options lists the options but for padding: "Options: (8 bytes),
// Record Route".
func formatIPv4Options(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	b = ip4AppendSize(append(b, "Options: "...), n.Len)
	for c := int32(i) + 1; c < n.End; c = t.Nodes[c].End {
		d := t.Nodes[c].Def
		if d.Kind == field.Raw && t.Nodes[c].Len > 1 {
			b = append(append(b, ", "...), d.Label...)
		}
	}
	return b
}

func formatIPv4Option(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	b = append(append(b, "IP Option - "...), n.Def.Label...)
	if n.Len == 1 {
		return b
	}
	b = ip4AppendSize(append(b, ' '), n.Len)
	if c := t.Child(i, ip4OptAlert); c >= 0 {
		v := t.Nodes[c].Val
		b = append(append(append(b, ": "...), ip4AlertName(v)...), " ("...)
		return append(field.AppendUint(b, v), ')')
	}
	return ip4AppendQuickStart(b, t, i)
}

// ip4AppendQuickStart sums the option up, if node i is one of Quick-Start.
func ip4AppendQuickStart(b []byte, t *field.Tree, i int) []byte {
	f, rate := t.Child(i, ip4OptQSFunc), t.Child(i, ip4OptQSRate)
	if f < 0 || rate < 0 {
		return b
	}
	v := t.Nodes[f].Val
	name := ip4QSFuncName(v)
	if name == "" {
		name = "Unknown"
	}
	b = append(append(append(b, ": "...), name...), " ("...)
	b = append(append(field.AppendUint(b, v), "), "...), ip4QSRateName(t.Nodes[rate].Val)...)
	ttl, diff := t.Child(i, ip4OptQSTTL), t.Child(i, ip4OptQSTTLDiff)
	if ttl < 0 || diff < 0 {
		return b
	}
	b = field.AppendUint(append(b, ", QS TTL "...), t.Nodes[ttl].Val)
	return field.AppendUint(append(b, ", QS TTL diff "...), t.Nodes[diff].Val)
}

func formatIPv4Unknown(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "Unknown"...)
	if raw := t.Bytes(i); len(raw) > 0 {
		b = append(field.AppendHex(append(b, " (0x"...), uint64(raw[0]), 1), ')')
	}
	return ip4AppendSize(append(b, ' '), t.Nodes[i].Len)
}

// formatIPv4Bad says what is wrong with an option's length.
func formatIPv4Bad(b []byte, t *field.Tree, i int) []byte {
	raw := t.Bytes(i)
	if len(raw) == 0 {
		return b
	}
	line := ip4OptionField(raw[0])
	b = append(b, line.Label...)
	if line == ip4LineUnknown {
		b = append(field.AppendHex(append(b, " (0x"...), uint64(raw[0]), 1), ')')
	}
	switch {
	case len(raw) == 1:
		return append(b, " (length byte past end of options)"...)
	case raw[1] >= 2:
		b = field.AppendUint(append(b, " (option length = "...), uint64(raw[1]))
		return append(b, " bytes says option goes past end of options)"...)
	case raw[1] == 1:
		return append(b, " (with too-short option length = 1 byte)"...)
	}
	return append(b, " (with too-short option length = 0 bytes)"...)
}

func ip4AppendSize(b []byte, n uint32) []byte {
	b = field.AppendUint(append(b, '('), uint64(n))
	if n == 1 {
		return append(b, " byte)"...)
	}
	return append(b, " bytes)"...)
}

// formatIPv4Stop marks the address that the pointer points to.
func formatIPv4Stop(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	b = t.AppendShow(append(append(b, n.Def.Label...), ": "...), i)
	if n.Parent < 0 {
		return b
	}
	ptr := t.Child(int(n.Parent), ip4OptPtr)
	if ptr >= 0 && uint64(n.Off-t.Nodes[n.Parent].Off)+1 == t.Nodes[ptr].Val {
		b = append(b, " <- (next)"...)
	}
	return b
}

func formatIPv4SecFlags(b []byte, t *field.Tree, i int) []byte {
	v := t.Nodes[i].Val
	b = field.AppendHex(append(b, "Protection Authority Flags: 0x"...), v, 1)
	for bit, name := range [...]string{"GENSER", "SIOP-ESI", "SCI", "NSA", "DOE", "", "", "Field Termination Indicator"} {
		if name != "" && v&(0x80>>bit) != 0 {
			b = append(append(b, ", "...), name...)
		}
	}
	return b
}
