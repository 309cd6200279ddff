package filter

import (
	"slices"
	"strconv"

	"github.com/pktscope/pktscope/dissect/field"
)

// A checker turns a syntax tree into tests.
type checker struct {
	expr   string
	fields Fields
	filter *Filter
}

func (c *checker) fail(n *node, reason string) *Error {
	return &Error{Expr: c.expr, From: n.whole.from, To: n.whole.to, Reason: reason}
}

// written returns n as it stands in the expression.
func (c *checker) written(n *node) string { return printable(c.expr[n.whole.from:n.whole.to]) }

// test returns the test of node n.
func (c *checker) test(n *node) (test, *Error) {
	switch n.kind {
	case and, or, xor:
		return c.terms(n)
	case not:
		t, err := c.test(n.args[0])
		return negation{t}, err
	case contains:
		return c.search(n)
	case matches:
		return c.match(n)
	case in:
		return c.membership(n)
	}
	if n.kind.relation() {
		return c.comparison(n)
	}
	return c.presence(n)
}

func (c *checker) terms(n *node) (test, *Error) {
	var all []test
	for _, a := range n.args {
		t, err := c.test(a)
		if err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	switch n.kind {
	case and:
		return conjunction(all), nil
	case or:
		return disjunction(all), nil
	}
	return parity(all), nil
}

// presence returns the test whether n is there.
func (c *checker) presence(n *node) (test, *Error) {
	switch n.kind {
	case function:
		o, err := c.operand(n)
		return nonzero{o}, err
	case slice:
		o, err := c.operand(n)
		return present{o}, err
	case amp, plus, minus, star, slash, percent, negative:
		o, err := c.arithmetic(n, nil)
		return nonzero{o}, err
	}
	o, err := c.operand(n)
	if err != nil {
		return nil, err
	}
	f, ok := o.operand.(*fields)
	switch {
	case !ok:
		return present{o}, nil
	case f.protos[0].Name == columnsProto:
		return listed{}, nil
	case f.typ.class == protocol && f.layered && f.layers == nil:
		return layers{f.protos[0]}, nil
	}
	return exists{f}, nil
}

// A typed is an operand and the type of its values.
type typed struct {
	operand
	typ   ftype
	named []*field.Def // may name the values
	cut   bool         // it is a slice
}

// operand returns a field, a slice or a function. Values have no type of their own.
func (c *checker) operand(n *node) (typed, *Error) {
	switch n.kind {
	case word, name:
		return c.field(n)
	case rawName:
		return c.bare(n)
	case slice:
		return c.slice(n)
	case function:
		return c.call(n)
	case amp, plus, minus, star, slash, percent, negative:
		return c.arithmetic(n, nil)
	}
	return typed{}, c.fail(n, "expected a field or a function, not "+c.written(n))
}

// isField reports whether n names a field, or can name nothing else.
func (c *checker) isField(n *node) bool {
	return n.kind == name || n.kind == rawName || n.kind == word && c.fields.Declared(n.text) != nil
}

// constant reports whether n is a value, or made of values alone.
func (c *checker) constant(n *node) bool {
	switch n.kind {
	case word:
		return !c.isField(n)
	case literal, text, char:
		return true
	case negative, amp, plus, minus, star, slash, percent:
		return !slices.ContainsFunc(n.args, func(a *node) bool { return !c.constant(a) })
	}
	return false
}

// field returns the operand of the fields that n names.
func (c *checker) field(n *node) (typed, *Error) {
	defs := c.fields.Declared(n.text)
	if defs == nil {
		return typed{}, c.unknown(n)
	}
	own := defs[0]
	if own.Proto.Name == columnsProto && own != &own.Proto.Def {
		return c.column(n, own)
	}
	f := &fields{layers: n.ranges}
	for _, d := range defs {
		if d.Also == nil {
			f.defs = append(f.defs, d)
			continue
		}
		own, f.defs = d, append(f.defs, d.Also...)
	}
	f.own, f.typ = own, typeOf(own)
	f.layered = true
	for _, d := range f.defs {
		if !slices.Contains(f.protos, d.Proto) {
			f.protos = append(f.protos, d.Proto)
			f.layered = f.layered && c.fields.Layered(d.Proto)
		}
	}
	f.spots = f.find()
	c.filter.defs = append(c.filter.defs, f.defs...)
	return typed{operand: f, typ: f.typ, named: f.defs}, nil
}

// slice returns a part of the bytes of an operand.
func (c *checker) slice(n *node) (typed, *Error) {
	of, err := c.operand(n.args[0])
	if err != nil {
		return typed{}, err
	}
	if !of.typ.sliced() {
		return typed{}, c.fail(n.args[0], c.written(n.args[0])+" is no bytes of which there could be a slice: it is of type "+of.typ.String())
	}
	return typed{operand: &slicesOf{of, n.ranges}, typ: ftype{class: raw, text: of.typ.class == str}, cut: true}, nil
}

// whole returns all bytes of an operand.
func whole(of typed) typed {
	if of.cut || of.typ.octets() {
		return of
	}
	return typed{operand: &slicesOf{of, []reach{{all: true}}}, typ: ftype{class: raw}, cut: true}
}

// right returns the right operand of an operator, with values comparable to left's.
func (c *checker) right(n *node, left *typed, part bool) (typed, *Error) {
	switch n.kind {
	case amp, plus, minus, star, slash, percent, negative:
		right, err := c.arithmetic(n, left)
		if err == nil && !left.typ.fits(right.typ) {
			err = c.misfit(n, left, right)
		}
		return right, err
	}
	if c.constant(n) {
		v, err := c.value(n, left, part)
		return typed{operand: constant(v), typ: left.typ}, err
	}
	right, err := c.operand(n)
	switch {
	case err != nil:
		return right, err
	case left.typ.fits(right.typ):
		return right, nil
	case (left.cut || right.cut) && left.typ.sliced() && right.typ.sliced():
		*left = whole(*left)
		return whole(right), nil
	}
	return right, c.misfit(n, left, right)
}

func (c *checker) misfit(n *node, left *typed, right typed) *Error {
	return c.fail(n, "expected a value of type "+left.typ.String()+", and "+c.written(n)+" is of type "+right.typ.String())
}

// quote returns s in double quotes, with control characters escaped.
func quote(s string) string { return strconv.Quote(s) }
