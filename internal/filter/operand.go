package filter

// arithmetic parses one or more operands with operators of at least that power
// between them.
func (p *parser) arithmetic(power int) (*node, *Error) {
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer p.leave()
	left, err := p.signed()
	if err != nil {
		return nil, err
	}
	for {
		t := p.token
		strength, ok := powers[t.kind]
		if !ok || strength < power {
			return left, nil
		}
		if err := p.advance(); err != nil {
			return nil, err
		}
		right, err := p.arithmetic(strength + 1)
		if err != nil {
			return nil, err
		}
		if left, err = p.operator(t.kind, t, left, right); err != nil {
			return nil, err
		}
	}
}

// signed parses an operand, perhaps with a sign, or arithmetic in braces.
func (p *parser) signed() (*node, *Error) {
	t := p.token
	switch t.kind {
	case plus, minus:
		if err := p.advance(); err != nil {
			return nil, err
		}
		if err := p.enter(); err != nil {
			return nil, err
		}
		defer p.leave()
		n, err := p.signed()
		if err != nil || t.kind == plus {
			return n, err
		}
		return p.operator(negative, t, n)
	case lbrace:
		if err := p.advance(); err != nil {
			return nil, err
		}
		n, err := p.arithmetic(arithmetic)
		if err != nil {
			return nil, err
		}
		return n, p.expect(rbrace, "} or an operator")
	}
	return p.entity()
}

// entity parses a value, a field or a function, perhaps a slice of it.
func (p *parser) entity() (*node, *Error) {
	t := p.token
	switch t.kind {
	case word, literal, name, rawName, text, char:
	default:
		return nil, p.unexpected("a field, a protocol or a value")
	}
	n, err := p.operator(t.kind, t)
	if err == nil {
		err = p.advance()
	}
	switch {
	case err != nil:
		return nil, err
	case p.token.kind == lparen && t.kind == word:
		n, err = p.call(t)
	case p.token.kind == layer && (t.kind == word || t.kind == name || t.kind == rawName):
		if n.ranges, err = p.ranges(); err == nil && t.kind == word {
			n.kind = name // what is counted in layers is no value
		}
	}
	for err == nil && p.token.kind == slice {
		s := p.token
		var of []reach
		if of, err = p.ranges(); err != nil {
			break
		}
		if n, err = p.operator(slice, s, n); err == nil {
			n.ranges = of
		}
	}
	if err != nil {
		return nil, err
	}
	return n, nil
}

// call parses the function t and what stands in its parentheses.
func (p *parser) call(t token) (*node, *Error) {
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer p.leave()
	if err := p.advance(); err != nil {
		return nil, err
	}
	var args []*node
	for p.token.kind != rparen || len(args) > 0 {
		a, err := p.arithmetic(arithmetic)
		if err != nil {
			return nil, err
		}
		if args = append(args, a); p.token.kind != comma {
			break
		}
		if err := p.advance(); err != nil {
			return nil, err
		}
	}
	n, err := p.operator(function, t, args...)
	if err != nil {
		return nil, err
	}
	n.whole.to = p.token.place.to
	return n, p.expect(rparen, "a comma or )")
}
