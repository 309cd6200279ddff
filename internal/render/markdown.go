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

// writeMarkdown writes a table in Markdown.
func (r *Report) writeMarkdown(w io.Writer) error {
	var out bytes.Buffer
	if err := r.renderMarkdown(&out); err != nil {
		return err
	}
	for line := range bytes.Lines(out.Bytes()) {
		if _, err := w.Write(append(bytes.TrimRight(line, " \n"), '\n')); err != nil {
			return err
		}
	}
	return nil
}

func (r *Report) renderMarkdown(w io.Writer) error {
	headings := r.Table.headings(InMarkdown)
	options := []tablewriter.Option{
		tablewriter.WithHeaderAutoFormat(tw.Off), tablewriter.WithHeaderAlignment(tw.AlignLeft),
		tablewriter.WithHeaderAutoWrap(tw.WrapNone), tablewriter.WithRowAutoWrap(tw.WrapNone),
		tablewriter.WithRowAlignment(tw.AlignLeft), tablewriter.WithTrimSpace(tw.Off), tablewriter.WithRenderer(renderer.NewMarkdown()),
	}
	if slices.ContainsFunc(headings, func(h heading) bool { return h.number }) {
		options = append(options, tablewriter.WithAlignment(alignment(headings)))
	}
	t := tablewriter.NewTable(w, options...)
	titles := make([]string, len(headings))
	for i, h := range headings {
		titles[i] = h.title
	}
	t.Header(titles)
	for row := range textRows(r.Table.cells(InMarkdown), r.Exact) {
		cells := make([]string, len(row))
		for i, text := range row {
			cells[i] = markdownCell.Replace(text)
		}
		if err := t.Append(cells); err != nil {
			return err
		}
	}
	return t.Render()
}

// alignment is that of the columns.
func alignment(headings []heading) tw.Alignment {
	a := make(tw.Alignment, len(headings))
	for i, h := range headings {
		a[i] = tw.AlignLeft
		if h.number {
			a[i] = tw.AlignRight
		}
	}
	return a
}

// MarkdownText is a line of text that Markdown shows as it is, in a cell or outside of one.
// Control characters are escaped.
func MarkdownText(text string) string { return markdownCell.Replace(string(AppendClean(nil, text))) }

// markdownCell keeps a cell from ending its column or its row.
var markdownCell = strings.NewReplacer("|", `\|`, "<", "&lt;", ">", "&gt;", "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`)
