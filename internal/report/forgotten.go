package report

import (
	"fmt"
	"io"

	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// A Forgotten is how many entries of a table an answer lacks for want of room. What is
// worth least is forgotten first: what has the fewest packets, of that what nobody
// answered, of that what never came up.
type Forgotten struct {
	N    uint64
	What string // behind the number: "SAs were dropped because the table was full, ..."
}

// ForgottenIKE are the IKE SAs that a tracker has no room for.
func ForgottenIKE(t *ike.Tracker) []Forgotten {
	return []Forgotten{
		{t.EvictedHalfOpen, "first messages without an answer were dropped because the table was full, the oldest first"},
		{t.EvictedSAs, "SAs were dropped because the table was full, those that failed first"},
	}
}

// ForgottenESP are the SAs of ESP and AH that a tracker has no room for.
func ForgottenESP(t *esp.Tracker) []Forgotten {
	return []Forgotten{{t.Evicted(), "SAs were dropped because the table was full, those with the fewest packets first"}}
}

// line is the Forgotten as a line of text.
func (f *Forgotten) line() string { return fmt.Sprintf("%d %s", f.N, f.What) }

// forgotten are those of an answer that are not zero.
func (a *Answer) forgotten() (list []Forgotten) {
	if a.Forgotten == nil {
		return nil
	}
	for _, f := range a.Forgotten() {
		if f.N > 0 {
			list = append(list, f)
		}
	}
	return list
}

// appendForgotten appends a line for each, as a remark below a router's lines.
func appendForgotten(b []byte, list []Forgotten) []byte {
	for i := range list {
		b = append(b, "\n% "+list[i].line()+"\n"...)
	}
	return b
}

// linesOf are the lines of a list.
func linesOf(list []Forgotten) (lines []string) {
	for i := range list {
		lines = append(lines, list[i].line())
	}
	return lines
}

// tellForgotten tells on standard error what a format has no room for.
func (q *Request) tellForgotten(errs io.Writer, list []Forgotten) {
	for i := range list {
		fmt.Fprintf(errs, "pktscope: %s: %s\n", q.Report.Name(), list[i].line())
	}
}

// noted adds what was forgotten to tables: below the last one for people, in a field of
// each row of JSON.
func noted(tables []render.Report, list []Forgotten) []render.Report {
	if len(tables) == 0 || len(list) == 0 {
		return tables
	}
	last := &tables[len(tables)-1]
	last.Notes = append(last.Notes, linesOf(list)...)
	for i := range list {
		last.Forgotten += list[i].N
	}
	return tables
}
