package render

import (
	"bytes"
	"slices"

	"github.com/pktscope/pktscope/dissect/field"
)

// A fields is the selected fields, one row a packet.
type fields struct {
	unframed
	o       Options
	columns []fieldColumn
	escaped string    // characters of values that have a backslash before them
	plain   [256]bool // bytes of values of which none needs an escape
	sheet   bool      // what a spreadsheet would take for a formula has a quote before it
}

func newFields(o Options) (Format, error) {
	if o.Fields.Separator == 0 {
		o.Fields.Separator = '\t'
	}
	if o.Fields.Aggregator == 0 {
		o.Fields.Aggregator = ','
	}
	columns, err := resolve(o)
	escaped := o.escaped()
	return &fields{o: o, columns: columns, escaped: escaped, plain: printable([]byte(escaped)...)}, err
}

// newCSV is the table, or the selected fields, in RFC 4180's CSV with line feeds for
// line ends. Every column is quoted.
func newCSV(o Options) (Format, error) {
	o.Fields.Separator, o.Fields.Quote, o.Fields.Header = ',', '"', o.Header
	f := &fields{o: o, sheet: true, plain: printable()}
	f.o.Fields.Aggregator = ','
	if len(o.Fields.Names) > 0 {
		var err error
		f.columns, err = resolve(o)
		return f, err
	}
	for i, name := range columnNames {
		f.columns = append(f.columns, fieldColumn{name: name, table: i})
	}
	return f, nil
}

func (f *fields) NeedsTree() bool { return needTree(f.columns) }

// Protos returns the protocols whose fields the columns have; ok is false where a tree has
// to hold more than those.
func (f *fields) Protos() (protos []*field.Proto, ok bool) {
	for i := range f.columns {
		c := &f.columns[i]
		if c.expr != nil {
			return nil, false
		}
		for _, d := range c.fields {
			protos = append(protos, d.Proto)
		}
	}
	return protos, true
}

func (f *fields) AppendBegin(b []byte) []byte {
	if f.o.Fields.BOM {
		b = append(b, "\ufeff"...)
	}
	if !f.o.Fields.Header {
		return b
	}
	for i := range f.columns {
		if i > 0 {
			b = append(b, f.o.Fields.Separator)
		}
		b = append(b, f.columns[i].name...)
	}
	return append(b, '\n')
}

func (f *fields) AppendRow(b []byte, r *Row) []byte {
	for i := range f.columns {
		if i > 0 {
			b = append(b, f.o.Fields.Separator)
		}
		b = f.appendColumn(b, r, &f.columns[i])
	}
	return append(b, '\n')
}

// appendColumn appends the values of one column, in quotes if it has values and
// Quote is set.
func (f *fields) appendColumn(b []byte, r *Row, c *fieldColumn) []byte {
	quote := f.o.Fields.Quote
	start := len(b)
	if quote != 0 {
		b = append(b, quote)
	}
	from := len(b)
	if c.table >= 0 {
		return f.close(f.o.appendColumn(b, r, c.table), start, from, true)
	}
	found := false
	if c.expr != nil {
		b, found = f.appendExpression(b, r, c)
		return f.close(b, start, from, found)
	}
	r.name(f.o.Names)
	first, only := c.fields[0], len(c.fields) == 1
	for i := range r.Tree.Nodes {
		if d := r.Tree.Nodes[i].Def; d != first && (only || !c.is(d)) || c.alias != nil && !r.Tree.HasAlias(c.alias, i) {
			continue
		}
		switch {
		case !found:
		case f.o.Fields.Occurrence == First:
			return f.close(b, start, from, true)
		case f.o.Fields.Occurrence == Last:
			b = b[:from]
		default:
			b = append(b, f.o.Fields.Aggregator)
		}
		found = true
		b = c.appendNode(b, r.Tree, i, f.o.As)
	}
	return f.close(b, start, from, found)
}

// appendExpression appends the values of an expression, if it has any.
func (f *fields) appendExpression(b []byte, r *Row, c *fieldColumn) (out []byte, found bool) {
	from := len(b)
	c.each(r, &f.o, func(value func([]byte) []byte) {
		switch {
		case !found:
		case f.o.Fields.Occurrence == First:
			return
		case f.o.Fields.Occurrence == Last:
			b = b[:from]
		default:
			b = append(b, f.o.Fields.Aggregator)
		}
		b, found = value(b), true
	})
	return b, found
}

// close ends the column from index start, whose value begins at index from.
func (f *fields) close(b []byte, start, from int, found bool) []byte {
	quote := f.o.Fields.Quote
	if !found {
		return b[:start]
	}
	if b = f.clean(b, from); f.sheet && isFormula(b[from:]) {
		b = slices.Insert(b, from, '\'')
	}
	if quote == 0 {
		return b
	}
	if bytes.IndexByte(b[from:], quote) >= 0 {
		b = doubled(b, from, quote)
	}
	return append(b, quote)
}

// doubled doubles each quote from index from on.
func doubled(b []byte, from int, quote byte) []byte {
	value := bytes.Clone(b[from:])
	b = b[:from]
	for _, c := range value {
		if b = append(b, c); c == quote {
			b = append(b, c)
		}
	}
	return b
}
