package render

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"html"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Column is one column of a Report.
type Column struct {
	Title  string // above the table
	Key    string // in JSON and CSV
	Number bool   // the table has it flush right
}

// A Report is a finite table. Cells are what a Value can be.
type Report struct {
	Title   string // of one among several, above it
	Key     string // the same in JSON
	Columns []Column
	Rows    [][]any
	// Many stands in for Rows where they are too many to be made at once. It
	// gives the same rows each time.
	Many  iter.Seq[[]any]
	Notes []string // below the table, where people read it
	Text  string   // replaces title and table in the format "table"
}

// all gives the rows.
func (r *Report) all() iter.Seq[[]any] {
	if r.Many != nil {
		return r.Many
	}
	return slices.Values(r.Rows)
}

// ReportFormats names the formats that WriteReport writes.
var ReportFormats = []string{"table", "json", "csv", "markdown", "html"}

// WriteReport writes tables in a format. In JSON, one is an array of objects,
// several are an object that has them by their keys.
func WriteReport(w io.Writer, format string, reports ...Report) error {
	if !slices.Contains(ReportFormats, format) {
		return fmt.Errorf("there is no report format %q; there are %s", format, strings.Join(ReportFormats, ", "))
	}
	if format == "json" {
		return writeJSON(w, reports)
	}
	for i := range reports {
		r := &reports[i]
		if r.Text != "" && format == "table" {
			if _, err := io.WriteString(w, r.Text); err != nil {
				return err
			}
			continue
		}
		if err := r.writeTitle(w, format, i > 0); err != nil {
			return err
		}
		write := r.writeTable
		switch {
		case format == "csv":
			write = r.writeCSV
		case format == "table" && r.Many != nil:
			write = r.writeLong
		}
		if err := write(w, format); err != nil {
			return err
		}
		if err := r.writeNotes(w, format); err != nil {
			return err
		}
	}
	return nil
}

// writeTitle separates a table from the one before it and names it.
func (r *Report) writeTitle(w io.Writer, format string, separate bool) error {
	s := ""
	if separate {
		s = "\n"
	}
	title := string(appendClean(nil, []byte(r.Title)))
	switch {
	case title == "" || format == "csv":
	case format == "markdown":
		s += "## " + markdownCell.Replace(title) + "\n\n"
	case format == "html":
		s += "<h2>" + html.EscapeString(title) + "</h2>\n"
	default:
		s += title + "\n"
	}
	_, err := io.WriteString(w, s)
	return err
}

// writeNotes writes what is to be said below a table.
func (r *Report) writeNotes(w io.Writer, format string) error {
	for _, note := range r.Notes {
		s := string(appendClean(nil, []byte(note)))
		switch format {
		case "csv":
			return nil
		case "markdown":
			s = "\n" + markdownCell.Replace(s)
		case "html":
			s = "<p>" + html.EscapeString(s) + "</p>"
		}
		if _, err := io.WriteString(w, s+"\n"); err != nil {
			return err
		}
	}
	return nil
}

func (r *Report) writeCSV(w io.Writer, _ string) error {
	c := csv.NewWriter(w)
	keys := make([]string, len(r.Columns))
	for i := range r.Columns {
		keys[i] = r.Columns[i].Key
	}
	if err := c.Write(keys); err != nil {
		return err
	}
	for row := range r.all() {
		cells := make([]string, len(row))
		for i, v := range row {
			if d, ok := v.(time.Duration); ok {
				cells[i] = strconv.FormatFloat(d.Seconds(), 'f', -1, 64)
				continue
			}
			cells[i] = string(appendCell(nil, v))
		}
		if err := c.Write(cells); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
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
	var err error
	b := []byte("[")
	more := false
	for row := range r.all() {
		if more {
			b = append(b, ',')
		}
		more = true
		b = append(append(append(b, '\n'), indent...), "  {"...)
		for k, v := range row {
			if k > 0 {
				b = append(b, ", "...)
			}
			b = append(appendJSONString(b, []byte(r.Columns[k].Key)), ": "...)
			if b, err = appendJSONValue(b, v); err != nil {
				return err
			}
		}
		if _, err = out.Write(append(b, '}')); err != nil {
			return err
		}
		b = b[:0]
	}
	if more {
		b = append(append(b, '\n'), indent...)
	}
	_, err = out.Write(append(b, ']'))
	return err
}
