package diagnosis

import (
	"html/template"
	"strings"
	"sync"
	"time"

	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/render"
)

// append appends the findings in Markdown or HTML.
func (p *page) append(b []byte, format string, at time.Time) []byte {
	if format == "html" {
		return p.appendHTML(b, at)
	}
	return p.appendMarkdown(b, at)
}

// escaped is text of one or more lines as Markdown shows it.
func escaped(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = render.MarkdownText(lines[i])
	}
	return strings.Join(lines, "<br>")
}

// appendMarkdown appends a chapter for each finding.
func (p *page) appendMarkdown(b []byte, at time.Time) []byte {
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
		s.WriteString("\n| | initiator | responder |\n| --- | --- | --- |\n")
		for _, v := range x.Values {
			s.WriteString("| " + escaped(v.Name) + " | " + escaped(cell(v.Initiator)) + " | " + escaped(cell(v.Responder)) + " |\n")
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

// appendHTML appends a page of its own.
func (p *page) appendHTML(b []byte, at time.Time) []byte {
	var s strings.Builder
	if err := document().Execute(&s, groups(p.findings(at))); err != nil { // of a template that is compiled, into memory: it is about the template alone
		return append(b, template.HTMLEscapeString(err.Error())...)
	}
	return append(b, s.String()...)
}

// lines are the lines of a text for people, escaped for a terminal.
func lines(text string) string {
	var b []byte
	for l := range strings.Lines(text) {
		b = append(render.AppendClean(b, strings.TrimRight(l, "\n")), '\n')
	}
	return string(b)
}

// document is compiled if it is asked for, and once.
var document = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("diagnosis").Funcs(template.FuncMap{
		"about": func(x diagnose.Finding) string { return strings.TrimSpace(lines(about(&x))) },
		"place": func(e diagnose.Evidence) string { return strings.TrimRight(lines(place(&e, e.File != "")), "\n") },
		"field": func(e diagnose.Evidence) string { return strings.TrimRight(lines(field(&e)), "\n") },
		"cell":  cell, "lines": lines, "together": together,
		"platforms": func(t typed) string { return t.platforms }, "text": func(t typed) string { return t.text },
	}).Parse(documentText))
})

const documentText = `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>pktscope diagnose</title><style>
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
section{border-left:.4rem solid #888;padding:0 1rem;margin:2rem 0}
.error{border-color:#c0392b}.warning{border-color:#d9822b}.note{border-color:#3b82c4}
h2{font-size:1.15rem}.about{opacity:.7}
table{border-collapse:collapse}th,td{border:1px solid #8886;padding:.2rem .6rem;text-align:left;white-space:pre-line;vertical-align:top}
pre{background:#8882;padding:.6rem;overflow:auto}code{font-family:ui-monospace,monospace}
</style></head><body>
<h1>Diagnosis</h1>
{{range .}}{{range .}}<section class="{{.Severity}}"><h2>{{.Severity}}: {{lines .Summary}}</h2>
<p class="about">{{about .}}</p>
{{with .Values}}<table><tr><th></th><th>initiator</th><th>responder</th></tr>
{{range .}}<tr><th>{{lines .Name}}</th><td>{{lines (cell .Initiator)}}</td><td>{{lines (cell .Responder)}}</td></tr>
{{end}}</table>
{{end}}{{with .Evidence}}<ul>
{{range .}}<li>{{place .}}{{lines .Text}}<code>{{field .}}</code></li>
{{end}}</ul>
{{end}}{{range together .Remedies}}<p>To type on {{platforms .}}:</p>
<pre>{{lines (text .)}}</pre>
{{end}}</section>
{{end}}{{else}}<p>No fault found.</p>
{{end}}</body></html>
`
