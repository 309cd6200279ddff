package render

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"
)

// A Column is one column of a Report.
type Column struct {
	Title  string // above the table
	Key    string // in JSON and CSV
	Number bool   // the table has it flush right
}

// A Report is a finite table. Cells are strings, numbers, booleans, times,
// durations, Sizes, Seconds, lists of strings, or nil for what is unknown.
type Report struct {
	Columns []Column
	Rows    [][]any
	// Many stands in for Rows where they are too many to be made at once. It
	// gives the same rows each time.
	Many iter.Seq[[]any]
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

// WriteReport writes r in a format.
func WriteReport(w io.Writer, format string, r Report) error {
	switch format {
	case "table", "markdown", "html":
		if format == "table" && r.Many != nil {
			return r.writeLong(w)
		}
		return r.writeTable(w, format)
	case "json":
		return r.writeJSON(w)
	case "csv":
		return r.writeCSV(w)
	}
	return fmt.Errorf("there is no report format %q; there are %s", format, strings.Join(ReportFormats, ", "))
}

func (r *Report) writeTable(w io.Writer, format string) error {
	var out bytes.Buffer
	if err := r.renderTable(&out, format); err != nil {
		return err
	}
	for line := range bytes.Lines(out.Bytes()) {
		if _, err := w.Write(append(bytes.TrimRight(line, " \n"), '\n')); err != nil {
			return err
		}
	}
	return nil
}

func (r *Report) renderTable(w io.Writer, format string) error {
	options := []tablewriter.Option{
		tablewriter.WithHeaderAutoFormat(tw.Off), tablewriter.WithHeaderAlignment(tw.AlignLeft),
		tablewriter.WithHeaderAutoWrap(tw.WrapNone), tablewriter.WithRowAutoWrap(tw.WrapNone),
		tablewriter.WithRowAlignment(tw.AlignLeft), tablewriter.WithTrimSpace(tw.Off),
	}
	if slices.ContainsFunc(r.Columns, func(c Column) bool { return c.Number }) {
		options = append(options, tablewriter.WithAlignment(r.alignment()))
	}
	escape := func(s string) string { return s }
	switch format {
	case "table":
		options = append(options, tablewriter.WithPadding(tw.Padding{Right: "  ", Overwrite: true}),
			tablewriter.WithRendition(tw.Rendition{
				Borders:  tw.BorderNone,
				Settings: tw.Settings{Separators: tw.SeparatorsNone, Lines: tw.LinesNone},
			}))
	case "markdown":
		escape = markdownCell.Replace
		options = append(options, tablewriter.WithRenderer(renderer.NewMarkdown()))
	case "html":
		options = append(options, tablewriter.WithRenderer(renderer.NewHTML(renderer.HTMLConfig{EscapeContent: true})))
	}
	t := tablewriter.NewTable(w, options...)
	titles := make([]string, len(r.Columns))
	for i, c := range r.Columns {
		titles[i] = c.Title
	}
	t.Header(titles)
	for row := range r.all() {
		cells := make([]string, len(row))
		for i, v := range row {
			cells[i] = escape(string(appendClean(nil, []byte(tableText(v)))))
		}
		if err := t.Append(cells); err != nil {
			return err
		}
	}
	return t.Render()
}

// alignment is that of the columns.
func (r *Report) alignment() tw.Alignment {
	a := tw.Alignment{}
	for _, c := range r.Columns {
		if c.Number {
			a = append(a, tw.AlignRight)
		} else {
			a = append(a, tw.AlignLeft)
		}
	}
	return a
}

// markdownCell keeps a cell from ending its column or its row.
var markdownCell = strings.NewReplacer("|", `\|`, "<", "&lt;", ">", "&gt;", "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`)

func (r *Report) writeCSV(w io.Writer) error {
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
			cells[i] = cellText(v)
		}
		if err := c.Write(cells); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// writeJSON writes an array of objects whose keys are in the columns' order.
func (r *Report) writeJSON(w io.Writer) error {
	out := bufio.NewWriterSize(w, writeSize)
	b := []byte("[")
	more := false
	for row := range r.all() {
		if more {
			b = append(b, ',')
		}
		more = true
		b = append(b, "\n  {"...)
		for k, v := range row {
			if k > 0 {
				b = append(b, ", "...)
			}
			b = append(appendJSONString(b, []byte(r.Columns[k].Key)), ": "...)
			value, err := json.Marshal(cellJSON(v))
			if err != nil {
				return err
			}
			b = append(b, value...)
		}
		b = append(b, '}')
		if _, err := out.Write(b); err != nil {
			return err
		}
		b = b[:0]
	}
	if more {
		b = append(b, '\n')
	}
	_, _ = out.Write(append(b, "]\n"...))
	return out.Flush()
}

// cellJSON is v with times and durations as seconds.
func cellJSON(v any) any {
	switch v := v.(type) {
	case time.Time:
		if v.IsZero() {
			return nil
		}
		b := appendInt(nil, v.Unix())
		return json.Number(appendFraction(b, uint32(v.Nanosecond()), 9))
	case time.Duration:
		return json.Number(appendSeconds(nil, v, 9))
	case Seconds:
		return v.json()
	}
	return v
}

// tableText is v as a table shows it.
func tableText(v any) string {
	if size, ok := v.(Size); ok {
		return size.String()
	}
	return cellText(v)
}

// cellText is v as a table and CSV show it.
func cellText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case []string:
		return strings.Join(v, ", ")
	case bool:
		return strconv.FormatBool(v)
	case time.Time:
		if v.IsZero() {
			return ""
		}
		return v.Format("2006-01-02 15:04:05.000")
	case Seconds:
		return v.text()
	case Size:
		return strconv.FormatUint(uint64(v), 10)
	}
	return fmt.Sprint(v)
}
