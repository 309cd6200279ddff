package filter

import "pktscope/dissect/field"

// A test is a question to a packet.
type test interface {
	// glance answers from the layers of p, where they suffice.
	glance(p Packet) verdict
	// match answers from the tree.
	match(m *Matcher) bool
}

// A verdict is what a glance tells.
type verdict uint8

const (
	no verdict = iota
	yes
	unsure
)

func sure(b bool) verdict {
	if b {
		return yes
	}
	return no
}

// layers: there is a layer of the protocol.
type layers struct{ proto *field.Proto }

func (t layers) glance(p Packet) verdict { return sure(p.Has(t.proto)) }
func (t layers) match(m *Matcher) bool   { return m.packet.Has(t.proto) }

// exists: there is one of the fields.
type exists struct{ of *fields }

func (t exists) glance(p Packet) verdict { return unlessAbsent(p, t.of) }

func (t exists) match(m *Matcher) bool {
	for i := range m.tree.Nodes {
		if t.of.is(m, i) {
			return true
		}
	}
	return false
}

// present: the operand has a value.
type present struct{ of operand }

func (t present) glance(p Packet) verdict { return unlessAbsent(p, t.of) }

func (t present) match(m *Matcher) bool {
	values := m.push(t.of)
	defer m.pop(values)
	return len(m.values) > values
}

// nonzero: a value of the operand has a bit set.
type nonzero struct{ of typed }

func (t nonzero) glance(p Packet) verdict { return unlessAbsent(p, t.of) }

func (t nonzero) match(m *Matcher) bool {
	values := m.push(t.of)
	defer m.pop(values)
	for i := range m.values[values:] {
		if !t.of.typ.zero(&m.values[values+i]) {
			return true
		}
	}
	return false
}

// unlessAbsent is no if one of the operands can have no value in p.
func unlessAbsent(p Packet, of ...operand) verdict {
	for _, o := range of {
		if o.absent(p) {
			return no
		}
	}
	return unsure
}

// negation: the other test fails.
type negation struct{ of test }

func (t negation) glance(p Packet) verdict {
	switch t.of.glance(p) {
	case yes:
		return no
	case no:
		return yes
	}
	return unsure
}

func (t negation) match(m *Matcher) bool { return !t.of.match(m) }

// conjunction: all tests hold.
type conjunction []test

func (t conjunction) glance(p Packet) verdict {
	all := yes
	for _, of := range t {
		switch of.glance(p) {
		case no:
			return no
		case unsure:
			all = unsure
		}
	}
	return all
}

func (t conjunction) match(m *Matcher) bool {
	for _, of := range t {
		if !of.match(m) {
			return false
		}
	}
	return true
}

// disjunction: one of the tests holds.
type disjunction []test

func (t disjunction) glance(p Packet) verdict {
	all := no
	for _, of := range t {
		switch of.glance(p) {
		case yes:
			return yes
		case unsure:
			all = unsure
		}
	}
	return all
}

func (t disjunction) match(m *Matcher) bool {
	for _, of := range t {
		if of.match(m) {
			return true
		}
	}
	return false
}

// parity: an odd number of the tests holds, one of two.
type parity []test

func (t parity) glance(p Packet) verdict {
	odd := false
	for _, of := range t {
		v := of.glance(p)
		if v == unsure {
			return unsure
		}
		odd = odd != (v == yes)
	}
	return sure(odd)
}

func (t parity) match(m *Matcher) bool {
	odd := false
	for _, of := range t {
		odd = odd != of.match(m)
	}
	return odd
}
