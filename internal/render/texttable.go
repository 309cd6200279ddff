package render

import (
	"bufio"
	"bytes"
	"io"
	"iter"
	"slices"

	"github.com/olekukonko/tablewriter/pkg/twwidth"
)

// maxKeptRows bounds how many rows a text table keeps between finding the widths
// of its columns and writing them. Of longer tables the rows are made twice.
const maxKeptRows = 1000

// A textTable is a report as text in columns.
type textTable struct {
	headings []heading
	rows     iter.Seq[[]string]
	widths   []int // of the columns
}

// Texts are the texts of a table, for those that lay it out themselves.
type Texts struct {
	Titles  []string
	Keys    []string // of the columns, in JSON
	Numbers []bool   // of a column: it is flush right
	Rows    [][]string
}

// Texts returns the texts of the table as the format "table" shows it.
func (r *Report) Texts() Texts { return r.TextsIn(InTable) }

// TextsIn returns the texts of the columns that a format has. Nothing in them steers a
// terminal.
func (r *Report) TextsIn(format FormatSet) Texts {
	var t Texts
	for _, h := range r.Table.headings(format) {
		t.Titles = append(t.Titles, h.title)
		t.Keys = append(t.Keys, h.key)
		t.Numbers = append(t.Numbers, h.number)
	}
	for row := range textRows(r.Table.cells(format), r.Exact) {
		t.Rows = append(t.Rows, slices.Clone(row))
	}
	return t
}

// writeText writes a table as text in columns, two blanks between them.
func (r *Report) writeText(w io.Writer) error {
	t := textTable{headings: r.Table.headings(InTable), rows: textRows(r.Table.cells(InTable), r.Exact)}
	t.measure()
	out := bufio.NewWriterSize(w, writeSize)
	titles := make([]string, len(t.headings))
	for i := range t.headings {
		titles[i] = t.headings[i].title
	}
	b := t.appendLine(nil, titles)
	for row := range t.rows {
		if _, err := out.Write(b); err != nil {
			return err
		}
		b = t.appendLine(b[:0], row)
	}
	_, _ = out.Write(b)
	return out.Flush()
}

// textRows gives the texts of cells. A row is valid until the next.
func textRows(cells iter.Seq[[]any], exact bool) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		var texts []string
		var b []byte
		for row := range cells {
			texts = texts[:0]
			for _, v := range row {
				b = clean(appendTableCell(b[:0], v, exact), 0)
				texts = append(texts, string(b))
			}
			if !yield(texts) {
				return
			}
		}
	}
}

// measure finds the widths, and keeps the rows if they are few.
func (t *textTable) measure() {
	t.widths = make([]int, len(t.headings))
	for i := range t.headings {
		t.widths[i] = width(t.headings[i].title)
	}
	var kept [][]string
	n := 0
	for row := range t.rows {
		for i, text := range row {
			t.widths[i] = max(t.widths[i], width(text))
		}
		if n++; n <= maxKeptRows {
			kept = append(kept, slices.Clone(row))
		}
	}
	if n <= maxKeptRows {
		t.rows = slices.Values(kept)
	}
}

func (t *textTable) appendLine(b []byte, row []string) []byte {
	for i, text := range row {
		padding := t.widths[i] - width(text)
		if t.headings[i].number {
			b = append(appendSpaces(b, padding), text...)
		} else {
			b = appendSpaces(append(b, text...), padding)
		}
		b = append(b, "  "...)
	}
	return append(bytes.TrimRight(b, " "), '\n')
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
