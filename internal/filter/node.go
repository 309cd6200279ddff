package filter

// A node is one part of the syntax tree.
type node struct {
	kind  kind   // of the token that it stands for; of a function and a set see below
	text  string // as in the token
	place place  // of the token
	whole place  // with all that is below it
	args  []*node
	depth int

	quant  kind    // of a relation: anyOf, allOf, 0 for the operator's own
	out    bool    // of in: it is not in
	ranges []reach // of a slice; of a field: its layers
}

// Kinds of nodes that no token has.
const (
	function kind = iota + 100 // args are what stands in its parentheses
	set                        // args are pairs: from and to, which is nil for one value
	negative                   // a minus before one operand
)

// operator returns a node of t over args.
func (p *parser) operator(k kind, t token, args ...*node) (*node, *Error) {
	n := &node{kind: k, text: t.text, place: t.place, whole: t.place, args: args}
	for _, a := range args {
		if a == nil {
			continue
		}
		n.depth = max(n.depth, a.depth+1)
		n.whole.from, n.whole.to = min(n.whole.from, a.whole.from), max(n.whole.to, a.whole.to)
	}
	if n.depth > maxDepth {
		return nil, p.lex.fail(t.place, "the filter is nested too deep")
	}
	return n, nil
}

// join makes a and b the terms of one and, or or xor: long lists of terms are
// wide, not deep.
func (p *parser) join(t token, a, b *node) (*node, *Error) {
	if a.kind == t.kind {
		a.args = append(a.args, b)
		a.whole.to = b.whole.to
		if a.depth = max(a.depth, b.depth+1); a.depth > maxDepth {
			return nil, p.lex.fail(t.place, "the filter is nested too deep")
		}
		return a, nil
	}
	return p.operator(t.kind, t, a, b)
}
