// Package report is the frame of the reports: their words, their formats, the
// moment of which they tell, and --watch. The families of reports are packages
// below; a report sees what the user asks of it, never a flag.
package report

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/session"
	"github.com/pktscope/pktscope/internal/track"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// A Report is what one "show" command tells. To add one: a function that returns
// it, in the package of its family, and a place in that family's Reports.
type Report struct {
	Words   string   // its name: "cdp neighbors detail"
	Operand string   // what may follow: "NAME|*"; "[IF]" may be left out
	Brief   string   // in the usage
	Formats []string // that the answer writes itself, first among the others
	Merge   bool     // it sets packets of several captures against each other
	Inside  bool     // it takes --inside
	IKE     bool     // it is about IKE SAs: Query.IKE keeps all of them
	Idle    bool     // it needs no packets
	Ask     func(q *Query) (*Answer, error)
}

// A Query is what the user asks of a report.
type Query struct {
	Operand  string       // "" without one
	Format   string       // in which it is told
	Files    []string     // the captures that are read
	Inside   string       // --inside: a prefix, an address, or the name of an interface or file; "" for none
	Flows    int          // that are remembered at most, 0: the tracker's own bound
	Filtered bool         // there is a display filter: watchers do not see every packet
	IKE      *ike.Tracker // the IKE SAs of the captures; nil for an idle report
}

// An Answer learns from packets and tells what it has learnt. What it does not
// need is nil.
type Answer struct {
	Trackers []track.Tracker // fed behind those that every row needs
	Watchers []track.Watcher // fed what passes the display filter

	// Tables are the answer as of a moment: in all formats, but in "table" if
	// there is text. The zero time means that there was no packet.
	Tables func(at time.Time) []render.Report
	// Text is the answer in the router's layout.
	Text func(b []byte, at time.Time) []byte
	// Long is the same where it may be too long to be made at once: it calls
	// flush with what it has so far, and goes on with what flush returns.
	Long func(b []byte, at time.Time, flush func([]byte) []byte) []byte
	// Write writes the formats that the report names itself.
	Write func(b []byte, format string, at time.Time) []byte
	// Clear forgets what was learnt, as a router's clear command does.
	Clear func()
}

func (r *Report) path() []string { return strings.Fields(r.Words) }

// knows reports whether the report comes in a format.
func (r *Report) knows(format string) bool {
	return slices.Contains(r.Formats, format) || slices.Contains(render.ReportFormats, format)
}

// AllFormats lists the formats in which the report comes.
func (r *Report) AllFormats() []string {
	all := slices.Clone(render.ReportFormats)
	for _, f := range r.Formats {
		if !slices.Contains(all, f) {
			all = append(all, f)
		}
	}
	return all
}

// A Request is a report, what is asked of it, and of which packets.
type Request struct {
	Report  *Report
	Query   Query // but for Filtered and IKE, which the session fills in
	Moment  Moment
	AtEnd   bool            // a live report, too, is told as of the last packet
	Watch   bool            // it is drawn anew as packets arrive
	Options session.Options // but for what the report itself asks for: Merge, FollowIKE
}

// Check reports what cannot be asked of the report.
func (q *Request) Check() error {
	switch {
	case !q.Report.knows(q.Query.Format):
		return fmt.Errorf("show %s: there is no format %q; there are %s", q.Report.Words, q.Query.Format, strings.Join(q.Report.AllFormats(), ", "))
	case q.Query.Inside != "" && !q.Report.Inside:
		return fmt.Errorf("show %s: --inside does not go with it", q.Report.Words)
	case q.Watch && q.Report.Idle:
		return fmt.Errorf("show %s: --watch does not go with it", q.Report.Words)
	case q.Watch && q.Query.Format != "table":
		return errors.New("--watch goes with --format table")
	case q.Moment.set && (q.Watch || len(q.Options.Live.Interfaces) > 0):
		return errors.New("--at TIME goes with captures that have ended")
	}
	return nil
}

// Run reads the packets and prints the answer. It returns the exit status.
func (q *Request) Run(e *session.Env) int {
	o, query := q.Options, q.Query
	o.Merge, o.FollowIKE = o.Merge || q.Report.Merge, q.Report.IKE
	if q.Report.Idle {
		a, err := q.Report.Ask(&query)
		if err != nil {
			return e.Fail(err)
		}
		return e.Outcome(false, pipeline.Result{Write: q.write(e.Out, a, time.Now())})
	}
	plan, err := session.Prepare(e, o)
	if err != nil {
		return e.Reject(err)
	}
	query.Filtered, query.IKE = o.DisplayFilter != "", plan.IKE
	a, err := q.Report.Ask(&query)
	if err != nil {
		return e.Fail(err)
	}
	return q.tell(e, plan, a)
}

// tell runs the session that feeds an answer, and prints it.
func (q *Request) tell(e *session.Env, plan *session.Plan, a *Answer) int {
	var scr *screen
	if q.Watch {
		var err error
		if scr, err = newScreen(e, q, a); err != nil {
			return e.Complain(err)
		}
	}
	s, err := plan.Start(e)
	if err != nil {
		return e.Fail(err)
	}
	defer s.Close()
	config := s.Config(a.Trackers...)
	config.Watchers = a.Watchers
	line := &timeline{Source: config.Source, until: q.Moment}
	config.Source = line
	var result pipeline.Result
	if scr != nil {
		result = scr.run(s, line, config)
	} else {
		result = s.Run(config)
	}
	at := line.end()
	if s.Live() && !q.AtEnd {
		at = time.Now()
	}
	if result.Write == nil {
		result.Write = q.write(e.Out, a, at)
	}
	return s.End(result)
}

// write writes the answer as of a moment.
func (q *Request) write(w io.Writer, a *Answer, at time.Time) error {
	var b []byte
	switch {
	case a.Write != nil && slices.Contains(q.Report.Formats, q.Query.Format):
		b = a.Write(nil, q.Query.Format, at)
	case a.Text != nil && q.Query.Format == "table":
		b = a.Text(nil, at)
	case a.Long != nil && q.Query.Format == "table":
		return writeLong(w, a, at)
	default:
		return render.WriteReport(w, q.Query.Format, a.Tables(at)...)
	}
	_, err := w.Write(b)
	return err
}

// writeLong writes an answer that is made bit by bit.
func writeLong(w io.Writer, a *Answer, at time.Time) error {
	const enough = 64 << 10
	var err error
	flush := func(b []byte) []byte {
		if len(b) < enough {
			return b
		}
		if err == nil {
			_, err = w.Write(b)
		}
		return b[:0]
	}
	b := a.Long(nil, at, flush)
	if err == nil {
		_, err = w.Write(b)
	}
	return err
}
