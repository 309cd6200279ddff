package filter

import (
	"math"
	"strconv"
	"unicode/utf8"

	"github.com/pktscope/pktscope/dissect/field"
)

// A fn is a function: how many operands it takes, which, and what it returns.
type fn struct {
	name     string
	min, max int
	// check returns the type of its values, or what is wrong with the
	// operand that it is asked of.
	check func(arg typed) (ftype, string)
	// each makes a value of one of an operand's, or none; nil where all are looked
	// at together.
	each func(m *Matcher, t ftype, v *datum) (datum, bool)
	all  func(t ftype, values []datum) datum
	none bool // all takes no values as well
}

func functions() []fn { return append(functionsPlain(), functionsIP()...) }

func functionsPlain() []fn {
	return []fn{
		{name: "len", min: 1, max: 1, check: ofField, each: length},
		{name: "count", min: 1, max: 1, check: ofField, all: count, none: true},
		{name: "string", min: 1, max: 1, check: ofPrinted, each: printed},
		{name: "lower", min: 1, max: 1, check: ofText, each: lower},
		{name: "upper", min: 1, max: 1, check: ofText, each: upper},
		{name: "max", min: 1, max: math.MaxInt, check: ofOrdered, all: largest},
		{name: "min", min: 1, max: math.MaxInt, check: ofOrdered, all: smallest},
		{name: "abs", min: 1, max: 1, check: ofNumber, each: absolve},
		{name: valueNames, min: 1, max: 1, check: ofNamed},
		{name: "dec", min: 1, max: 1, check: ofInteger, each: decimal},
		{name: "hex", min: 1, max: 1, check: ofInteger, each: hexadecimal},
		{name: "float", min: 1, max: 1, check: ofSingle, each: single},
		{name: "double", min: 1, max: 1, check: ofFloat, each: twice},
	}
}

// A called is a function and its operands.
type called struct {
	fn   fn
	args []typed
}

// known: max and min have a value if any operand has one.
func (c *called) known(p Packet) verdict {
	v := no
	for _, a := range c.args {
		switch a.known(p) {
		case unsure:
			return unsure
		case yes:
			v = yes
		}
	}
	if c.fn.none {
		return yes
	}
	return v
}

func (c *called) push(m *Matcher) {
	from := len(m.values)
	for _, a := range c.args {
		m.push(a)
	}
	values := m.values[from:]
	switch {
	case len(values) == 0 && !c.fn.none:
	case c.fn.all != nil:
		m.values = append(m.values[:from], c.fn.all(c.args[0].typ, values))
	default:
		kept := from
		for i := range values {
			if v, ok := c.fn.each(m, c.args[0].typ, &values[i]); ok {
				m.values[kept] = v
				kept++
			}
		}
		m.pop(kept)
	}
}

// valueNames is the function that gives the names of values.
const valueNames = "vals"

// isPlain reports whether arg is a field, and no slice or arithmetic.
func isPlain(arg typed) bool {
	switch arg.operand.(type) {
	case *fields, column, named, bare:
		return true
	}
	return false
}

func ofField(arg typed) (ftype, string) {
	if _, is := arg.operand.(*called); !is && !isPlain(arg) {
		return ftype{}, "a field"
	}
	return ftype{class: unsigned, size: 4}, ""
}

func ofText(arg typed) (ftype, string) {
	if arg.typ.class != str {
		return ftype{}, "text"
	}
	return arg.typ, ""
}

func ofPrinted(arg typed) (ftype, string) {
	c := arg.typ.class
	if !isPlain(arg) || !arg.typ.number() && c != double && c != ipv4Addr && c != ipv6Addr && c != ether {
		return ftype{}, "a field that is a number or an address"
	}
	return ftype{class: str}, ""
}

func ofOrdered(arg typed) (ftype, string) {
	if c := arg.typ.class; arg.cut || c == none || c == protocol || arg.typ.octets() && c != ether {
		return ftype{}, "fields, functions and values that have an order"
	}
	return arg.typ, ""
}

func ofNamed(arg typed) (ftype, string) {
	if _, ok := arg.names(); !ok {
		return ftype{}, "a field whose values have names"
	}
	return ftype{class: str}, ""
}

func ofInteger(arg typed) (ftype, string) {
	if !isPlain(arg) || !arg.typ.number() {
		return ftype{}, "a field that is an integer"
	}
	return ftype{class: str}, ""
}

func ofSingle(arg typed) (ftype, string) {
	t, want := ofFloat(arg)
	t.size = singleSize
	return t, want
}

func ofFloat(arg typed) (ftype, string) {
	switch arg.typ.class {
	case unsigned, integer, frame, boolean, relative, absolute, double:
		return ftype{class: double}, ""
	}
	return ftype{}, "a number or a time"
}

func ofNumber(arg typed) (ftype, string) {
	if c := arg.typ.class; !arg.typ.number() && c != relative && c != double {
		return ftype{}, "a number or a time difference"
	}
	return arg.typ, ""
}

// length returns the length of v in bytes, of text in characters. Values that have none on
// the wire have none here.
func length(m *Matcher, t ftype, v *datum) (datum, bool) {
	switch {
	case t.number():
		return numberOf(uint64(t.size)), true
	case t.class == ipv4Addr:
		return numberOf(4), true
	case t.class == str:
		return numberOf(uint64(utf8.RuneCount(v.b))), true
	}
	return numberOf(uint64(len(v.b))), true
}

func count(_ ftype, values []datum) datum { return numberOf(uint64(len(values))) }

func largest(t ftype, values []datum) datum { return extreme(t, values, 1) }

func smallest(t ftype, values []datum) datum { return extreme(t, values, -1) }

func extreme(t ftype, values []datum, sign int) datum {
	order, best := t.ordered(), 0
	for i := range values {
		if order(&values[i], &values[best])*sign > 0 {
			best = i
		}
	}
	return values[best]
}

func absolve(_ *Matcher, t ftype, v *datum) (datum, bool) {
	if t.class == double {
		return doubleDatum(math.Abs(math.Float64frombits(v.n))), true
	}
	if v.signed && int64(v.n) < 0 {
		v.n = -v.n
	}
	return *v, true
}

// twice returns a number, or seconds, in double precision, single in single.
func twice(_ *Matcher, t ftype, v *datum) (datum, bool) { return doubleDatum(t.float(v)), true }

func single(_ *Matcher, t ftype, v *datum) (datum, bool) {
	return doubleDatum(float64(float32(t.float(v)))), true
}

func doubleDatum(f float64) datum { return numberOf(math.Float64bits(f)) }

// float returns a number, or seconds, as a fraction.
func (t ftype) float(v *datum) float64 {
	switch {
	case t.class == double:
		return math.Float64frombits(v.n)
	case t.class == relative || t.class == absolute:
		sec, nsec := v.nanos().Unix()
		return float64(sec) + float64(nsec)/1e9
	case v.signed:
		return float64(int64(v.n))
	}
	return float64(v.n)
}

// decimal returns a number in decimal, hexadecimal with all digits that it can have.
func decimal(m *Matcher, t ftype, v *datum) (datum, bool) { return printed(m, t, v) }

func hexadecimal(m *Matcher, t ftype, v *datum) (datum, bool) {
	from := len(m.scratch)
	m.scratch = field.AppendHex(append(m.scratch, "0x"...), v.n, int(t.size))
	return bytesOf(m.scratch[from:]), true
}

// printed returns a number in decimal, or an address.
func printed(m *Matcher, t ftype, v *datum) (datum, bool) {
	from := len(m.scratch)
	switch {
	case t.number() && v.signed:
		m.scratch = strconv.AppendInt(m.scratch, int64(v.n), 10)
	case t.number():
		m.scratch = strconv.AppendUint(m.scratch, v.n, 10)
	case t.class == double:
		m.scratch = strconv.AppendFloat(m.scratch, math.Float64frombits(v.n), 'g', 6, 64)
	default:
		m.scratch = t.appendAddress(m.scratch, v)
	}
	return bytesOf(m.scratch[from:]), true
}

func lower(m *Matcher, _ ftype, v *datum) (datum, bool) { return m.changed(v, 'A', 'Z'), true }

func upper(m *Matcher, _ ftype, v *datum) (datum, bool) { return m.changed(v, 'a', 'z'), true }

// changed returns v with the letters from first to last in the other case.
func (m *Matcher) changed(v *datum, first, last byte) datum {
	from := len(m.scratch)
	m.scratch = append(m.scratch, v.b...)
	b := m.scratch[from:]
	for i, c := range b {
		if c >= first && c <= last {
			b[i] = c ^ ('a' - 'A')
		}
	}
	return bytesOf(b)
}

// find returns the function of that name.
func find(name string) (fn, bool) {
	for _, f := range functions() {
		if f.name == name {
			return f, true
		}
	}
	return fn{}, false
}
