package report

import (
	"fmt"
	"time"

	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/render"
)

// maxLines bounds the lines above a report.
const maxLines = 100

// precede feeds the trackers that tell what is wrong, and has that stand above the answer, where it is in the layout that
// people read.
func (q *Request) precede(a *Answer, sources *diagnose.Sources) {
	a.Watchers = append(a.Watchers, sources.Watchers()...)
	if q.Report.Command { // it is the findings
		return
	}
	if tables := a.Tables; q.Format == "markdown" || q.Format == "html" {
		a.Tables = func(at time.Time) []render.Report {
			out := tables(at)
			out[0].Lead = q.lines(sources, at)
			return out
		}
	}
	if page := a.Page; page != nil {
		a.Page = func(at time.Time) render.Page {
			p := page(at)
			p.Lead = append(p.Lead, q.lines(sources, at)...)
			return p
		}
	}
	if q.Format != "table" {
		return
	}
	if text := a.Text; text != nil {
		a.Text = func(b []byte, at time.Time) []byte { return text(q.appendLines(b, sources, at), at) }
	}
	if long := a.Long; long != nil {
		a.Long = func(b []byte, at time.Time, flush func([]byte) []byte) []byte {
			return long(q.appendLines(b, sources, at), at, flush)
		}
	}
}

// lines are findings as a router would log them, on what the report is narrowed to, those of severity note left out.
func (q *Request) lines(sources *diagnose.Sources, at time.Time) (list []string) {
	n := 0
	for _, x := range sources.Findings(at, diagnose.Options{Faults: true}) {
		if x.Severity == diagnose.Note || !q.Only.concerns(&x) {
			continue
		}
		if n++; n <= maxLines {
			list = append(list, x.Line())
		}
	}
	if n > maxLines {
		list = append(list, fmt.Sprintf("%% %d more findings: type pktscope diagnose", n-maxLines))
	}
	return list
}

// appendLines appends the lines, and an empty one below them.
func (q *Request) appendLines(b []byte, sources *diagnose.Sources, at time.Time) []byte {
	list := q.lines(sources, at)
	for _, l := range list {
		b = ios.AppendLine(b, "", l)
	}
	if len(list) > 0 {
		b = append(b, '\n')
	}
	return b
}
