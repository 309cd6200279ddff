package report

import (
	"fmt"
	"slices"
	"time"

	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/ios"
)

// maxLines bounds the lines above a report.
const maxLines = 100

// precede has what is wrong stand above the answer, where it is in the layout that
// people read.
func (q *Request) precede(a *Answer, sources *diagnose.Sources) {
	for _, w := range sources.Watchers() {
		if !slices.Contains(a.Watchers, w) {
			a.Watchers = append(a.Watchers, w)
		}
	}
	if q.Format != "table" || q.Report.Command { // a diagnosis is the findings
		return
	}
	if text := a.Text; text != nil {
		a.Text = func(b []byte, at time.Time) []byte { return text(appendLines(b, sources, at), at) }
	}
	if long := a.Long; long != nil {
		a.Long = func(b []byte, at time.Time, flush func([]byte) []byte) []byte {
			return long(appendLines(b, sources, at), at, flush)
		}
	}
}

// appendLines appends findings as a router would log them, those of severity note left
// out.
func appendLines(b []byte, sources *diagnose.Sources, at time.Time) []byte {
	n := 0
	for _, x := range sources.Findings(at, diagnose.Options{}) {
		if x.Severity == diagnose.Note {
			continue
		}
		if n++; n <= maxLines {
			b = ios.AppendLine(b, "", x.Line())
		}
	}
	if n > maxLines {
		b = fmt.Appendf(b, "%% %d more findings: type pktscope diagnose\n", n-maxLines)
	}
	if n > 0 {
		b = append(b, '\n')
	}
	return b
}
