package filter

import (
	"slices"
	"strings"

	"github.com/pktscope/pktscope/dissect/field"
)

// A named is the names of a field's values as text; a value without a name is the
// number.
type named struct{ *fields }

func (o named) known(p Packet) verdict {
	if o.fields.known(p) == no {
		return no
	}
	return unsure
}

func (o named) push(m *Matcher) {
	if m.tree == nil {
		return
	}
	for i := range m.tree.Nodes {
		if o.is(m, i) {
			m.values = append(m.values, bytesOf(m.name(i)))
		}
	}
}

// name returns the name of the value of node i.
func (m *Matcher) name(i int) []byte {
	n, from := &m.tree.Nodes[i], len(m.scratch)
	if names := namesOf(n.Def); names != nil {
		m.scratch = append(m.scratch, names(n.Val)...)
	}
	if len(m.scratch) == from {
		m.scratch = m.tree.AppendShow(m.scratch, i)
	}
	return m.scratch[from:]
}

// namesOf returns the names of d's values, nil where they have none.
func namesOf(d *field.Def) func(uint64) string {
	switch {
	case d.Kind == field.Bool && d.Names == nil:
		return field.TrueFalse
	case d.Kind == field.Bool || typeOf(d).number():
		return d.Names
	}
	return nil
}

// names returns the operand of the names of o's values; ok is false where o is no field
// whose values have names.
func (o typed) names() (text typed, ok bool) {
	f, _ := o.operand.(*fields)
	if f == nil || !slices.ContainsFunc(f.defs, func(d *field.Def) bool { return namesOf(d) != nil }) {
		return o, false
	}
	return typed{operand: named{f}, typ: ftype{class: str}}, true
}

// A bearer is the values that bear a name.
type bearer struct {
	value uint64
	one   bool // every declaration of the field gives the name to this value alone
	exact bool // in these letters
	other string
	all   []string // the names that there are
}

// maxNamed bounds the values whose names are looked at.
const maxNamed = 1 << 20

// bearerOf finds the values of fields that are named s, whatever the case of letters.
func bearerOf(s string, defs []*field.Def) (b bearer) {
	b.one = true
	first := true
	for _, d := range defs {
		names := namesOf(d)
		if names == nil {
			continue
		}
		count, last := uint64(2), ""
		if d.Kind != field.Bool {
			count = min(uint64(1)<<(min(d.Size, 4)*8), maxNamed)
		}
		found := 0
		for i := range count + uint64(len(d.Beyond)) {
			v := i
			if i >= count {
				v = d.Beyond[i-count]
			}
			name := names(v)
			if name != last && name != "" {
				b.all, last = append(b.all, name), name
			}
			if name == "" || !strings.EqualFold(name, s) {
				continue
			}
			found++
			b.exact = b.exact || name == s
			b.one = b.one && (first || v == b.value)
			b.value, b.other, first = v, name, false
		}
		b.one = b.one && found == 1
	}
	return b
}

// fromName returns the value that n, the name of one, stands for. Wireshark compares
// numbers where it can tell one number by the name, and names else: left becomes the
// operand of these.
func (c *checker) fromName(n *node, left *typed) (datum, *Error) {
	b := bearerOf(n.text, left.named)
	text, ok := left.names()
	switch {
	case b.other == "":
		err := c.fail(n, "no value of "+left.named[0].Name+" is named "+quote(n.text))
		err.Nearest = c.nearNames(n.text, b.all)
		return datum{}, err
	case b.one:
		return numberOf(b.value), nil
	case !ok:
		return datum{}, c.fail(n, "more than one value is named "+quote(n.text))
	case !b.exact:
		c.warn("no value of " + left.named[0].Name + " is named " + quote(n.text) + ": upper and lower case count for this field; there is " + quote(b.other))
	}
	*left = text
	return bytesOf([]byte(n.text)), nil
}

// maxNearNames is how many names are offered for one that is unknown.
const maxNearNames = 8

// nearNames returns those of all names that come near one that is unknown.
func (c *checker) nearNames(s string, all []string) []string {
	slices.Sort(all)
	all = slices.Compact(all)
	if len(all) <= maxNearNames {
		return quoted(all)
	}
	near := slices.DeleteFunc(slices.Clone(all), func(name string) bool {
		return !strings.Contains(strings.ToLower(name), strings.ToLower(s))
	})
	if len(near) == 0 {
		near = c.fields.NearestOf(s, all)
	}
	return quoted(near[:min(len(near), maxNearNames)])
}

func quoted(names []string) []string {
	for i, s := range names {
		names[i] = quote(s)
	}
	return names
}
