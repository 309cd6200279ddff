package view

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"
)

// A dump is the bytes of a packet. A packet with decrypted or reassembled bytes has
// several buffers, one of which is shown.
type dump struct {
	buffers []Buffer
	buffer  int
	cursor  int
	quiet   bool // no bytes are marked
	start   int  // of the bytes that are marked
	length  int
	top     int // line
	rows    int
	per     int // bytes in a line
}

// Widths of a line: offset, two digits a byte, characters.
const (
	offsetWidth = 7
	wideLine    = 16
	narrowLine  = 8
)

// lineWidth is that of a line with per bytes.
func lineWidth(per int) int { return offsetWidth + 3*per + per/8 + 1 + per }

// resize takes the room.
func (d *dump) resize(width, rows int) {
	per := narrowLine
	if width >= lineWidth(wideLine) {
		per = wideLine
	}
	if rows = max(1, rows); rows != d.rows || per != d.per {
		d.rows, d.per = rows, per
		d.show(d.cursor)
	}
}

// load takes the buffers of another packet.
func (d *dump) load(buffers []Buffer) {
	d.buffers = buffers
	if d.buffer >= len(buffers) {
		d.buffer = 0
	}
	d.cursor, d.start, d.length, d.top = 0, 0, 0, 0
}

// bytes are those of the buffer that is shown.
func (d *dump) bytes() []byte {
	if d.buffer >= len(d.buffers) {
		return nil
	}
	return d.buffers[d.buffer].Bytes
}

// mark shows the bytes of a field.
func (d *dump) mark(n *Node) {
	if n.Buffer < len(d.buffers) {
		d.buffer = n.Buffer
	}
	d.start, d.length = n.Start, n.Length
	if n.Length > 0 {
		d.cursor = n.Start
		d.show(n.Start)
	}
}

// next shows the next buffer.
func (d *dump) next() { d.choose(d.buffer + 1) }

// choose shows a buffer, and none of its bytes marked.
func (d *dump) choose(i int) {
	if len(d.buffers) > 0 {
		d.buffer = i % len(d.buffers)
		d.cursor, d.start, d.length, d.top = 0, 0, 0, 0
	}
}

// move moves the cursor by n bytes.
func (d *dump) move(n int) {
	d.cursor = max(0, min(d.cursor+n, len(d.bytes())-1))
	d.show(d.cursor)
}

// show has a byte in sight.
func (d *dump) show(offset int) {
	line := offset / max(1, d.per)
	switch {
	case line < d.top:
		d.top = line
	case line >= d.top+d.rows:
		d.top = line - d.rows + 1
	}
}

// wheel shows the bytes n lines below.
func (d *dump) wheel(n int) {
	lines := (len(d.bytes()) + d.per - 1) / max(1, d.per)
	d.top = max(0, min(d.top+n, lines-d.rows))
}

// at is the byte below a place on the pane, -1 for none.
func (d *dump) at(x, y int) int {
	x -= offsetWidth
	digits := 3*d.per + d.per/8
	i := -1
	switch {
	case x >= 0 && x < digits:
		i = min((x-x/25)/3, d.per-1)
	case x >= digits+1 && x < digits+1+d.per:
		i = x - digits - 1
	}
	offset := (d.top+y)*d.per + i
	if i < 0 || offset >= len(d.bytes()) {
		return -1
	}
	return offset
}

// draw draws the lines in sight.
func (d *dump) draw(st *styles, width int, focus bool) []string {
	b := d.bytes()
	var lines []string
	for y := range d.rows {
		from := (d.top + y) * d.per
		if from >= len(b) {
			break
		}
		lines = append(lines, d.line(st, b, from, focus)+blanks(width-lineWidth(d.per)))
	}
	if len(lines) == 0 {
		lines = append(lines, st.dim.Render(fit(" no bytes", width)))
	}
	return filled(lines, width, d.rows)
}

// line is "00000  45 00 ...  E...".
func (d *dump) line(st *styles, b []byte, from int, focus bool) string {
	var digits, chars strings.Builder
	for i := range d.per {
		at := from + i
		if i%8 == 0 && i > 0 {
			digits.WriteString(d.gap(st, at, focus))
		}
		if at >= len(b) {
			digits.WriteString("   ")
			chars.WriteByte(' ')
			continue
		}
		style := d.style(st, at, focus)
		digits.WriteString(style.Render(fmt.Sprintf("%02x", b[at])))
		digits.WriteString(d.between(st, at, i, focus))
		chars.WriteString(style.Render(string(printable(b[at]))))
	}
	return st.dim.Render(fmt.Sprintf("%05x", from)) + "  " + digits.String() + blanks(d.per/8-(d.per-1)/8) + " " + chars.String()
}

// between is the blank behind the byte at offset, the i-th of its line: within a mark it
// is marked, too.
func (d *dump) between(st *styles, at, i int, focus bool) string {
	if i < d.per-1 && d.marked(at) && d.marked(at+1) {
		return d.style(st, at, focus && at != d.cursor).Render(" ")
	}
	return " "
}

// gap is the blank between the two halves of a line.
func (d *dump) gap(st *styles, at int, focus bool) string {
	if d.marked(at-1) && d.marked(at) {
		return d.style(st, at, focus && at != d.cursor).Render(" ")
	}
	return " "
}

func (d *dump) marked(at int) bool { return !d.quiet && at >= d.start && at < d.start+d.length }

// style is how a byte looks.
func (d *dump) style(st *styles, at int, focus bool) lipgloss.Style {
	switch {
	case at == d.cursor && focus:
		return st.selected.Bold(true).Underline(true)
	case d.marked(at) && focus:
		return st.resting
	case d.marked(at):
		return st.selected
	}
	return lipgloss.NewStyle()
}

// printable is an ASCII character, or the point that stands for others.
func printable(c byte) byte {
	if c < 0x20 || c > 0x7e {
		return '.'
	}
	return c
}
