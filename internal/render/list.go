package render

import "github.com/pktscope/pktscope/dissect/frame"

// A List gives the columns of packets one by one, for a table that is drawn elsewhere. Any
// number of goroutines may use it.
type List struct{ o Options }

// NewList makes the list of o's columns, with o's Names and As.
func NewList(o Options) (*List, error) {
	l := &List{o: o}
	return l, l.o.resolveColumns()
}

// A ListColumn is a column of a List.
type ListColumn struct {
	Title string
	Right bool // it is flush right
	Clock bool // it is a time, which AppendTime gives
	Form  bool // and that in the form of -t
}

// Columns are the columns from left to right.
func (l *List) Columns() []ListColumn {
	out := make([]ListColumn, len(l.o.Columns))
	for i := range l.o.Columns {
		c := &l.o.Columns[i]
		out[i] = ListColumn{Title: c.Title, Right: c.right(), Form: c.format.table == 1}
		out[i].Clock = out[i].Form || c.format.time != ""
	}
	return out
}

// NeedsTree reports whether a column shows fields.
func (l *List) NeedsTree() bool { return l.o.columnsNeedTree() }

// AppendCell appends column i of a row, with what would control a terminal escaped.
func (l *List) AppendCell(b []byte, r *Row, i int) []byte {
	at := len(b)
	return clean(l.o.Columns[i].appendTo(b, &l.o, r), at)
}

// AppendTime appends column i, a Clock, of a frame: form is that of -t.
func (l *List) AppendTime(b []byte, f *frame.Frame, i int, form TimeFormat) []byte {
	if c := &l.o.Columns[i]; c.format.table != 1 {
		form = c.clock
	}
	return form.appendTime(b, f)
}
