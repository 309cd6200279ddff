package render

import (
	"bytes"
	"io"
	"slices"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"
)

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
			cells[i] = escape(string(clean(appendTableCell(nil, v), 0)))
		}
		if err := t.Append(cells); err != nil {
			return err
		}
	}
	return t.Render()
}

// alignment is that of the columns.
func (r *Report) alignment() tw.Alignment {
	a := make(tw.Alignment, len(r.Columns))
	for i, c := range r.Columns {
		a[i] = tw.AlignLeft
		if c.Number {
			a[i] = tw.AlignRight
		}
	}
	return a
}

// markdownCell keeps a cell from ending its column or its row.
var markdownCell = strings.NewReplacer("|", `\|`, "<", "&lt;", ">", "&gt;", "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`)
