package render

import (
	"slices"
	"strings"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
)

// A column is one field of -e, resolved.
type column struct {
	name   string
	table  int // one of the table's columns, -1 for fields
	fields []*field.Def
}

// tableColumn is the index of the table's column that a name such as
// _ws.col.Info stands for, -1 for none.
func tableColumn(name string) int {
	short, ok := strings.CutPrefix(strings.ToLower(name), "_ws.col.")
	if !ok {
		return -1
	}
	switch short {
	case "number", "no":
		return 0
	case "def_src":
		return 2
	case "def_dst":
		return 3
	case "packet_length":
		return 5
	}
	return slices.IndexFunc(columnNames[:], func(s string) bool { return strings.ToLower(s) == short })
}

// resolve finds the declarations behind the names of -e.
func resolve(o Options) ([]column, error) {
	var columns []column
	var unknown []string
	for _, name := range o.Fields.Names {
		c := column{name: name, table: tableColumn(name)}
		if c.table < 0 && o.Registry != nil {
			c.fields = o.Registry.Field(name)
		}
		if c.table < 0 && c.fields == nil {
			unknown = append(unknown, name)
		}
		columns = append(columns, c)
	}
	if unknown != nil {
		return nil, unknownFields(o.Registry, unknown)
	}
	return columns, nil
}

func needTree(columns []column) bool {
	return slices.ContainsFunc(columns, func(c column) bool { return c.table < 0 })
}

// is reports whether d is one of the column's fields.
func (c *column) is(d *field.Def) bool {
	for _, f := range c.fields {
		if f == d {
			return true
		}
	}
	return false
}

// each calls yield with every value that the column has in r.
func (c *column) each(r *Row, o *Options, yield func(value func([]byte) []byte)) {
	if c.table >= 0 {
		yield(func(b []byte) []byte { return o.appendColumn(b, r, c.table) })
		return
	}
	for i := range r.Tree.Nodes {
		if c.is(r.Tree.Nodes[i].Def) {
			yield(func(b []byte) []byte { return appendFieldValue(b, r.Tree, i) })
		}
	}
}

// appendFieldValue appends a value as -T fields has it: of a subtree the line
// that the detail shows, or that it is there.
func appendFieldValue(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	switch {
	case isData(n):
		return field.AppendBytes(b, t.Bytes(i), 0)
	case isProto(n) && n.Def.Format == nil:
		return append(b, n.Def.Name...)
	case isProto(n):
		return t.AppendLabel(b, i)
	case n.Def.Kind == field.Scope:
		return append(b, '1')
	}
	return t.AppendField(b, i)
}

// unknownFields is the error of names that no protocol declares.
func unknownFields(r *dissect.Registry, names []string) error {
	e := &UnknownFieldsError{Names: names}
	for _, name := range names {
		var near []string
		if r != nil {
			near = r.Nearest(name)
		}
		e.Nearest = append(e.Nearest, near)
	}
	return e
}
