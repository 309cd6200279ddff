package filter

import (
	"strconv"
	"strings"
)

// call returns the operand of a function.
func (c *checker) call(n *node) (typed, *Error) {
	f, ok := find(n.text)
	if !ok {
		err := c.fail(&node{whole: n.place}, "there is no function "+printable(n.text)+"; there are "+strings.Join(functionNames(), ", "))
		err.Nearest = c.fields.NearestOf(n.text, functionNames())
		return typed{}, err
	}
	if len(n.args) < f.min || len(n.args) > f.max {
		return typed{}, c.fail(n, n.text+"() takes "+strconv.Itoa(f.min)+" operand, not "+strconv.Itoa(len(n.args)))
	}
	var args []typed
	var result ftype
	for i, a := range n.args {
		arg, err := c.argument(a, args)
		if err != nil {
			return typed{}, err
		}
		t, want := f.check(arg)
		switch {
		case want != "":
			return typed{}, c.fail(a, n.text+"() takes "+want)
		case i > 0 && t != result:
			return typed{}, c.misfit(a, &args[0], arg)
		}
		result, args = t, append(args, arg)
	}
	if f.name == valueNames {
		names, _ := args[0].names()
		return names, nil
	}
	return typed{operand: &called{f, args}, typ: result}, nil
}

// argument returns an operand of a function. Behind the first it may be a value of
// the first one's type.
func (c *checker) argument(n *node, before []typed) (typed, *Error) {
	if !c.constant(n) {
		if n.kind == amp || n.kind == negative || powers[n.kind] > arithmetic {
			return c.arithmetic(n, nil)
		}
		return c.operand(n)
	}
	if len(before) > 0 && n.kind != text {
		return c.term(n, &before[0])
	}
	if n.kind == word {
		return typed{}, c.unknown(n)
	}
	return typed{}, c.fail(n, "expected a field or a function, not "+c.written(n))
}

func functionNames() []string {
	var names []string
	for _, f := range functions() {
		names = append(names, f.name)
	}
	return names
}
