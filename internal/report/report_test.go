package report

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/session"
	"github.com/pktscope/pktscope/internal/track"
)

// A counter counts the packets that it is shown.
type counter int

func (c *counter) Watch(*dissect.Packet) { *c++ }

// counting is a report of how many packets there were.
func counting() *Report {
	return &Report{Words: "packets", Operand: "[WHAT]", Formats: []string{"tally"}, Ask: func(q *Query) (*Answer, error) {
		n := new(counter)
		return &Answer{
			Watchers: []track.Watcher{n},
			Tables: func(time.Time) []render.Report {
				columns := []render.Column[counter]{{Title: "Packets", Key: "packets", Cell: func(n counter) any { return int(n) }}}
				return []render.Report{{Table: render.Table[counter]{Columns: columns, Rows: slices.Values([]counter{*n})}}}
			},
			Long: func(b []byte, at time.Time, flush func([]byte) []byte) []byte {
				return fmt.Appendf(flush(b), "%d %s by %s\n", *n, q.Operand, at.UTC().Format(time.TimeOnly))
			},
			Write: func(b []byte, format string, _ time.Time) []byte {
				return append(b, format+": "+strings.Repeat("|", int(*n))...)
			},
		}, nil
	}}
}

// A report is told in each of its formats, of the packets that the display filter
// leaves and up to the moment that is asked for.
func TestRequest(t *testing.T) {
	o := session.Options{Files: []string{"../../fixtures/pcaps/20-cdp-neighbors.pcapng"}}
	first, err := ParseMoment("+0")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		q    Request
		want string
	}{
		{Request{Format: "tally"}, "tally: " + strings.Repeat("|", 18)},
		{Request{Format: "json"}, "[\n  {\"packets\": 18}\n]\n"},
		{Request{Format: "tally", Options: session.Options{DisplayFilter: "frame.number <= 3"}}, "tally: |||"},
		{Request{Format: "tally", Moment: first}, "tally: |"},
		{Request{Format: "tally", Options: session.Options{Count: 2}}, "tally: ||"},
		{Request{Format: "table", Operand: "packets", Moment: first}, "1 packets by 10:00:00\n"},
	} {
		c.q.Report = counting()
		c.q.Options.Files = o.Files
		var out, errs bytes.Buffer
		if err := c.q.Check(); err != nil {
			t.Error(err)
		}
		status := c.q.Run(&session.Env{Out: &out, Err: &errs})
		if status != session.ExitOK || out.String() != c.want {
			t.Errorf("%s, %+v: status %d\ngot  %q\nwant %q\n%s", c.q.Format, c.q.Moment, status, out.String(), c.want, errs.String())
		}
	}
}

func TestRequestCheck(t *testing.T) {
	moment, err := ParseMoment("+1")
	if err != nil {
		t.Fatal(err)
	}
	r := counting()
	for _, c := range []struct {
		q    Request
		want string
	}{
		{Request{Report: r, Format: "dot"}, "show packets: there is no format \"dot\"; there are table, json, csv, markdown, html, tally"},
		{Request{Report: r, Format: "table", Inside: "gi0"}, "show packets: it does not take --inside"},
		{Request{Report: r, Format: "json", Watch: true}, "--watch needs --format table"},
		{Request{Report: r, Format: "table", Watch: true, Moment: moment}, "--at TIME needs captures that have ended"},
		{Request{Report: &Report{Words: "idle", Idle: true}, Format: "table", Watch: true}, "show idle: it does not take --watch"},
	} {
		if err := c.q.Check(); err == nil || err.Error() != c.want {
			t.Errorf("got %v, want %s", err, c.want)
		}
	}
}

// What was forgotten is told in every format: below a table, in a field of JSON, on
// standard error where there is no line for it.
func TestForgotten(t *testing.T) {
	r := counting()
	ask := r.Ask
	r.IOS = true
	r.Ask = func(q *Query) (*Answer, error) {
		a, err := ask(q)
		a.Forgotten = func() []Forgotten { return []Forgotten{{3, "SAs were dropped"}, {0, "neighbors were dropped"}} }
		return a, err
	}
	const told = "pktscope: show packets: 3 SAs were dropped\n"
	for _, c := range []struct{ format, out, errs string }{
		{"table", "\n% 3 SAs were dropped\n", ""},
		{"ios", "", told},
		{"csv", "", told},
		{"json", `{"packets": 18, "forgotten": 3}`, told},
		{"markdown", "\n3 SAs were dropped\n", ""},
		{"html", ">3 SAs were dropped</p>\n", ""},
		{"tally", "", told},
	} {
		q := Request{Report: r, Format: c.format, Options: session.Options{Files: []string{"../../fixtures/pcaps/20-cdp-neighbors.pcapng"}}}
		var out, errs bytes.Buffer
		status := q.Run(&session.Env{Out: &out, Err: &errs})
		if status != session.ExitOK || !strings.Contains(out.String(), c.out) || errs.String() != c.errs || strings.Contains(out.String(), "SAs") != strings.Contains(c.out, "SAs") {
			t.Errorf("%s: status %d, %q, %q", c.format, status, out.String(), errs.String())
		}
	}
}
