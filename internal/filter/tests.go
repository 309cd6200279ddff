package filter

import "github.com/pktscope/pktscope/dissect/field"

// A test is a predicate of a packet.
type test interface {
	// glance answers from the layers, where they suffice.
	glance(m *Matcher) verdict
	// match answers from the tree.
	match(m *Matcher) bool
}

// A verdict is the result of a glance.
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

func (t layers) glance(m *Matcher) verdict { return sure(m.packet.Has(t.proto)) }
func (t layers) match(m *Matcher) bool     { return m.packet.Has(t.proto) }

// exists: there is one of the fields.
type exists struct{ of *fields }

func (t exists) glance(m *Matcher) verdict { return m.glance(t, t.of) }

func (t exists) match(m *Matcher) bool {
	if m.tree == nil {
		return present{t.of}.match(m)
	}
	for i := range m.tree.Nodes {
		if t.of.is(m, i) && m.tree.HasAlias(t.of.own, i) {
			return true
		}
	}
	return false
}

// present: the operand has a value.
type present struct{ of operand }

func (t present) glance(m *Matcher) verdict { return m.glance(t, t.of) }

func (t present) match(m *Matcher) bool {
	values := m.push(t.of)
	defer m.pop(values)
	return len(m.values) > values
}

// nonzero: a value of the operand has a bit set.
type nonzero struct{ of typed }

func (t nonzero) glance(m *Matcher) verdict { return m.glance(t, t.of) }

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

// glance evaluates a test of operands: no if an operand can have no values, the
// test's result if headers have the values of all operands, unsure otherwise.
func (m *Matcher) glance(t test, of ...operand) verdict {
	known := yes
	for _, o := range of {
		switch o.known(m.packet) {
		case no:
			return no
		case unsure:
			known = unsure
		}
	}
	if known == unsure {
		return unsure
	}
	return sure(t.match(m))
}

// negation: the other test fails.
type negation struct{ of test }

func (t negation) glance(m *Matcher) verdict {
	switch t.of.glance(m) {
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

func (t conjunction) glance(m *Matcher) verdict {
	all := yes
	for _, of := range t {
		switch of.glance(m) {
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

func (t disjunction) glance(m *Matcher) verdict {
	all := no
	for _, of := range t {
		switch of.glance(m) {
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

func (t parity) glance(m *Matcher) verdict {
	odd := false
	for _, of := range t {
		v := of.glance(m)
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
