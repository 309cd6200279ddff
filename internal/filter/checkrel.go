package filter

// comparison returns the test of a comparison operator.
func (c *checker) comparison(n *node) (test, *Error) {
	left, err := c.left(n)
	if err != nil {
		return nil, err
	}
	right, err := c.right(n.args[1], &left, false)
	if err != nil {
		return nil, err
	}
	t := &comparison{left: left.operand, right: right.operand, order: left.typ.ordered(), holds: holds(n.kind)}
	switch n.quant {
	case allOf:
		t.all = true
	case 0:
		t.all = n.kind == allEq || n.kind == allNe
	}
	return t, nil
}

// left returns the left operand of an operator.
func (c *checker) left(n *node) (typed, *Error) {
	arg := n.args[0]
	if c.constant(arg) && arg.kind != word {
		return typed{}, c.fail(arg, "expected a field or a function left of "+printable(n.text)+", not "+c.written(arg))
	}
	left, err := c.operand(arg)
	if err == nil && left.typ.class == none {
		err = c.fail(arg, c.written(arg)+" has no value to compare: it is only there, or not")
	}
	return left, err
}

// search returns the test of contains.
func (c *checker) search(n *node) (test, *Error) {
	left, err := c.left(n)
	if err != nil {
		return nil, err
	}
	if !left.typ.searched() {
		return nil, c.fail(n.args[0], c.written(n.args[0])+" cannot be searched: it is of type "+left.typ.String())
	}
	right, err := c.right(n.args[1], &left, true)
	if err != nil {
		return nil, err
	}
	return &search{left: left.operand, right: right.operand, all: n.quant == allOf}, nil
}

// match returns the test of matches.
func (c *checker) match(n *node) (test, *Error) {
	left, err := c.left(n)
	if err != nil {
		return nil, err
	}
	if !left.typ.searched() {
		return nil, c.fail(n.args[0], c.written(n.args[0])+" cannot be searched: it is of type "+left.typ.String())
	}
	pattern := n.args[1]
	if pattern.kind != text {
		return nil, c.fail(pattern, "expected a regular expression in double quotes")
	}
	re, why := compilePattern(pattern.text)
	if why != nil {
		return nil, c.fail(pattern, why.Error())
	}
	return &match{left: left.operand, re: re, all: n.quant == allOf}, nil
}

// membership returns the test of in.
func (c *checker) membership(n *node) (test, *Error) {
	left, err := c.left(n)
	if err != nil {
		return nil, err
	}
	if !c.isField(n.args[0]) {
		return nil, c.fail(n.args[0], "only a field can be in a set")
	}
	t := &membership{left: left.operand, order: left.typ.ordered(), out: n.out, all: (n.quant == allOf) != n.out} // "all not in" is that not all are in
	for i := 0; i < len(n.args[1].args); i += 2 {
		from, err := c.right(n.args[1].args[i], &left, false)
		if err != nil {
			return nil, err
		}
		e := element{from: from.operand}
		if last := n.args[1].args[i+1]; last != nil {
			to, err := c.right(last, &left, false)
			if err != nil {
				return nil, err
			}
			e.to = to.operand
		}
		t.set = append(t.set, e)
	}
	return t, nil
}

// arithmetic returns the operand of an arithmetic expression. A constant on the left
// has the type that the whole expression is compared with.
func (c *checker) arithmetic(n *node, with *typed) (typed, *Error) {
	if c.constant(n) && with == nil {
		return typed{}, c.fail(n, "expected a field or a function: arithmetic with values alone has no type")
	}
	left, err := c.term(n.args[0], with)
	if err != nil {
		return left, err
	}
	if !left.typ.counts(n.kind) {
		return left, c.fail(n.args[0], "there is no "+printable(n.text)+" for values of type "+left.typ.String())
	}
	if n.kind == negative {
		return typed{operand: &minusOf{left}, typ: left.typ, named: left.named}, nil
	}
	right, err := c.term(n.args[1], &left)
	if err != nil {
		return left, err
	}
	if !left.typ.fits(right.typ) {
		return left, c.misfit(n.args[1], &left, right)
	}
	return typed{operand: &combined{op: n.kind, left: left, right: right}, typ: left.typ, named: left.named}, nil
}

// term returns one operand of arithmetic.
func (c *checker) term(n *node, with *typed) (typed, *Error) {
	switch n.kind {
	case amp, plus, minus, star, slash, percent, negative:
		return c.arithmetic(n, with)
	case text:
		return typed{}, c.fail(n, "a string is nothing to calculate with")
	}
	if c.constant(n) && with != nil {
		v, err := c.value(n, with.typ, nil, false)
		return typed{operand: constant(v), typ: with.typ}, err
	}
	return c.operand(n)
}
