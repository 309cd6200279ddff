package render

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// writeCSV writes a table with a line of keys first. Durations are seconds.
func (r *Report) writeCSV(w io.Writer) error {
	c := csv.NewWriter(w)
	headings := r.Table.headings(InCSV)
	cells := make([]string, len(headings))
	for i := range headings {
		cells[i] = headings[i].key
	}
	if err := c.Write(cells); err != nil {
		return err
	}
	for row := range r.Table.cells(InCSV) {
		for i, v := range row {
			if d, ok := v.(time.Duration); ok {
				cells[i] = strconv.FormatFloat(d.Seconds(), 'f', -1, 64)
				continue
			}
			cells[i] = harmless(cleanLines(appendCell(nil, v)))
		}
		if err := c.Write(cells); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// harmless returns a cell with a quote before it where a spreadsheet would take it for a
// formula: OWASP, "CSV Injection". Numbers stay as they are.
func harmless(cell string) string {
	if isFormula([]byte(cell)) {
		return "'" + cell
	}
	return cell
}

// isFormula reports whether a cell begins as a formula does and is no number.
func isFormula(cell []byte) bool {
	r, n := utf8.DecodeRune(bytes.TrimLeft(cell, "\n"))
	switch r {
	case '=', '@', '\t', '\r', '＝', '＠':
		return true
	case '+', '-', '＋', '－':
		return len(cell) > n && !isNumber(cell)
	}
	return false
}

// isNumber reports whether text is a decimal number.
func isNumber(text []byte) bool {
	if len(text) > 32 || bytes.ContainsFunc(text, func(r rune) bool { return (r < '0' || r > '9') && r != '.' && r != 'e' && r != '-' && r != '+' }) {
		return false
	}
	_, err := strconv.ParseFloat(string(text), 64)
	return err == nil
}

// cleanTabs is cleanLines for a layout that has tabs and lines that may end as those of
// HTTP do.
func cleanTabs(text string) string {
	var b []byte
	for line := range strings.Lines(text) {
		rest := strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
		end := line[len(rest):]
		if end == "\r" { // it ends no line
			rest, end = line, ""
		}
		for i, part := range strings.Split(rest, "\t") {
			if i > 0 {
				b = append(b, '\t')
			}
			b = AppendClean(b, part)
		}
		b = append(b, end...)
	}
	return string(b)
}

// cleanLines escapes control characters and broken bytes of a cell, which may have
// several lines.
func cleanLines(cell []byte) string {
	var b []byte
	for i, line := range bytes.Split(cell, []byte("\n")) {
		if i > 0 {
			b = append(b, '\n')
		}
		b = clean(append(b, line...), len(b))
	}
	return string(b)
}

// writeJSON writes rows as objects whose keys are in the columns' order.
func writeJSON(w io.Writer, reports []Report) error {
	out := bufio.NewWriterSize(w, writeSize)
	if len(reports) == 1 {
		if err := reports[0].writeJSON(out, ""); err != nil {
			return err
		}
		_ = out.WriteByte('\n')
		return out.Flush()
	}
	for i := range reports {
		b := []byte("{\n  ")
		if i > 0 {
			b = []byte(",\n  ")
		}
		_, _ = out.Write(append(appendJSONString(b, []byte(reports[i].Key)), ": "...))
		if err := reports[i].writeJSON(out, "  "); err != nil {
			return err
		}
	}
	_, _ = out.WriteString("\n}\n")
	return out.Flush()
}

func (r *Report) writeJSON(out *bufio.Writer, indent string) error {
	b := []byte("[")
	more := false
	for object, err := range r.Objects(InJSON) {
		if err != nil {
			return err
		}
		if more {
			b = append(b, ',')
		}
		more = true
		b = append(append(append(b, '\n'), indent...), "  "...)
		if _, err := out.Write(append(b, object...)); err != nil {
			return err
		}
		b = b[:0]
	}
	if more {
		b = append(append(b, '\n'), indent...)
	}
	_, err := out.Write(append(b, ']'))
	return err
}

// Objects are the rows as objects of JSON whose keys are those of the columns that a format
// has, in their order. An object is valid until the next.
func (r *Report) Objects(format FormatSet) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		headings := r.Table.headings(format)
		var b []byte
		for row := range r.Table.cells(format) {
			b = append(b[:0], '{')
			var err error
			for i, v := range row {
				if i > 0 {
					b = append(b, ", "...)
				}
				b = append(appendJSONString(b, []byte(headings[i].key)), ": "...)
				if b, err = appendJSONValue(b, v); err != nil {
					yield(nil, err)
					return
				}
			}
			if r.Forgotten > 0 {
				b = strconv.AppendUint(append(b, `, "forgotten": `...), r.Forgotten, 10)
			}
			if !yield(append(b, '}'), nil) {
				return
			}
		}
	}
}

// Cells are the rows as the cells of the columns that a format has, beside the keys of these.
// Both are valid until the next.
func (r *Report) Cells(format FormatSet) iter.Seq2[[]string, []any] {
	return func(yield func([]string, []any) bool) {
		var keys []string
		for _, h := range r.Table.headings(format) {
			keys = append(keys, h.key)
		}
		for row := range r.Table.cells(format) {
			if !yield(keys, row) {
				return
			}
		}
	}
}
