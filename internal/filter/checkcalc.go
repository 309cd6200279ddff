package filter

// arithmetic returns the operand of an arithmetic expression. A constant on the left
// has the type of what stands right of it or, beside another constant, the type that the
// whole expression is compared with.
func (c *checker) arithmetic(n *node, with *typed) (typed, *Error) {
	switch {
	case c.constant(n) && with == nil:
		if w := n.misspelt(); w != nil {
			return typed{}, c.unknown(w)
		}
		return typed{}, c.fail(n, "expected a field or a function: arithmetic with values alone has no type")
	case n.kind != negative && c.valueFirst(n):
		return c.valueLeft(n, with)
	}
	left, err := c.term(n.args[0], with)
	if err != nil {
		return left, err
	}
	if !left.typ.counts(n.kind) {
		return left, c.uncounted(n, n.args[0], left)
	}
	if n.kind == negative {
		return typed{operand: &minusOf{left}, typ: left.typ, named: left.named}, nil
	}
	right, err := c.factor(n, left)
	if err != nil {
		return left, err
	}
	return typed{operand: &combined{op: n.kind, left: left, right: right}, typ: left.typ, named: left.named}, nil
}

// misspelt returns the first word of letters in n, which is meant for a field; nil
// without one.
func (n *node) misspelt() *node {
	if n.kind == word && letter(n.text[0]) {
		return n
	}
	for _, a := range n.args {
		if w := a.misspelt(); w != nil {
			return w
		}
	}
	return nil
}

func (c *checker) uncounted(n, arg *node, of typed) *Error {
	return c.fail(arg, "there is no "+printable(n.text)+" for values of type "+of.typ.String())
}

// valueLeft is arithmetic with a value on the left, such as 3 * udp.port.
func (c *checker) valueLeft(n *node, with *typed) (typed, *Error) {
	if n.kind == star {
		return c.arithmetic(n.mirrored(), with)
	}
	right, err := c.term(n.args[1], with)
	if err != nil {
		return right, err
	}
	if !right.typ.counts(n.kind) || right.typ.timed() && n.kind == slash {
		return right, c.uncounted(n, n.args[1], right)
	}
	left, err := c.term(n.args[0], &right)
	return typed{operand: &combined{op: n.kind, left: left, right: right}, typ: right.typ, named: right.named}, err
}

// factor returns the right operand of arithmetic. Times are multiplied with numbers.
func (c *checker) factor(n *node, left typed) (typed, *Error) {
	arg, of := n.args[1], left
	if scaled := left.typ.timed() && (n.kind == star || n.kind == slash); scaled {
		of = typed{typ: ftype{class: double}}
	}
	right, err := c.term(arg, &of)
	if err == nil && !of.typ.fits(right.typ) {
		err = c.misfit(arg, &of, right)
	}
	return right, err
}

// term returns one operand of arithmetic.
func (c *checker) term(n *node, with *typed) (typed, *Error) {
	switch n.kind {
	case amp, plus, minus, star, slash, percent, negative:
		return c.arithmetic(n, with)
	case text:
		if with == nil || with.typ.class != absolute {
			return typed{}, c.fail(n, "a string is nothing to calculate with")
		}
	}
	if c.constant(n) && with != nil {
		v, err := c.value(n, &typed{typ: with.typ}, false)
		return typed{operand: constant(v), typ: with.typ}, err
	}
	return c.operand(n)
}
