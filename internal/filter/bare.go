package filter

// A bare is the bytes that fields cover, whatever their type.
type bare struct{ *fields }

func (o bare) known(p Packet) verdict {
	if o.fields.known(p) == no {
		return no
	}
	return unsure
}

func (o bare) push(m *Matcher) {
	if m.tree == nil {
		return
	}
	for i := range m.tree.Nodes {
		if o.is(m, i) {
			m.values = append(m.values, bytesOf(m.tree.Bytes(i)))
		}
	}
}

// bare returns the operand of the bytes of the fields that n names.
func (c *checker) bare(n *node) (typed, *Error) {
	of, err := c.field(n)
	if err != nil {
		return of, err
	}
	f, ok := of.operand.(*fields)
	if !ok {
		return of, c.fail(n, c.written(n)+" stands for no bytes of the packet")
	}
	return typed{operand: bare{f}, typ: ftype{class: raw}}, nil
}
