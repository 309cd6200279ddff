package render

import (
	"encoding/csv"
	"fmt"
	"html"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Column is one column of a Report.
type Column struct {
	Title string // above the table
	Key   string // in JSON and CSV
}

// A Report is a finite table. Cells are what a Value can be.
type Report struct {
	Title   string // of one among several, above it
	Key     string // the same in JSON
	Columns []Column
	Rows    [][]any
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
		if err := r.writeTitle(w, format, i > 0); err != nil {
			return err
		}
		write := r.writeTable
		if format == "csv" {
			write = r.writeCSV
		}
		if err := write(w, format); err != nil {
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

func (r *Report) writeCSV(w io.Writer, _ string) error {
	c := csv.NewWriter(w)
	keys := make([]string, len(r.Columns))
	for i := range r.Columns {
		keys[i] = r.Columns[i].Key
	}
	if err := c.Write(keys); err != nil {
		return err
	}
	for _, row := range r.Rows {
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
	b, err := []byte(nil), error(nil)
	if len(reports) == 1 {
		b, err = reports[0].appendJSON(b, "")
	} else {
		b = append(b, '{')
		for i := range reports {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(appendJSONString(append(b, "\n  "...), []byte(reports[i].Key)), ": "...)
			if b, err = reports[i].appendJSON(b, "  "); err != nil {
				return err
			}
		}
		b = append(b, "\n}"...)
	}
	if err != nil {
		return err
	}
	_, err = w.Write(append(b, '\n'))
	return err
}

func (r *Report) appendJSON(b []byte, indent string) ([]byte, error) {
	var err error
	b = append(b, '[')
	for i, row := range r.Rows {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(append(b, '\n'), indent...), "  {"...)
		for k, v := range row {
			if k > 0 {
				b = append(b, ", "...)
			}
			b = append(appendJSONString(b, []byte(r.Columns[k].Key)), ": "...)
			if b, err = appendJSONValue(b, v); err != nil {
				return nil, err
			}
		}
		b = append(b, '}')
	}
	if len(r.Rows) > 0 {
		b = append(append(b, '\n'), indent...)
	}
	return append(b, ']'), nil
}
