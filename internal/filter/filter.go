package filter

import (
	"slices"

	"github.com/pktscope/pktscope/dissect/field"
)

// Fields are the declared fields. A dissect.Registry implements it.
type Fields interface {
	// Declared returns the declarations of a name. A name such as ip.addr has a
	// declaration that lists the fields that it stands for.
	Declared(name string) []*field.Def
	// Layered reports whether p is a protocol of layers.
	Layered(p *field.Proto) bool
	// Nearest returns field names similar to an unknown one.
	Nearest(name string) []string
	// NearestOf returns those of words that are similar to an unknown one.
	NearestOf(word string, words []string) []string
}

// A Packet is a dissected packet. A dissect.Packet implements it.
type Packet interface {
	// Has reports whether there is a layer of a protocol.
	Has(*field.Proto) bool
	// Header is the first layer from the i-th on that may have fields of a
	// protocol, -1 without one, and its header; fixed reports whether fields
	// are at their declared position in it (field.At).
	Header(p *field.Proto, i int) (at int, b []byte, fixed bool)
	// Reach is what node i of the tree covers, and what a layer that it
	// stands for carries.
	Reach(t *field.Tree, i int) []byte
}

// A Filter is a compiled expression. It is immutable: goroutines share it, each with
// a Matcher of its own.
type Filter struct {
	root test
	defs []*field.Def // fields that it names

	warnings []string
}

// Compile compiles an expression. An empty one returns nil: every packet matches. The
// error is an *Error.
func Compile(expr string, fields Fields) (*Filter, error) {
	n, err := parse(expr)
	if err != nil {
		return nil, err
	}
	if n == nil {
		return nil, nil
	}
	f := new(Filter)
	c := &checker{expr: expr, fields: fields, filter: f}
	if f.root, err = c.test(n); err != nil {
		return nil, err
	}
	return f, nil
}

// Protos returns the protocols whose fields the filter looks at.
func (f *Filter) Protos() []*field.Proto {
	var all []*field.Proto
	for _, d := range f.defs {
		if !slices.Contains(all, d.Proto) {
			all = append(all, d.Proto)
		}
	}
	return all
}

// Asks reports whether the filter looks at a protocol, or at fields of it.
func (f *Filter) Asks(p *field.Proto) bool { return slices.Contains(f.Protos(), p) }

// Uses reports whether the filter looks at the field of that name.
func (f *Filter) Uses(name string) bool {
	return slices.ContainsFunc(f.defs, func(d *field.Def) bool { return d.Name == name })
}

// A Matcher matches packets against a filter. One goroutine uses it at a time.
type Matcher struct {
	filter  *Filter
	packet  Packet
	tree    *field.Tree
	values  []datum // stack of operand values
	scratch []byte  // bytes of computed values
}

// Matcher makes a Matcher.
func (f *Filter) Matcher() *Matcher { return &Matcher{filter: f} }

// Glance matches p by its layers alone. sure is false where they do not suffice.
func (m *Matcher) Glance(p Packet) (match, sure bool) {
	m.packet, m.tree, m.scratch = p, nil, m.scratch[:0]
	v := m.filter.root.glance(m)
	return v == yes, v != unsure
}

// Match reports whether p matches, whose fields are in t: those of the filter's
// Protos, or all.
func (m *Matcher) Match(p Packet, t *field.Tree) bool {
	m.packet, m.tree, m.scratch = p, t, m.scratch[:0]
	return m.filter.root.match(m)
}
