package filter

import "fmt"

// maxDepth bounds the nesting of a filter, and thereby the stacks of parser, checker
// and Matcher.
const maxDepth = 500

// powers are the binding powers of binary operators, weakest first. Relations bind
// stronger than logic and weaker than arithmetic.
var powers = map[kind]int{
	or: 1, xor: 2, and: 3,
	amp: 4, plus: 5, minus: 5, star: 6, slash: 6, percent: 6,
}

const (
	logic      = 1 // the weakest power of logic
	arithmetic = 4 // the weakest power of arithmetic
)

// A parser makes a syntax tree of tokens.
type parser struct {
	lex   lexer
	token token // the next one
	ahead *token
	depth int
}

// parse makes the tree of an expression, nil if it is empty.
func parse(expr string) (*node, *Error) {
	p := &parser{lex: lexer{expr: expr}}
	if err := p.advance(); err != nil {
		return nil, err
	}
	if p.token.kind == end {
		return nil, nil
	}
	n, err := p.test(logic)
	if err != nil {
		return nil, err
	}
	if p.token.kind != end {
		return nil, p.unexpected("the end, or an operator such as && or ||")
	}
	return n, nil
}

// advance goes to the next token.
func (p *parser) advance() (err *Error) {
	if p.ahead != nil {
		p.token, p.ahead = *p.ahead, nil
		return nil
	}
	p.token, err = p.lex.next()
	return err
}

// peek returns the token behind the next one.
func (p *parser) peek() (token, *Error) {
	if p.ahead == nil {
		t, err := p.lex.next()
		if err != nil {
			return t, err
		}
		p.ahead = &t
	}
	return *p.ahead, nil
}

// unexpected returns the error for a token that the grammar does not allow here.
func (p *parser) unexpected(want string) *Error {
	if p.token.kind == end {
		return p.lex.fail(p.token.place, "the filter ends too early: expected "+want)
	}
	t := p.token.place
	return p.lex.fail(t, fmt.Sprintf("%s is out of place: expected %s", printable(p.lex.expr[t.from:t.to]), want))
}

// expect goes past a token of kind k.
func (p *parser) expect(k kind, want string) *Error {
	if p.token.kind != k {
		return p.unexpected(want)
	}
	return p.advance()
}

// enter counts one more level of nesting; leave takes it back.
func (p *parser) enter() *Error {
	if p.depth++; p.depth > maxDepth {
		return p.lex.fail(p.token.place, "the filter is nested too deep")
	}
	return nil
}

func (p *parser) leave() { p.depth-- }

// test parses one or more terms with operators of at least that power between
// them.
func (p *parser) test(power int) (*node, *Error) {
	left, err := p.term()
	if err != nil {
		return nil, err
	}
	for {
		t := p.token
		strength, ok := powers[t.kind]
		if !ok || strength < power || strength >= arithmetic {
			return left, nil
		}
		if err := p.advance(); err != nil {
			return nil, err
		}
		right, err := p.test(strength + 1)
		if err != nil {
			return nil, err
		}
		if left, err = p.join(t, left, right); err != nil {
			return nil, err
		}
	}
}

// term parses a relation, what is not to be, or a test in parentheses.
func (p *parser) term() (*node, *Error) {
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer p.leave()
	t := p.token
	switch t.kind {
	case not:
		if err := p.advance(); err != nil {
			return nil, err
		}
		n, err := p.term()
		if err != nil {
			return nil, err
		}
		return p.operator(not, t, n)
	case lparen:
		if err := p.advance(); err != nil {
			return nil, err
		}
		n, err := p.test(logic)
		if err != nil {
			return nil, err
		}
		n.whole.from, n.whole.to = t.place.from, p.token.place.to
		return n, p.expect(rparen, ") or an operator")
	case anyOf, allOf:
		if err := p.advance(); err != nil {
			return nil, err
		}
		n, err := p.relation()
		switch {
		case err != nil:
			return nil, err
		case !n.compares():
			return nil, p.unexpected("a comparison behind " + t.text)
		}
		n.quantify(t.kind)
		return n, nil
	}
	return p.relation()
}

// compares reports whether n is a relation.
func (n *node) compares() bool {
	switch n.kind {
	case contains, matches, in, and:
		return true
	}
	return n.kind.relation()
}

// quantify makes a relation hold for any or for all values. A chain, a < b < c,
// keeps its own meaning.
func (n *node) quantify(k kind) {
	if n.kind != and {
		n.quant = k
	}
}
