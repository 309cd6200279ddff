package frame

import "github.com/pktscope/pktscope/dissect/field"

// formatFrame appends "Frame 19: Packet, 74 bytes on wire (592 bits), 74 bytes
// captured (592 bits) on interface inside, id 0".
func formatFrame(b []byte, t *field.Tree, i int) []byte {
	b = field.AppendUint(append(b, "Frame "...), t.Nodes[i].Val)
	b = append(b, ": Packet, "...)
	if c := t.Child(i, fLen); c >= 0 {
		b = append(appendBytes(b, t.Nodes[c].Val, " on wire"), ", "...)
	}
	if c := t.Child(i, fCapLen); c >= 0 {
		b = appendBytes(b, t.Nodes[c].Val, " captured")
	}
	if c := t.Child(i, fIface); c >= 0 {
		b = append(b, " on interface "...)
		if n := t.Child(c, fName); n >= 0 {
			b = append(b, t.Text(n)...)
		}
		b = field.AppendUint(append(b, ", id "...), t.Nodes[c].Val)
	}
	return appendDirection(b, t, i)
}

// appendBytes appends "74 bytes on wire (592 bits)".
func appendBytes(b []byte, n uint64, where string) []byte {
	b = field.AppendUint(b, n)
	if n == 1 {
		b = append(b, " byte"...)
	} else {
		b = append(b, " bytes"...)
	}
	b = field.AppendUint(append(append(b, where...), " ("...), n*8)
	return append(b, " bits)"...)
}

// formatLength appends "Frame Length: 74 bytes (592 bits)".
func formatLength(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	return appendBytes(append(append(b, n.Def.Label...), ": "...), n.Val, "")
}

// formatInterface appends "Interface id: 0 (inside)".
func formatInterface(b []byte, t *field.Tree, i int) []byte {
	b = field.AppendUint(append(b, "Interface id: "...), t.Nodes[i].Val)
	if c := t.Child(i, fName); c >= 0 {
		b = append(append(append(b, " ("...), t.Text(c)...), ')')
	}
	return b
}

// formatEncap appends "Encapsulation type: Ethernet (1)".
func formatEncap(b []byte, t *field.Tree, i int) []byte {
	v := t.Nodes[i].Val
	b = append(append(b, "Encapsulation type: "...), encapName(v)...)
	return append(field.AppendUint(append(b, " ("...), v), ')')
}

func formatComment(b []byte, t *field.Tree, i int) []byte { return append(b, t.Text(i)...) }

// appendDirection appends " (outbound)", where epb_flags tell.
func appendDirection(b []byte, t *field.Tree, i int) []byte {
	c := t.Child(i, fFlags)
	if c < 0 {
		return b
	}
	switch t.Nodes[c].Val & fDirect.Mask {
	case inbound:
		return append(b, " (inbound)"...)
	case outbound:
		return append(b, " (outbound)"...)
	}
	return b
}
