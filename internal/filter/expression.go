package filter

import (
	"math"
	"strconv"

	"github.com/pktscope/pktscope/dissect/field"
)

// An Expression is what a filter can calculate and, as Wireshark 4.4 and later let -e
// have it, a column of values: ip.ttl + 1, len(isakmp), ip.src#1. It is immutable.
type Expression struct {
	filter *Filter // its root, if set, is a test: the column has a check mark
	of     typed
}

// CompileExpression compiles an expression. The error is an *Error.
func CompileExpression(expr string, fields Fields) (*Expression, error) {
	n, err := parse(expr)
	switch {
	case err != nil:
		return nil, err
	case n == nil:
		return nil, &Error{Expr: expr, Reason: "expected a field or an expression"}
	}
	x := &Expression{filter: new(Filter)}
	c := &checker{expr: expr, fields: fields, filter: x.filter}
	if n.tests() {
		x.filter.root, err = c.test(n)
	} else {
		x.of, err = c.operand(n)
	}
	if err != nil {
		return nil, err
	}
	return x, nil
}

// tests reports whether n holds or not, and has no value of its own.
func (n *node) tests() bool { return n.kind == not || n.kind == or || n.kind == xor || n.compares() }

// Each calls yield with what appends each value of x in a packet, whose fields are all in
// t. The zero value of Matcher serves.
func (x *Expression) Each(m *Matcher, p Packet, t *field.Tree, yield func(value func(b []byte) []byte)) {
	m.packet, m.tree, m.scratch, m.values = p, t, m.scratch[:0], m.values[:0]
	if x.filter.root != nil {
		if x.filter.root.match(m) {
			yield(func(b []byte) []byte { return append(b, "✓"...) })
		}
		return
	}
	m.push(x.of)
	for i := range m.values {
		if x.of.typ.class != protocol {
			yield(func(b []byte) []byte { return x.of.typ.appendValue(b, &m.values[i]) })
		}
	}
}

// appendValue appends a value as Wireshark writes those of expressions: numbers in
// decimal, bytes with colons.
func (t ftype) appendValue(b []byte, v *datum) []byte {
	switch t.class {
	case unsigned, integer, frame:
		if v.signed {
			return strconv.AppendInt(b, int64(v.n), 10)
		}
		return strconv.AppendUint(b, v.n, 10)
	case boolean:
		return append(b, field.TrueFalse(v.n)...)
	case str:
		return append(b, v.b...)
	case raw:
		if t.text {
			return append(b, v.b...)
		}
		return field.AppendBytes(b, v.b, ':')
	case oid:
		return field.AppendOID(b, v.b)
	case absolute:
		return field.AppendISOTime(b, v.nanos(), field.Local)
	case relative:
		return field.AppendSeconds(b, int64(v.n), 9)
	case double:
		if t.size == singleSize {
			return strconv.AppendFloat(b, math.Float64frombits(v.n), 'g', 9, 64)
		}
		f := math.Float64frombits(v.n)
		if a := math.Abs(f); a < 1e17 && a >= 1e-4 || a == 0 {
			return strconv.AppendFloat(b, f, 'f', -1, 64)
		}
		return strconv.AppendFloat(b, f, 'g', -1, 64)
	}
	return t.appendAddress(b, v)
}

// singleSize is the size of a fraction of single precision in bytes.
const singleSize = 4
