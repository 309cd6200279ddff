package filter

// comparison returns the test of a comparison operator.
func (c *checker) comparison(n *node) (test, *Error) {
	if c.valueFirst(n) {
		n = n.mirrored()
	}
	left, err := c.left(n)
	if err != nil {
		return nil, err
	}
	right, err := c.right(n.args[1], &left, false)
	if err != nil {
		return nil, err
	}
	if n.kind >= lt {
		if err := c.unordered(n, n.args[1], left); err != nil {
			return nil, err
		}
	}
	t := &comparison{left: left.operand, right: right.operand, order: left.typ.ordered(), holds: holds(n.kind)}
	if v, ok := right.operand.(constant); ok {
		t.value = (*datum)(&v)
	}
	switch n.quant {
	case allOf:
		t.all = true
	case 0:
		t.all = n.kind == allEq || n.kind == allNe
	}
	return t, nil
}

// valueFirst reports whether a value stands left and a field, or what is made of one,
// right of an operator. A word of letters is taken for a field that is misspelt.
func (c *checker) valueFirst(n *node) bool {
	left := n.args[0]
	return c.constant(left) && !c.constant(n.args[1]) && (left.kind != word || !letter(left.text[0]))
}

// mirrored is the comparison with its sides exchanged: a < b as b > a.
func (n *node) mirrored() *node {
	m := *n
	m.args = []*node{n.args[1], n.args[0]}
	switch n.kind {
	case lt:
		m.kind = gt
	case gt:
		m.kind = lt
	case le:
		m.kind = ge
	case ge:
		m.kind = le
	}
	return &m
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
	if left, err = c.searched(n, left); err != nil {
		return nil, err
	}
	right, err := c.right(n.args[1], &left, true)
	if err != nil {
		return nil, err
	}
	return &search{left: left.operand, right: right.operand, all: n.quant == allOf}, nil
}

// searched returns the operand left of contains and matches: of numbers the names of
// the values.
func (c *checker) searched(n *node, left typed) (typed, *Error) {
	if left.typ.searched() {
		return left, nil
	}
	if names, ok := left.names(); ok {
		return names, nil
	}
	return left, c.fail(n.args[0], c.written(n.args[0])+" cannot be searched: it is of type "+left.typ.String())
}

// match returns the test of matches.
func (c *checker) match(n *node) (test, *Error) {
	left, err := c.left(n)
	if err != nil {
		return nil, err
	}
	if left, err = c.searched(n, left); err != nil {
		return nil, err
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
		e, err := c.element(left, n.args[1].args[i], n.args[1].args[i+1])
		if err != nil {
			return nil, err
		}
		if e.names {
			names, _ := left.names()
			t.names = names.operand
		}
		t.set = append(t.set, e)
	}
	return t, nil
}

// element returns the element of a set from low to high, which is nil for one value.
func (c *checker) element(left typed, low, high *node) (element, *Error) {
	with := left
	from, err := c.right(low, &with, false)
	if err != nil {
		return element{}, err
	}
	if high == nil {
		_, names := with.operand.(named)
		return element{from: from.operand, names: names}, nil
	}
	to, err := c.right(high, &with, false)
	if err == nil {
		err = c.unordered(high, low, with)
	}
	return element{from: from.operand, to: to.operand}, err
}

// unordered returns an error if left, that the name n is compared with, is names: only
// numbers have an order.
func (c *checker) unordered(n, value *node, left typed) *Error {
	if _, names := left.operand.(named); !names {
		return nil
	}
	what := printable(n.text)
	if !n.kind.relation() {
		what = "a range"
	}
	return c.fail(value, what+" needs a number, and "+c.written(value)+" is not the name of one number in all messages")
}
