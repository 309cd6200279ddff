package filter

import (
	"bytes"
	"regexp"
)

// A comparison holds if any pair of values, one from the left and one from the
// right, does, or if all pairs do. Without a value on either side it fails.
type comparison struct {
	left, right operand
	value       *datum // right, if it is a constant
	order       order
	holds       func(c int) bool
	all         bool
}

// holds reports whether a relation holds for two values of this order.
func holds(k kind) func(int) bool {
	switch k {
	case anyNe, allNe:
		return func(c int) bool { return c != 0 }
	case lt:
		return func(c int) bool { return c < 0 }
	case le:
		return func(c int) bool { return c <= 0 }
	case gt:
		return func(c int) bool { return c > 0 }
	case ge:
		return func(c int) bool { return c >= 0 }
	}
	return func(c int) bool { return c == 0 }
}

// glance goes through the headers once where a field is compared with a
// constant, as in most filters.
func (t *comparison) glance(m *Matcher) verdict {
	f, ok := t.left.(*fields)
	if !ok || t.value == nil {
		return m.glance(t, t.left, t.right)
	}
	from := len(m.values)
	v := f.headers(m)
	if v == yes {
		v = sure(t.against(t.value, m.values[from:]))
	}
	m.pop(from)
	return v
}

// against reports whether the relation holds between any, or all, values and c.
func (t *comparison) against(c *datum, values []datum) bool {
	for i := range values {
		if t.holds(t.order(&values[i], c)) != t.all {
			return !t.all
		}
	}
	return t.all && len(values) > 0
}

func (t *comparison) match(m *Matcher) bool {
	return m.pairs(t.left, t.right, t.all, func(a, b *datum) bool { return t.holds(t.order(a, b)) })
}

// pairs reports whether is holds for any, or all, pairs of values of two operands.
func (m *Matcher) pairs(left, right operand, all bool, is func(a, b *datum) bool) bool {
	from := m.push(left)
	defer m.pop(from)
	middle := len(m.values)
	if middle == from {
		return false
	}
	m.push(right)
	to := len(m.values)
	for a := from; a < middle; a++ {
		for b := middle; b < to; b++ {
			if is(&m.values[a], &m.values[b]) != all {
				return !all
			}
		}
	}
	return all && to > middle
}

// A search holds if a value on the right is part of one on the left. Nothing is
// part of no value.
type search struct {
	left, right operand
	all         bool
}

func (t *search) glance(m *Matcher) verdict { return m.glance(t, t.left, t.right) }

func (t *search) match(m *Matcher) bool {
	return m.pairs(t.left, t.right, t.all, func(a, b *datum) bool {
		part := m.reach(b)
		return len(part) > 0 && bytes.Contains(m.reach(a), part)
	})
}

// A match holds if a regular expression is found in a value.
type match struct {
	left operand
	re   *regexp.Regexp
	all  bool
}

func (t *match) glance(m *Matcher) verdict { return m.glance(t, t.left) }

func (t *match) match(m *Matcher) bool {
	from := m.push(t.left)
	defer m.pop(from)
	for i := from; i < len(m.values); i++ {
		if t.re.Match(m.latin(m.reach(&m.values[i]))) != t.all {
			return !t.all
		}
	}
	return t.all && len(m.values) > from
}

// An element of a set is a value or a range of values.
type element struct {
	from, to operand
	names    bool // it is the name of a value
}

// A membership holds if a value is in a set, or is not: any of the values, or all of
// them. Without a value it fails.
type membership struct {
	left  operand
	names operand // of left's values; nil: no element is a name
	order order
	set   []element
	out   bool // it holds for values that are not in the set
	all   bool
}

func (t *membership) glance(m *Matcher) verdict {
	v := t.left.known(m.packet)
	if v == yes && t.names != nil {
		v = unsure
	}
	for _, e := range t.set {
		if v == yes && (e.from.known(m.packet) != yes || e.to != nil && e.to.known(m.packet) != yes) {
			v = unsure // what is absent may be in another element
		}
	}
	if v == yes {
		return sure(t.match(m))
	}
	return v
}

func (t *membership) match(m *Matcher) bool {
	from := m.push(t.left)
	defer m.pop(from)
	to := len(m.values)
	if t.names != nil {
		m.push(t.names)
	}
	for i := from; i < to; i++ {
		if (t.holds(m, i, i+to-from) != t.out) != t.all {
			return !t.all
		}
	}
	return t.all && to > from
}

// holds reports whether value i, whose name is value named, is in the set.
func (t *membership) holds(m *Matcher, i, named int) bool {
	for _, e := range t.set {
		if e.names {
			if m.is(named, e.from) {
				return true
			}
			continue
		}
		if m.within(i, e, t.order) {
			return true
		}
	}
	return false
}

// is reports whether value i is the text of a constant.
func (m *Matcher) is(i int, text operand) bool {
	at := m.push(text)
	defer m.pop(at)
	return bytes.Equal(m.values[i].b, m.values[at].b)
}

// within reports whether value i is e, or lies in it.
func (m *Matcher) within(i int, e element, order order) bool {
	low := m.push(e.from)
	defer m.pop(low)
	high := len(m.values)
	if e.to != nil {
		m.push(e.to)
	}
	end := len(m.values)
	for a := low; a < high; a++ {
		if e.to == nil {
			if order(&m.values[i], &m.values[a]) == 0 {
				return true
			}
			continue
		}
		for b := high; b < end; b++ {
			if order(&m.values[i], &m.values[a]) >= 0 && order(&m.values[i], &m.values[b]) <= 0 {
				return true
			}
		}
	}
	return false
}
