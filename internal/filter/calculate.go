package filter

import (
	"math"
	"math/bits"

	"github.com/pktscope/pktscope/dissect/field"
)

// A combined is arithmetic over two operands: over all pairs of their values.
type combined struct {
	op          kind
	left, right typed
}

func (b *combined) known(p Packet) verdict {
	left, right := b.left.known(p), b.right.known(p)
	switch {
	case left == no || right == no:
		return no
	case left == unsure:
		return unsure
	}
	return right
}

func (b *combined) push(m *Matcher) {
	from := m.push(b.left)
	middle := m.push(b.right)
	end := len(m.values)
	for i := from; i < middle; i++ {
		for k := middle; k < end && len(m.values) < end+maxValues; k++ {
			if v, ok := m.calculate(b.op, b.left.typ, &m.values[i], &m.values[k]); ok {
				m.values = append(m.values, v)
			}
		}
	}
	m.values = m.values[:from+copy(m.values[from:], m.values[end:])]
}

// A minusOf is an operand below zero.
type minusOf struct{ of typed }

func (o *minusOf) known(p Packet) verdict { return o.of.known(p) }

func (o *minusOf) push(m *Matcher) {
	kept := m.push(o.of)
	for i := kept; i < len(m.values); i++ {
		v := m.values[i]
		if !v.signed && o.of.typ.number() && (v.n > math.MaxInt64 || !o.of.typ.wide() && v.n > math.MaxInt32) {
			continue // no room for a sign
		}
		switch o.of.typ.class {
		case double:
			v.n = math.Float64bits(-math.Float64frombits(v.n))
			v.signed = true
		case relative, absolute:
			v = momentOf(field.Nanos{}.Sub(v.nanos()))
		default:
			v.n, v.signed = -v.n, true
		}
		m.values[kept] = v
		kept++
	}
	m.pop(kept)
}

// calculate returns a op b, as values of type t. There is no value where the result
// is too large or has no meaning.
func (m *Matcher) calculate(op kind, t ftype, a, b *datum) (datum, bool) {
	switch {
	case op == amp && t.class == ipv4Addr:
		return datum{n: a.n & b.n, bits: a.bits, node: -1}, true
	case op == amp && !t.number():
		from := len(m.scratch)
		for i := range min(len(a.b), len(b.b)) {
			m.scratch = append(m.scratch, a.b[i]&b.b[i])
		}
		return datum{b: m.scratch[from:], bits: a.bits, node: -1}, true
	case t.class == double:
		return calculateDouble(op, math.Float64frombits(a.n), math.Float64frombits(b.n)), true
	case t.timed() && (op == star || op == slash):
		return scale(op, a, math.Float64frombits(b.n))
	case t.timed() && op == plus:
		return momentOf(a.nanos().Add(b.nanos())), true
	case t.timed():
		return momentOf(a.nanos().Sub(b.nanos())), true
	case t.wide() && a.signed:
		return calculateSigned(op, int64(a.n), int64(b.n), math.MinInt64, math.MaxInt64)
	case a.signed:
		return calculateSigned(op, int64(int32(a.n)), int64(int32(b.n)), math.MinInt32, math.MaxInt32)
	case t.wide():
		return calculateUnsigned(op, a.n, b.n, math.MaxUint64)
	}
	return calculateUnsigned(op, uint64(uint32(a.n)), uint64(uint32(b.n)), math.MaxUint32)
}

// calculateUnsigned knows no number below zero but the difference of two, which
// must have room for a sign, as Wireshark has it.
func calculateUnsigned(op kind, a, b, most uint64) (datum, bool) {
	var over uint64
	r := a
	switch op {
	case plus:
		r, over = bits.Add64(a, b, 0)
	case minus:
		if a < b {
			return signedOf(int64(a) - int64(b)), b-a <= math.MaxInt64
		}
		r = a - b
	case star:
		over, r = bits.Mul64(a, b)
	case slash, percent:
		if b == 0 {
			return datum{}, false
		}
		if r = a / b; op == percent {
			r = a % b
		}
	case amp:
		r = a & b
	}
	return numberOf(r), over == 0 && r <= most
}

// scale multiplies a time with a number, or divides it by one. Nanoseconds have more
// room than 64 bits: those of fifty years a thousand times would not fit.
func scale(op kind, of *datum, by float64) (datum, bool) {
	if whole := int64(by); float64(whole) == by {
		switch {
		case op == star:
			n, ok := of.nanos().Times(whole)
			return momentOf(n), ok
		case of.high != 0:
			return datum{}, false
		}
		v, ok := calculateSigned(op, int64(of.n), whole, math.MinInt64, math.MaxInt64)
		return momentOf(field.Nanos{Low: int64(v.n)}), ok
	}
	if of.high != 0 {
		return datum{}, false
	}
	nanos := float64(int64(of.n))
	r := nanos * by
	if op == slash {
		r = nanos / by
	}
	return momentOf(field.Nanos{Low: int64(r)}), math.Abs(r) < math.MaxInt64
}

func calculateDouble(op kind, a, b float64) datum {
	r := a
	switch op {
	case plus:
		r = a + b
	case minus:
		r = a - b
	case star:
		r = a * b
	case slash:
		r = a / b
	}
	return numberOf(math.Float64bits(r))
}

func calculateSigned(op kind, a, b, least, most int64) (datum, bool) {
	r, ok := a, true
	switch op {
	case plus:
		r = a + b
		ok = (r > a) == (b > 0)
	case minus:
		r = a - b
		ok = (r < a) == (b > 0)
	case star:
		r = a * b
		ok = a == 0 || r/a == b && !(a == -1 && b == math.MinInt64)
	case slash, percent:
		if b == 0 || a == math.MinInt64 && b == -1 {
			return datum{}, false
		}
		if r = a / b; op == percent {
			r = a % b
		}
	case amp:
		r = a & b
	}
	return signedOf(r), ok && r >= least && r <= most
}
