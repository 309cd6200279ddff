package render

import (
	"bufio"
	"bytes"
	"io"

	"github.com/olekukonko/tablewriter/pkg/twwidth"
)

// writeLong writes a table of many rows as writeTable would. It goes through
// them twice, for the widths and for the rows, and keeps none.
func (r *Report) writeLong(w io.Writer, _ string) error {
	widths := make([]int, len(r.Columns))
	titles := make([]any, len(r.Columns))
	for i, c := range r.Columns {
		titles[i] = c.Title
		widths[i] = width(c.Title)
	}
	var cell []byte
	for row := range r.all() {
		for i, v := range row {
			cell = clean(appendTableCell(cell[:0], v), 0)
			widths[i] = max(widths[i], width(string(cell)))
		}
	}
	out := bufio.NewWriterSize(w, writeSize)
	line := func(b []byte, row []any) []byte {
		for i, v := range row {
			cell = clean(appendTableCell(cell[:0], v), 0)
			room := widths[i] - width(string(cell))
			if r.Columns[i].Number {
				b = append(appendSpaces(b, room), cell...)
			} else {
				b = appendSpaces(append(b, cell...), room)
			}
			b = append(b, "  "...)
		}
		return append(bytes.TrimRight(b, " "), '\n')
	}
	b := line(nil, titles)
	for row := range r.all() {
		if _, err := out.Write(b); err != nil {
			return err
		}
		b = line(b[:0], row)
	}
	_, _ = out.Write(b)
	return out.Flush()
}

const writeSize = 64 << 10

// width is how many columns of a terminal s takes.
func width(s string) int {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return twwidth.Width(s)
		}
	}
	return len(s)
}
