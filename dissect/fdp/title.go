package fdp

import "github.com/pktscope/pktscope/dissect/field"

// formatText appends "Platform: "FWSX424"", the line of a TLV that is a text.
func formatText(b []byte, t *field.Tree, i int) []byte {
	b = append(TLVType(t.Nodes[i].Val).AppendName(b), ": \""...)
	if c := t.Child(i, fString); c >= 0 {
		b = field.AppendEscaped(b, upToZero(t.Text(c)))
	}
	return append(b, '"')
}

// formatHead appends "Length 12, type 1 = DeviceID".
func formatHead(b []byte, t *field.Tree, i int) []byte {
	if c := t.Child(i, fLen); c >= 0 {
		b = field.AppendUint(append(b, "Length "...), t.Nodes[c].Val)
	}
	if c := t.Child(i, fType); c >= 0 {
		b = field.AppendUint(append(b, ", type "...), t.Nodes[c].Val)
		b = TLVType(t.Nodes[c].Val).AppendName(append(b, " = "...))
	}
	return b
}

func formatMap(b []byte, _ *field.Tree, _ int) []byte { return append(b, "VLAN-Map"...) }
func formatTag(b []byte, _ *field.Tree, _ int) []byte { return append(b, "Port tag"...) }

// formatOther appends "Unknown element [7]".
func formatOther(b []byte, t *field.Tree, i int) []byte {
	return append(field.AppendUint(append(b, "Unknown element ["...), t.Nodes[i].Val), ']')
}
