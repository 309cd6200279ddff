package filter

import (
	"slices"
	"unicode/utf8"

	"github.com/pktscope/pktscope/dissect/field"
)

// An operand has values in a packet: none, one or many.
type operand interface {
	// known is no if p has no layer that could have values, and yes if the headers
	// of its layers have all of them.
	known(p Packet) verdict
	// push appends them to m.values: from the tree, or from the headers if
	// there is none.
	push(m *Matcher)
}

// push appends the values of o and returns where they begin; pop takes them
// back.
func (m *Matcher) push(o operand) (from int) {
	from = len(m.values)
	o.push(m)
	return from
}

func (m *Matcher) pop(from int) { m.values = m.values[:from] }

// maxValues bounds the values of one operand: arithmetic over fields that are
// repeated multiplies them.
const maxValues = 1 << 16

// A constant is a value that stands in the filter.
type constant datum

func (constant) known(Packet) verdict { return yes }
func (c constant) push(m *Matcher)    { m.values = append(m.values, datum(c)) }

// A fields is the values of the fields of a name.
type fields struct {
	own     *field.Def // the declaration that speaks for all
	typ     ftype
	defs    []*field.Def
	protos  []*field.Proto
	layered bool    // all of protos are
	layers  []reach // selected layers; none: all
	spots   []spot  // fixed positions of all fields; nil if a field has none
}

// A spot is a field that always stands in one place of its protocol's header.
type spot struct {
	def *field.Def
	at  int
}

func (f *fields) known(p Packet) verdict {
	if !f.layered {
		return unsure
	}
	v := no
	for _, q := range f.protos {
		for i := 0; i >= 0; i++ {
			var fixed bool
			if i, _, fixed = p.Header(q, i); i < 0 {
				break
			}
			if f.spots == nil || !fixed {
				return unsure
			}
			v = yes
		}
	}
	return v
}

func (f *fields) push(m *Matcher) {
	if m.tree == nil {
		f.headers(m)
		return
	}
	for i := range m.tree.Nodes {
		if !f.is(m, i) {
			continue
		}
		if text, ok := m.alias(f.own, i); ok {
			if len(text) > 0 {
				m.values = append(m.values, bytesOf(text))
			}
			continue
		}
		if v, ok := m.read(f.typ, i); ok {
			m.values = append(m.values, v)
		}
	}
}

// headers appends the values found in headers, and returns the verdict of known.
func (f *fields) headers(m *Matcher) verdict {
	if !f.layered {
		return unsure
	}
	v := no
	for _, q := range f.protos {
		for i := 0; ; i++ {
			var b []byte
			var fixed bool
			if i, b, fixed = m.packet.Header(q, i); i < 0 {
				break
			}
			if f.spots == nil || !fixed {
				return unsure
			}
			v = yes
			for k := range f.spots {
				s := &f.spots[k]
				if end := s.at + int(s.def.Size); s.def.Proto == q && end <= len(b) {
					m.values = append(m.values, f.typ.fromWire(s.def, b[s.at:end]))
				}
			}
		}
	}
	return v
}

// is reports whether node i is one of the fields.
func (f *fields) is(m *Matcher, i int) bool {
	for _, d := range f.defs {
		if m.tree.Nodes[i].Def == d {
			return f.layers == nil || f.counts(m.tree, i)
		}
	}
	return false
}

// counts reports whether the layer of node i is selected by the layer numbers of a
// filter such as ip.addr#2.
func (f *fields) counts(t *field.Tree, i int) bool {
	own := &t.Nodes[i].Def.Proto.Def
	for t.Nodes[i].Def != own && t.Nodes[i].Parent >= 0 {
		i = int(t.Nodes[i].Parent)
	}
	number, all := 0, 0
	for k := range t.Nodes {
		if t.Nodes[k].Def == own {
			if all++; k <= i {
				number++
			}
		}
	}
	return slices.ContainsFunc(f.layers, func(r reach) bool { return r.has(number, all) })
}

// A slicesOf is parts of an operand's values.
type slicesOf struct {
	of    typed
	parts []reach
}

func (s *slicesOf) known(p Packet) verdict { return s.of.known(p) }

func (s *slicesOf) push(m *Matcher) {
	from := m.push(s.of)
	kept := from
	for i := from; i < len(m.values); i++ {
		var b []byte
		b, m.scratch = s.of.typ.bare(&m.values[i], m.scratch)
		if s.of.typ.class == str && utf8.RuneCount(b) < len(b) {
			b = m.characters(b, s.parts)
			if len(b) > 0 {
				m.values[kept] = bytesOf(b)
				kept++
			}
			continue
		}
		if m.slice(&b, s.parts) {
			m.values[kept] = bytesOf(b)
			kept++
		}
	}
	m.values = m.values[:kept]
}

// characters returns the parts of a text, which are counted in characters, as far as it
// has them.
func (m *Matcher) characters(text []byte, parts []reach) []byte {
	size, start := utf8.RuneCount(text), len(m.scratch)
	for _, p := range parts {
		from, to, ok := p.of(size)
		if !ok {
			break
		}
		for at, n := 0, 0; at < len(text) && n < to; n++ {
			_, width := utf8.DecodeRune(text[at:])
			if n >= from {
				m.scratch = append(m.scratch, text[at:at+width]...)
			}
			at += width
		}
	}
	return m.scratch[start:]
}

// slice sets b to the concatenation of its parts as far as b has them. It reports
// false if b lacks the first part.
func (m *Matcher) slice(b *[]byte, parts []reach) bool {
	from, to, ok := parts[0].of(len(*b))
	if !ok {
		return false
	}
	if len(parts) == 1 {
		*b = (*b)[from:to]
		return true
	}
	start := len(m.scratch)
	for _, p := range parts {
		if from, to, ok = p.of(len(*b)); !ok {
			break
		}
		m.scratch = append(m.scratch, (*b)[from:to]...)
	}
	*b = m.scratch[start:]
	return true
}
