package report

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/pktscope/pktscope/internal/render"
)

// None says that what a report looked for is not among the packets, and what is there
// instead, with the command that tells of it: a line each.
func (q *Query) None(what string) []string {
	if q.Seen.All == 0 {
		if q.Filtered {
			return []string{"No " + what + ": no packet passes the display filter"}
		}
		return []string{"No " + what + ": no packet was read"}
	}
	among := render.Plural(q.Seen.All, "packet", "packets")
	if q.Filtered {
		among += " that pass the display filter"
	}
	return append([]string{"No " + what + " among " + among}, q.Instead()...)
}

// Instead says what the packets are of that other reports are about, and the command
// that prints such a report; where they are of nothing of that, the command that names
// their protocols.
func (q *Query) Instead() (lines []string) {
	for _, h := range q.Seen.Held() {
		lines = append(lines, render.Plural(h.Packets, "packet is", "packets are")+" of "+h.Protocol+": type show "+h.Report)
	}
	if lines == nil && q.Seen.All > 0 && len(q.Files) > 0 {
		lines = []string{"Their protocols: type pktscope -q -z io,phs " + captureWords(q.Files)}
	}
	return lines
}

// captureWords are captures as they are typed, as far as they are short and plain.
func captureWords(files []string) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/"
	words := strings.Join(files, " ")
	if len(words) > 40 || strings.Trim(words, plain+" ") != "" || strings.Count(words, " ") != len(files)-1 {
		return "CAPTURE"
	}
	return words
}

// tellNone puts why an answer has nothing to tell below it where people read it, and in
// Answer.None nothing that is told there.
func (q *Request) tellNone(a *Answer) {
	none := a.None
	if none == nil {
		return
	}
	below := func(b []byte, at time.Time) []byte {
		for _, line := range none(at) {
			b = append(append(b, "% "...), line...)
			b = append(b, '\n')
		}
		return b
	}
	switch tables := a.Tables; q.Format {
	case "table":
		if text := a.Text; text != nil {
			a.Text = func(b []byte, at time.Time) []byte { return below(text(b, at), at) }
		}
		if long := a.Long; long != nil {
			a.Long = func(b []byte, at time.Time, flush func([]byte) []byte) []byte { return below(long(b, at, flush), at) }
		}
	case "markdown", "html":
		if page := a.Page; page != nil {
			a.Page = func(at time.Time) render.Page { return page(at).With(render.Section{Notes: none(at)}) }
		}
		a.Tables = func(at time.Time) []render.Report {
			all := tables(at)
			if len(all) > 0 {
				last := &all[len(all)-1]
				last.Notes = append(last.Notes, none(at)...)
			}
			return all
		}
	default:
		return
	}
	a.None = nil
}

// tell writes lines to standard error, for the formats that programs read.
func (q *Request) tell(errs io.Writer, lines []string) {
	for _, line := range lines {
		fmt.Fprintf(errs, "pktscope: %s: %s\n", q.Report.Name(), line)
	}
}
