package filter

import (
	"bytes"
	"encoding/binary"
	"slices"
	"unicode/utf8"

	"github.com/pktscope/pktscope/dissect/field"
)

// read returns the value of node i as one of type t; ok is false where it has none.
func (m *Matcher) read(t ftype, i int) (v datum, ok bool) {
	n := &m.tree.Nodes[i]
	switch t.class {
	case unsigned, frame, boolean, double:
		return numberOf(n.Val), true
	case integer:
		return signedOf(int64(n.Val)), true
	case absolute, relative:
		return momentOf(n.Nanos()), true
	case str:
		return bytesOf(m.text(i)), true
	case ipv4Addr:
		b := m.tree.Text(i)
		if len(b) < 4 {
			return v, false
		}
		return datum{n: uint64(binary.BigEndian.Uint32(b)), bits: 32, node: -1}, true
	case ipv6Addr:
		b := m.tree.Text(i)
		return datum{b: b, bits: 128, node: -1}, len(b) == 16
	case ether:
		b := m.tree.Text(i)
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

// text returns the text of node i: up to the NUL that ends it, in UTF-8. Of a node
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

// alias returns the text that own has for node i, and reports whether own is an alias
// that is a text.
func (m *Matcher) alias(own *field.Def, i int) (text []byte, ok bool) {
	from := len(m.scratch)
	m.scratch, ok = m.tree.AppendAlias(m.scratch, own, i)
	return m.scratch[from:], ok
}

// reach returns what v is searched in: of a protocol also what it carries.
func (m *Matcher) reach(v *datum) []byte {
	if v.node >= 0 {
		return m.packet.Reach(m.tree, int(v.node))
	}
	return v.b
}

// find returns the spots of the fields, nil if one of them has none.
func (f *fields) find() (all []spot) {
	if f.layers != nil {
		return nil
	}
	for _, d := range f.defs {
		if d.At == nil || typeOf(d) != f.typ {
			return nil
		}
		for _, at := range d.At {
			same := func(s spot) bool { return s.def.Proto == d.Proto && s.at == int(at) }
			if !slices.ContainsFunc(all, same) {
				all = append(all, spot{d, int(at)})
			}
		}
	}
	return all
}

// fromWire returns the value of d whose bytes are b.
func (t ftype) fromWire(d *field.Def, b []byte) datum {
	switch t.class {
	case unsigned, boolean:
		var v uint64
		for _, c := range b {
			v = v<<8 | uint64(c)
		}
		return numberOf(d.Value(v))
	case ipv4Addr:
		return datum{n: uint64(binary.BigEndian.Uint32(b)), bits: 32, node: -1}
	case ipv6Addr:
		return datum{b: b, bits: 128, node: -1}
	}
	return bytesOf(b)
}
