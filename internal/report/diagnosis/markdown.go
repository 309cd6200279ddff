package diagnosis

import (
	"strings"
	"time"

	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/render"
)

// escaped is text of one or more lines as Markdown shows it.
func escaped(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = render.MarkdownText(lines[i])
	}
	return strings.Join(lines, "<br>")
}

// appendMarkdown appends a chapter for each finding.
func (p *page) appendMarkdown(b []byte, _ string, at time.Time) []byte {
	list := p.findings(at)
	if len(list) == 0 {
		return append(b, "No fault found.\n"...)
	}
	for _, group := range groups(list) {
		for i := range group {
			b = appendChapter(b, &group[i])
		}
	}
	return b
}

func appendChapter(b []byte, x *diagnose.Finding) []byte {
	var s strings.Builder
	s.WriteString("## " + x.Severity.String() + ": " + escaped(x.Summary) + "\n\n" + escaped(about(x)) + "\n")
	if len(x.Values) > 0 {
		all := sides(x)
		s.WriteString("\n|")
		for _, e := range all {
			s.WriteString(" | " + escaped(e.title))
		}
		s.WriteString(" |\n|" + strings.Repeat(" --- |", len(all)+1) + "\n")
		for _, v := range x.Values {
			s.WriteString("| " + escaped(strings.ReplaceAll(v.Name, "_", " ")))
			for _, e := range all {
				s.WriteString(" | " + escaped(cell(e.said(v))))
			}
			s.WriteString(" |\n")
		}
	}
	if len(x.Evidence) > 0 {
		s.WriteString("\n")
		for i := range x.Evidence {
			e := &x.Evidence[i]
			s.WriteString("- " + escaped(place(e, e.File != "")+e.Text+field(e)) + "\n")
		}
	}
	for _, r := range together(x.Remedies) {
		s.WriteString("\nTo type on " + r.platforms + ":\n\n")
		for l := range strings.Lines(r.text) {
			s.WriteString("    " + string(render.AppendClean(nil, strings.TrimRight(l, "\n"))) + "\n")
		}
	}
	s.WriteString("\n")
	return append(b, s.String()...)
}

// about is what a finding is about, by which rule, and how certain.
func about(x *diagnose.Finding) string {
	var w writer
	w.facts(x)
	return strings.TrimSpace(string(w.b))
}
