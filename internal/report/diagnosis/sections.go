package diagnosis

import (
	"slices"
	"strings"
	"time"

	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report"
)

// document is the findings as a page of its own.
func (p *page) document(at time.Time) render.Page {
	return render.Page{Title: "Diagnosis", Sections: slices.Values(Sections(p.query, p.findings(at)))}
}

// Sections are findings as parts of a page, those of one tunnel together; where there are
// none, what was judged.
func Sections(q *report.Query, list []diagnose.Finding) (sections []render.Section) {
	for _, group := range groups(list) {
		for i := range group {
			sections = append(sections, section(&group[i]))
		}
	}
	return append(sections, end(q, list)...)
}

// section is one finding.
func section(x *diagnose.Finding) render.Section {
	s := render.Section{
		Title: x.Severity.String() + ": " + x.Summary, Class: x.Severity.String(), Lines: []string{about(x)}, List: items(x),
	}
	if len(x.Values) > 0 {
		s.Table = render.Table[diagnose.Value]{Columns: sideColumns(x), Rows: slices.Values(x.Values)}
	}
	for _, r := range together(x.Remedies) {
		s.Sections = append(s.Sections, render.Section{Title: "To type on " + r.platforms, Text: slices.Values([]string{r.text})})
	}
	return s
}

// sideColumns are the names of the values and what the sides said.
func sideColumns(x *diagnose.Finding) []render.Column[diagnose.Value] {
	all := []render.Column[diagnose.Value]{
		{Title: "What", Cell: func(v diagnose.Value) any { return strings.ReplaceAll(v.Name, "_", " ") }},
	}
	for _, s := range sides(x) {
		all = append(all, render.Column[diagnose.Value]{Title: s.title, Cell: func(v diagnose.Value) any { return strings.Split(cell(s.said(v)), "\n") }})
	}
	return all
}

// items are the frames that show it.
func items(x *diagnose.Finding) (list []render.Item) {
	several := severalFiles(x)
	for i := range x.Evidence {
		e := &x.Evidence[i]
		list = append(list, render.Item{
			Place: strings.TrimRight(place(e, several), " "), Text: e.Text, Code: strings.TrimSuffix(strings.TrimPrefix(field(e), " ("), ")"),
		})
	}
	return list
}
