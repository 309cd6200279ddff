package ios

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pktscope/pktscope/internal/render"
)

// A Column is one column of a table in IOS's layout. Cells are escaped for a
// terminal and padded to Width; a longer cell moves the rest of its line to the
// right.
type Column[T any] struct {
	Title string
	Width int // with the blanks after the cell; 0 for the last column
	Cell  func(T) string
	// Append appends a cell that needs no escapes, in place of Cell: for very many rows.
	Append func([]byte, T) []byte
	// Heading is the width of the title where IOS has another than Width, else 0.
	Heading int
	// Wrap has the columns after a longer cell go on on the next line, in their
	// places.
	Wrap bool
	// Cut has a longer cell cut off, without a blank after it.
	Cut bool
}

// Unwrapped returns columns of which the i-th does not wrap: a row of it stays on one
// line, and its cell is one word with at most one blank in it.
func Unwrapped[T any](columns []Column[T], i int) []Column[T] {
	columns = slices.Clone(columns)
	cell := columns[i].Cell
	columns[i].Wrap = false
	columns[i].Cell = func(row T) string {
		text := cell(row)
		if strings.Count(text, " ") > 1 {
			return Word(text)
		}
		return text
	}
	return columns
}

// AppendHeadings appends the line of the titles.
func AppendHeadings[T any](b []byte, columns []Column[T]) []byte {
	for _, c := range columns {
		at := len(b)
		b = pad(render.AppendClean(b, c.Title), at, cmp.Or(c.Heading, c.Width))
	}
	return append(TrimRight(b), '\n')
}

// AppendRow appends the line of a row.
func AppendRow[T any](b []byte, columns []Column[T], row T) []byte {
	from := 0
	for _, c := range columns {
		at := len(b)
		from += c.Width
		if c.Append != nil {
			b = c.Append(b, row)
		} else {
			b = render.AppendClean(b, c.Cell(row))
		}
		if c.Cut {
			b = cut(b, at, c.Width)
			continue
		}
		b = pad(b, at, c.Width)
		if c.Wrap && utf8.RuneCount(b[at:]) > c.Width {
			b = append(TrimRight(b), "\n"+strings.Repeat(" ", from)...)
		}
	}
	return append(TrimRight(b), '\n')
}

// pad appends at least one blank to the text from at on, up to width characters.
func pad(b []byte, at, width int) []byte {
	padding := max(1, width-utf8.RuneCount(b[at:]))
	return append(b, strings.Repeat(" ", padding)...)
}

// cut leaves as much of the text from at on as width holds, and appends blanks up to it.
func cut(b []byte, at, width int) []byte {
	end := at
	for range width {
		if end == len(b) {
			return append(b, strings.Repeat(" ", width-utf8.RuneCount(b[at:]))...)
		}
		_, size := utf8.DecodeRune(b[end:])
		end += size
	}
	return b[:end]
}

// AppendLine appends a line: a label and text, which is escaped for a terminal.
func AppendLine(b []byte, label, text string) []byte {
	return append(render.AppendClean(append(b, label...), text), '\n')
}

// TrimRight drops the blanks at the end of the last line.
func TrimRight(b []byte) []byte { return bytes.TrimRight(b, " ") }
