package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/filter"
)

// A fieldColumn is the column of one name of -e.
type fieldColumn struct {
	name   string
	table  int // index of the table's column, -1 for fields
	fields []*field.Def
	alias  *field.Def         // the name's, where it is an alias; nil: none
	expr   *filter.Expression // in place of fields
}

// tableColumn returns the index of the table's column that a name such as
// _ws.col.Info selects, -1 for other names.
func tableColumn(name string) int {
	short, ok := strings.CutPrefix(strings.ToLower(name), "_ws.col.")
	if !ok {
		return -1
	}
	switch short {
	case "number", "no":
		return 0
	case "cls_time":
		return 1
	case "def_src":
		return 2
	case "def_dst":
		return 3
	case "packet_length":
		return 5
	}
	return slices.IndexFunc(columnNames[:], func(s string) bool { return strings.ToLower(s) == short })
}

// resolve finds the fields that the names of -e select.
func resolve(o Options) ([]fieldColumn, error) {
	var columns []fieldColumn
	var unknown []string
	known := Fields{Registry: o.Registry, Names: o.Names, Time: o.Time}
	for _, name := range o.Fields.Names {
		c := fieldColumn{name: name, table: tableColumn(name)}
		if c.table < 0 && o.Registry != nil {
			c.fields, c.alias = o.Registry.Field(name), o.Registry.Alias(name)
		}
		switch {
		case c.table >= 0 || c.fields != nil:
		case isName(name) || o.Registry == nil:
			unknown = append(unknown, name)
		default:
			var err error
			if c.expr, err = filter.CompileExpression(name, known); err != nil {
				return nil, fmt.Errorf("-e: %w", err)
			}
		}
		if c.table >= 0 && o.As != As40 {
			c.name = strings.ToLower(name)
		}
		columns = append(columns, c)
	}
	if unknown != nil {
		return nil, unknownFields(o.Registry, unknown)
	}
	return columns, nil
}

// isName reports whether s can only be meant for the name of a field.
func isName(s string) bool {
	return s != "" && s[0] != '-' && strings.Trim(strings.ToLower(s), "abcdefghijklmnopqrstuvwxyz0123456789._-") == ""
}

func needTree(columns []fieldColumn) bool {
	return slices.ContainsFunc(columns, func(c fieldColumn) bool { return c.table < 0 })
}

// is reports whether d is a field of the column.
func (c *fieldColumn) is(d *field.Def) bool {
	for _, f := range c.fields {
		if f == d {
			return true
		}
	}
	return false
}

// each calls yield with every value that the column has in r.
func (c *fieldColumn) each(r *Row, o *Options, yield func(value func([]byte) []byte)) {
	if c.table >= 0 {
		yield(func(b []byte) []byte { return o.appendColumn(b, r, c.table) })
		return
	}
	if c.expr != nil {
		c.expr.Each(&r.matcher, r.Packet, r.Tree, yield)
		return
	}
	r.name(o.Names)
	for i := range r.Tree.Nodes {
		if c.is(r.Tree.Nodes[i].Def) && (c.alias == nil || r.Tree.HasAlias(c.alias, i)) {
			yield(func(b []byte) []byte { return c.appendNode(b, r.Tree, i, o.As) })
		}
	}
}

// appendNode appends the value of node i.
func (c *fieldColumn) appendNode(b []byte, t *field.Tree, i int, as Dialect) []byte {
	if c.alias != nil {
		if text, ok := t.AppendAlias(b, c.alias, i); ok {
			return text
		}
	}
	return as.appendField(b, t, i)
}

// appendField appends a value as -T fields writes it. For a protocol it is the
// line of the detail, for another subtree 1.
func (d Dialect) appendField(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	switch {
	case isData(n):
		return field.AppendBytes(b, t.Bytes(i), 0)
	case isProto(n) && n.Def.Format == nil && !n.Def.Nested:
		return append(b, n.Def.Name...)
	case isProto(n):
		return t.AppendLabel(b, i)
	case n.Def.Kind == field.Scope:
		return append(b, '1')
	case n.Def.Kind == field.Raw:
		return field.AppendBytes(b, t.Text(i), 0)
	}
	return d.appendShow(b, t, i)
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
