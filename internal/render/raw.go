package render

import (
	"github.com/pktscope/pktscope/dissect/field"
)

// appendRaw appends the bytes of node c in hexadecimal, of bits their value, then the
// node's offset, length and mask, Wireshark's number of its type, and the number of the
// buffer that it is in.
func (w *jsonWriter) appendRaw(b []byte, c, depth int) []byte {
	n := &w.t.Nodes[c]
	b = append(newLine(append(b, '['), depth+1), '"')
	mask := n.Def.TypeMask()
	if mask != 0 && n.Len > 0 {
		b = appendHexNumber(b, n.Val, 'A')
	} else {
		b = field.AppendBytes(b, w.t.Bytes(c), 0)
	}
	b = append(b, '"')
	for _, v := range [...]uint64{uint64(n.Off), uint64(n.Len), mask, typeNumber(n.Def), uint64(n.Buf)} {
		b = field.AppendUint(newLine(append(b, ','), depth+1), v)
	}
	return append(newLine(b, depth), ']')
}

// hasRaw reports whether node c has bytes.
func (w *jsonWriter) hasRaw(c int) bool { return w.t.Nodes[c].Len > 0 || !w.values }

// typeNumber is the number of a field's type in Wireshark 4.6 (enum ftenum).
func typeNumber(d *field.Def) uint64 {
	switch d.Kind {
	case field.Scope:
		if d.IsProtocol() {
			return 1
		}
		return 0
	case field.Bool:
		return 2
	case field.Uint:
		return 3 + uint64(d.TypeBytes())
	case field.Int:
		return 11 + uint64(d.TypeBytes())
	case field.Text:
		return [...]uint64{field.ByLength: 26, field.ByNUL: 27, field.ByPad: 43}[d.Ends]
	}
	return otherTypes[d.Kind]
}

// otherTypes are the numbers of the types that have one size.
var otherTypes = map[field.Kind]uint64{
	field.Double: 23, field.Absolute: 24, field.Relative: 25, field.Ether: 29,
	field.Raw: 30, field.IPv4: 32, field.IPv6: 33, field.FrameNum: 35, field.OID: 37,
}
