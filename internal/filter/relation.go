package filter

// relation parses a comparison, a membership, or the presence of an operand.
func (p *parser) relation() (*node, *Error) {
	left, err := p.arithmetic(arithmetic)
	if err != nil {
		return nil, err
	}
	t := p.token
	switch {
	case t.kind.relation():
		return p.comparison(left)
	case (t.kind == contains || t.kind == matches) && left.entity():
		if err := p.advance(); err != nil {
			return nil, err
		}
		right, err := p.entity()
		if err != nil {
			return nil, err
		}
		return p.operator(t.kind, t, left, right)
	case t.kind == in && left.entity():
		return p.membership(left)
	case t.kind == not && left.entity():
		if next, err := p.peek(); err != nil || next.kind != in {
			return left, err
		}
		if err := p.advance(); err != nil {
			return nil, err
		}
		n, err := p.membership(left)
		if err != nil {
			return nil, err
		}
		n.out, n.whole.from = true, min(n.whole.from, t.place.from)
		return n, nil
	}
	return left, nil
}

// entity reports whether n is no arithmetic.
func (n *node) entity() bool {
	switch n.kind {
	case amp, plus, minus, star, slash, percent, negative:
		return false
	}
	return true
}

// comparison parses "a < b", or "a < b < c", which is "a < b and b < c".
func (p *parser) comparison(left *node) (*node, *Error) {
	var all *node
	for p.token.kind.relation() {
		t := p.token
		if err := p.advance(); err != nil {
			return nil, err
		}
		right, err := p.arithmetic(arithmetic)
		if err != nil {
			return nil, err
		}
		n, err := p.operator(t.kind, t, left, right)
		if err != nil {
			return nil, err
		}
		switch {
		case all == nil:
			all = n
		case all.kind == and:
			all.args = append(all.args, n)
		default:
			if all, err = p.operator(and, t, all, n); err != nil {
				return nil, err
			}
		}
		left = right
	}
	return all, nil
}

// membership parses "in {a, b, c..d}".
func (p *parser) membership(left *node) (*node, *Error) {
	t := p.token
	if err := p.advance(); err != nil {
		return nil, err
	}
	braces := p.token
	if err := p.expect(lbrace, "{ and the values of a set"); err != nil {
		return nil, err
	}
	var elements []*node
	for {
		from, err := p.element()
		if err != nil {
			return nil, err
		}
		var to *node
		if p.token.kind == dotdot {
			if err := p.advance(); err != nil {
				return nil, err
			}
			if to, err = p.element(); err != nil {
				return nil, err
			}
		}
		elements = append(elements, from, to)
		if p.token.kind != comma {
			break
		}
		if err := p.advance(); err != nil {
			return nil, err
		}
	}
	braces.place.to = p.token.place.to
	if err := p.expect(rbrace, "a comma, .. or }"); err != nil {
		return nil, err
	}
	s, err := p.operator(set, braces, elements...)
	if err != nil {
		return nil, err
	}
	return p.operator(in, t, left, s)
}

// element parses a value of a set.
func (p *parser) element() (*node, *Error) { return p.arithmetic(arithmetic) }
