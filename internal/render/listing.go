package render

import (
	"bytes"
	"io"
	"slices"
	"unicode/utf8"
)

// A Listing is the packet list on a terminal: a writer of the rows that a text with
// Options.Cells makes. Columns are as wide as the widest of their texts so far, all rows
// of one write included; addresses give way to Info, and Info is cut at the terminal's
// width. The titles stand above the first row.
type Listing struct {
	out     io.Writer
	width   func() int // of the terminal; 0: rows are as wide as they are
	columns []listed
	titled  bool
	color   bool
	b       []byte
}

// A listed is a column of a Listing.
type listed struct {
	title   string
	right   bool // its texts are flush right
	address bool // it may be shortened
	widest  int
	width   int // as it is written
}

// What is between the cells of a row, and behind its colour. No text has it, as control
// characters are escaped.
const cellEnd = '\x1f'

// NewListing makes the Listing of a format, for out. Rows of other formats than a text
// with Options.Cells need none: then it is out.
func NewListing(f Format, out io.Writer, room func() int) io.Writer {
	t, ok := f.(*text)
	if !ok || !t.o.Cells || !t.table {
		return out
	}
	l := &Listing{out: out, width: room, titled: !t.o.Header, color: t.o.Color}
	for i := range t.o.Columns {
		c := &t.o.Columns[i]
		col := listed{title: c.Title, right: c.right(), address: c.isAddress(2) || c.isAddress(3)}
		switch {
		case t.usual && c.isAddress(4):
			col.title = "Proto"
		case t.usual && c.isAddress(5):
			col.title = "Len"
		}
		col.widest = width(col.title)
		l.columns = append(l.columns, col)
	}
	return l
}

// Write implements io.Writer. It is given whole rows.
func (l *Listing) Write(rows []byte) (int, error) {
	for row := range bytes.Lines(rows) {
		_, rest := l.parts(row)
		for i := range l.columns {
			cell, more, _ := bytes.Cut(rest, []byte{cellEnd})
			l.columns[i].widest = max(l.columns[i].widest, width(string(cell)))
			rest = more
		}
	}
	room := l.width()
	l.fit(room)
	l.b = l.b[:0]
	if !l.titled {
		l.titled = true
		l.b = l.appendTitles(l.b, room)
	}
	for row := range bytes.Lines(rows) {
		l.b = l.appendRow(l.b, row, room)
	}
	if _, err := l.out.Write(l.b); err != nil {
		return 0, err
	}
	return len(rows), nil
}

// parts are the colour of a row and its cells.
func (l *Listing) parts(row []byte) (color, cells []byte) {
	color, cells, _ = bytes.Cut(bytes.TrimSuffix(row, []byte{'\n'}), []byte{cellEnd})
	return color, cells
}

// widthAddress is what an address keeps in any case: no address of IPv4 or EUI-48 is
// shortened.
const widthAddress = len("02:00:5e:01:00:01")

// fit finds how wide columns are written so that Info has a quarter of the terminal.
func (l *Listing) fit(room int) {
	last := len(l.columns) - 1
	taken := room/4 + last // and the blanks between columns
	for i := range l.columns[:last] {
		c := &l.columns[i]
		c.width = c.widest
		taken += c.width
	}
	for room > 0 && taken > room {
		i := l.longest()
		if i < 0 {
			return
		}
		l.columns[i].width--
		taken--
	}
}

// longest is the widest of the columns that may be shortened, -1 if there is none.
func (l *Listing) longest() int {
	found := -1
	for i, c := range l.columns[:len(l.columns)-1] {
		if c.address && c.width > widthAddress && (found < 0 || c.width > l.columns[found].width) {
			found = i
		}
	}
	return found
}

func (l *Listing) appendTitles(b []byte, room int) []byte {
	from := len(b)
	for i := range l.columns {
		b = l.appendCell(b, i, []byte(l.columns[i].title))
	}
	b = trimRight(b, from)
	if room > 0 {
		b = cut(b, from, room)
	}
	if l.color {
		b = inColor(b, from, bold)
	}
	return append(b, '\n')
}

func (l *Listing) appendRow(b, row []byte, room int) []byte {
	color, rest := l.parts(row)
	from := len(b)
	for i := range l.columns {
		cell, more, _ := bytes.Cut(rest, []byte{cellEnd})
		b, rest = l.appendCell(b, i, cell), more
	}
	b = trimRight(b, from)
	if room > 0 {
		b = cut(b, from, room)
	}
	return append(inColor(b, from, string(color)), '\n')
}

// appendCell appends a cell, padded, and the blank behind it.
func (l *Listing) appendCell(b []byte, i int, cell []byte) []byte {
	c := &l.columns[i]
	if i == len(l.columns)-1 {
		return append(b, cell...)
	}
	padding := c.width - width(string(cell))
	switch {
	case padding < 0 && c.address:
		b = appendShortened(b, cell, c.width)
	case c.right:
		b = append(appendSpaces(b, padding), cell...)
	default:
		b = appendSpaces(append(b, cell...), padding)
	}
	return append(b, ' ')
}

// appendShortened appends an address with an ellipsis in the middle, where it tells least: the end
// is the host's.
func appendShortened(b, cell []byte, width int) []byte {
	if width < 3 || slices.ContainsFunc(cell, func(c byte) bool { return c >= utf8.RuneSelf }) {
		at := len(b)
		return cut(append(b, cell...), at, width)
	}
	tail := width / 2
	b = append(b, cell[:width-1-tail]...)
	b = append(b, "…"...)
	return append(b, cell[len(cell)-tail:]...)
}
