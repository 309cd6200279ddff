package isakmp

import "github.com/pktscope/pktscope/dissect/field"

// formatAttr appends "IKE Attribute (t=11,l=2): Life-Type: Seconds". What is
// no more than bytes stands in its own line only.
func formatAttr(b []byte, t *field.Tree, i int) []byte {
	b, last := appendAttrType(b, t, i)
	if last < 0 {
		return b
	}
	n := &t.Nodes[last]
	switch {
	case n.Def.Kind == field.Raw && n.Def.Label == "Life Duration":
		raw := t.Bytes(last)
		b = field.AppendBytes(append(b, ": "...), raw[:min(8, len(raw))], 0)
		return append(b, " ..."...)
	case n.Def.Kind == field.Raw:
		return b
	case n.Def.Names == nil:
		return t.AppendShow(append(b, ": "...), last)
	case n.Def.Names(n.Val) == "":
		return field.AppendUint(append(b, ": Unknown "...), n.Val)
	}
	return appendName(append(b, ": "...), t, last)
}

// formatConfigAttr appends "Config Attribute (t=16521,l=5): XAUTH_USER_NAME:
// alice": names and texts, no numbers.
func formatConfigAttr(b []byte, t *field.Tree, i int) []byte {
	b, last := appendAttrType(b, t, i)
	if last < 0 {
		return b
	}
	n := &t.Nodes[last]
	switch {
	case n.Def.Kind == field.Text:
		return t.AppendShow(append(b, ": "...), last)
	case n.Def.Names != nil:
		return appendName(append(b, ": "...), t, last)
	}
	return b
}

// appendAttrType appends what attributes of all domains begin with; last is
// the node of the value's meaning, -1 where it has none.
func appendAttrType(b []byte, t *field.Tree, i int) (_ []byte, last int) {
	b = append(b, t.Nodes[i].Def.Label...)
	typ, value := -1, -1
	last = -1
	for c := i + 1; c < int(t.Nodes[i].End); c = int(t.Nodes[c].End) {
		switch t.Nodes[c].Def.Label {
		case "Type", "ROHC Attribute Type":
			typ = c
		case "Value":
			value = c
		}
		last = c
	}
	if typ < 0 {
		return b, -1
	}
	size := uint64(0)
	if value >= 0 {
		size = uint64(t.Nodes[value].Len)
	}
	b = field.AppendUint(append(b, " (t="...), t.Nodes[typ].Val)
	b = append(field.AppendUint(append(b, ",l="...), size), "): "...)
	if t.Nodes[typ].Def.Names(t.Nodes[typ].Val) == "" {
		b = append(b, "Unknown Attribute Type ("...)
		if t.Nodes[typ].Val < 10 {
			b = append(b, '0')
		}
		b = append(field.AppendUint(b, t.Nodes[typ].Val), ')')
	} else {
		b = appendName(b, t, typ)
	}
	if value < 0 || last == value {
		return b, -1
	}
	return b, last
}

// appendName appends the name of the value of node i.
func appendName(b []byte, t *field.Tree, i int) []byte {
	s := t.Nodes[i].Def.Names(t.Nodes[i].Val)
	if s == "" {
		s = "Unknown"
	}
	return append(b, s...)
}
