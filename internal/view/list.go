package view

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// A list is the packet list. It holds the rows around those that are shown; the others
// are asked for when they come into sight.
type list struct {
	scroll
	columns []Column
	rows    []Row // from the index first on
	first   int
	version uint64 // of the Source when the rows were asked for
	asked   bool   // for rows that have not come yet
	left    int    // columns of Info that are scrolled out of sight
	follow  bool   // the last packet is selected as packets arrive
	marks   map[uint64]bool
	before  uint64 // the packet that was selected before a filter that goes on; 0: the user has moved since
}

// rowsMsg are rows that have come.
type rowsMsg struct {
	rows    []Row
	first   int
	version uint64
	err     error
}

// row is the row at an index, nil if it has not come yet.
func (l *list) row(i int) *Row {
	if i < l.first || i >= l.first+len(l.rows) {
		return nil
	}
	return &l.rows[i-l.first]
}

// current is the selected row, nil if there is none yet.
func (l *list) current() *Row { return l.row(l.at) }

// need asks for the rows that are shown and not there, or are older than version.
func (l *list) need(ctx context.Context, src Source, version uint64) tea.Cmd {
	there := l.count == 0 || l.row(l.top) != nil && l.row(l.end()-1) != nil
	if l.asked || there && version == l.version {
		return nil
	}
	l.asked = true
	n := 3 * l.scroll.rows
	first := max(0, l.top-l.scroll.rows)
	return func() tea.Msg {
		rows, err := src.Rows(ctx, first, n)
		return rowsMsg{rows, first, version, err}
	}
}

// take takes rows that have come.
func (l *list) take(msg rowsMsg) {
	l.asked = false
	l.rows, l.first, l.version = msg.rows, msg.first, msg.version
}

// forget has all rows asked for anew: another filter, or another form of times.
func (l *list) forget() { l.rows, l.first, l.version = nil, 0, 0 }

// mark marks the selected packet, or takes its mark away. It returns the packet's number, 0
// without one.
func (l *list) mark() (number uint64, marked bool) {
	r := l.current()
	switch {
	case r == nil:
		return 0, false
	case l.marks[r.Number]:
		delete(l.marks, r.Number)
		return r.Number, false
	}
	l.marks[r.Number] = true
	return r.Number, true
}

// Widths of columns.
const (
	leastAddress = 12
	shortAddress = 15 // an IPv4 address
	usualAddress = 17 // a MAC address
	mostAddress  = 39 // an IPv6 address
	leastInfo    = 16
)

// widths are those of the columns, 0 for one that has no room: the last column takes
// what the others leave.
func (l *list) widths(total int) []int {
	w := make([]int, len(l.columns))
	if len(w) == 0 {
		return w
	}
	for i, c := range l.columns {
		w[i] = len(c.Title)
		for k := l.top; k < l.end(); k++ {
			if r := l.row(k); r != nil && i < len(r.Cells) {
				w[i] = max(w[i], ansi.StringWidth(r.Cells[i]))
			}
		}
		if c.isAddress() {
			w[i] = min(w[i], max(usualAddress, min(mostAddress, total/6)))
		}
	}
	last := len(w) - 1
	for _, give := range givings() {
		if w[last] = rest(w[:last], total); w[last] >= leastInfo {
			return w
		}
		for i, c := range l.columns[:last] {
			w[i] = give(c, w[i])
		}
	}
	w[last] = max(1, rest(w[:last], total))
	return w
}

// givings are how columns give way to the last one, in turn: the width of a column that
// has been w columns wide.
func givings() []func(c Column, w int) int {
	gone := func(title string) func(Column, int) int {
		return func(c Column, w int) int {
			if c.Title == title {
				return 0
			}
			return w
		}
	}
	addresses := func(most int) func(Column, int) int {
		return func(c Column, w int) int {
			if c.isAddress() {
				return min(w, most)
			}
			return w
		}
	}
	return []func(Column, int) int{
		gone("Length"),
		addresses(shortAddress),
		gone("Time"),
		addresses(leastAddress),
	}
}

func (c Column) isAddress() bool { return c.Title == "Source" || c.Title == "Destination" }

// rest is what columns leave of a line.
func rest(w []int, total int) int {
	total -= lineMark
	for _, n := range w {
		if n > 0 {
			total -= n + 1
		}
	}
	return total
}

// lineMark is the width of the marks before a row.
const lineMark = 2

// draw draws the titles of the columns and the rows.
func (l *list) draw(st *styles, width int, focus bool) []string {
	w := l.widths(width)
	lines := []string{st.title.Render(l.titles(w, width))}
	for i := l.top; i < l.end(); i++ {
		r := l.row(i)
		if r == nil {
			lines = append(lines, st.dim.Render(fit("  "+ellipsis, width)))
			continue
		}
		text := l.line(r, w, width)
		switch {
		case i == l.at && focus:
			text = st.selected.Render(text)
		case i == l.at:
			text = st.resting.Render(text)
		default:
			text = st.hues[r.Hue].Render(text)
		}
		lines = append(lines, text)
	}
	return filled(lines, width, l.scroll.rows+1)
}

// titles is the line above the rows.
func (l *list) titles(w []int, width int) string {
	var b strings.Builder
	b.WriteString(blanks(lineMark))
	for i, c := range l.columns {
		if w[i] > 0 {
			b.WriteString(cell(c.Title, w[i], c.Right) + " ")
		}
	}
	return fit(strings.TrimRight(b.String(), " "), width)
}

// line is a row, behind its mark.
func (l *list) line(r *Row, w []int, width int) string {
	var b strings.Builder
	b.WriteString(l.flag(r) + " ")
	for i, c := range l.columns {
		if w[i] == 0 || i >= len(r.Cells) {
			continue
		}
		text := r.Cells[i]
		switch {
		case i == len(l.columns)-1:
			text = shifted(text, l.left)
		case l.columns[i].isAddress():
			text = middleCut(text, w[i])
		}
		b.WriteString(cell(text, w[i], c.Right) + " ")
	}
	return fit(strings.TrimRight(b.String(), " "), width)
}

// longest is the width of the longest text of the last column in sight.
func (l *list) longest() (width int) {
	last := len(l.columns) - 1
	for i := l.top; i < l.end(); i++ {
		if r := l.row(i); r != nil && last >= 0 && last < len(r.Cells) {
			width = max(width, ansi.StringWidth(clean(r.Cells[last])))
		}
	}
	return width
}

// middleCut shortens an address in its middle, where it tells least: the end is the host's.
func middleCut(text string, width int) string {
	text = clean(text)
	n := ansi.StringWidth(text)
	if n <= width || width < 3 {
		return text
	}
	tail := width / 2
	return ansi.Truncate(text, width-tail, ellipsis) + ansi.TruncateLeft(text, n-tail, "")
}

// cell is a text in a column.
func cell(text string, width int, right bool) string {
	if right {
		return fitRight(text, width)
	}
	return fit(text, width)
}

// flag is "*" before a packet that the user has marked, "?" before one that may change yet.
func (l *list) flag(r *Row) string {
	switch {
	case l.marks[r.Number]:
		return "*"
	case r.Provisional:
		return "?"
	}
	return " "
}
