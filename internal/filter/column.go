package filter

import "github.com/pktscope/pktscope/dissect/field"

// columnsProto is the protocol whose fields are the columns of the packet list.
const columnsProto = "_ws.col"

// A Column appends the text that a column of the packet list has for a packet.
type Column func(b []byte, p Packet) []byte

// Columns are Fields that know the columns, too. What these say depends on how the
// list is printed.
type Columns interface {
	// Column returns the column of a name such as _ws.col.info, nil without one.
	Column(name string) Column
}

// A column is the operand of a column.
type column struct{ text Column }

// known: the text is that of all layers.
func (column) known(Packet) verdict { return unsure }

func (c column) push(m *Matcher) {
	from := len(m.scratch)
	m.scratch = c.text(m.scratch, m.packet)
	m.values = append(m.values, bytesOf(m.scratch[from:]))
}

// listed is the test of _ws.col, the protocol: every packet is in the list.
type listed struct{}

func (listed) glance(*Matcher) verdict { return yes }
func (listed) match(*Matcher) bool     { return true }

// column returns the operand of the column d, which n names.
func (c *checker) column(n *node, d *field.Def) (typed, *Error) {
	var text Column
	if columns, ok := c.fields.(Columns); ok {
		text = columns.Column(d.Name)
	}
	if text == nil {
		return typed{}, c.fail(n, printable(n.text)+" has no value here: no packets are listed")
	}
	c.filter.defs = append(c.filter.defs, d)
	return typed{operand: column{text}, typ: typeOf(d)}, nil
}
