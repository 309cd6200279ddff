package filter

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"

	"pktscope/dissect/field"
)

// read is the value of node i as one of type t; ok is false where it has none.
func (m *Matcher) read(t ftype, i int) (v datum, ok bool) {
	n := &m.tree.Nodes[i]
	switch t.class {
	case unsigned, frame, boolean:
		return numberOf(n.Val), true
	case integer, absolute, relative:
		return signedOf(int64(n.Val)), true
	case str:
		return bytesOf(m.text(i)), true
	case ipv4Addr:
		b := m.tree.Bytes(i)
		if len(b) < 4 {
			return v, false
		}
		return datum{n: uint64(binary.BigEndian.Uint32(b)), bits: 32, node: -1}, true
	case ipv6Addr:
		b := m.tree.Bytes(i)
		return datum{b: b, bits: 128, node: -1}, len(b) == 16
	case ether:
		b := m.tree.Bytes(i)
		if n.Def.Mirrored && len(b) == 6 {
			a := field.Mirror([6]byte(b))
			from := len(m.scratch)
			m.scratch = append(m.scratch, a[:]...)
			b = m.scratch[from:]
		}
		return bytesOf(b), true
	case raw, oid:
		return bytesOf(m.tree.Text(i)), true
	case protocol:
		return datum{b: m.tree.Bytes(i), node: int32(i)}, true
	}
	return v, false
}

// text is the text of node i: up to the NUL that ends it, in UTF-8. Of a node
// that is no text it is its value's.
func (m *Matcher) text(i int) []byte {
	from := len(m.scratch)
	if m.tree.Nodes[i].Def.Kind != field.Text {
		m.scratch = m.tree.AppendShow(m.scratch, i)
		return m.scratch[from:]
	}
	s := m.tree.Text(i)
	if bytes.IndexByte(s, 0) < 0 && utf8.Valid(s) {
		return s
	}
	m.scratch = m.tree.AppendShow(m.scratch, i)
	return m.scratch[from:]
}

// reach is what v is searched in: of a protocol also what it carries.
func (m *Matcher) reach(v *datum) []byte {
	if v.node >= 0 {
		return m.packet.Reach(m.tree, int(v.node))
	}
	return v.b
}
