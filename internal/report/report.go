// Package report is the frame of the reports: their words, their formats, the
// moment that they are as of, and --watch. The families of reports are packages
// below; a report sees what the user asks of it, never a flag.
package report

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/session"
	"github.com/pktscope/pktscope/internal/track"
	"github.com/pktscope/pktscope/internal/track/counts"
	"github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/frag"
	"github.com/pktscope/pktscope/internal/track/icmperror"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// A Report is what one "show" command prints. To add one: a function that returns
// it, in the package of its family, and a place in that family's Reports.
type Report struct {
	Words   string   // its name: "cdp neighbors detail"
	Operand string   // what may follow: "NAME|*"; "[IF]" may be left out
	Limits  []Limit  // that may follow
	Brief   string   // in the usage
	Formats []string // that Answer.Write writes, in place of package render
	Merge   bool     // it sets packets of several captures against each other
	Inside  bool     // it takes --inside
	IKE     bool     // it is about IKE SAs: Query.IKE keeps all of them
	IOS     bool     // a router has this command: the report comes in the format "ios", too
	Idle    bool     // it needs no packets
	Detail  bool     // it tells more than a table has room for: a page has the router's layout, too
	// Findings says that what is wrong stands above the report. With IKE it is about
	// tunnels; else Ask puts the trackers that tell into Query.Sources.
	Findings bool
	Command  bool // it is a command of its own, not one of "show"
	Ask      func(q *Query) (*Answer, error)
}

// A Query is what the user asks of a report.
type Query struct {
	Operand  string       // "" without one
	Only     Narrowed     // what the report is narrowed to
	Format   string       // of the output
	Files    []string     // the captures that are read
	KeyFiles []string     // those of keys
	Inside   string       // --inside: a prefix, an address, or the name of an interface or file; "" for none
	Flows    int          // that are remembered at most, 0: the tracker's own bound
	Filtered bool         // there is a display filter: watchers do not see every packet
	IKE      *ike.Tracker // the IKE SAs of the captures; nil for an idle report
	ESP      *esp.Store   // the keys of ESP; nil without keys, and for an idle report
	// Fragments knows the IKE messages that IP fragments lost; nil for an idle report.
	Fragments *frag.Tracker
	// Seen are the packets, once they are read.
	Seen counts.Packets
	// Sources are the trackers that rules of diagnosis learn from.
	Sources *diagnose.Sources
	// Captured is what the captures say of themselves, once they are read; nil unless the
	// report wants it.
	Captured *Captured
	Filter   string        // the display filter
	Fields   render.Fields // of the protocols, for statistics
}

// An Answer collects from packets and lays out what it has collected. What it does
// not need is nil.
type Answer struct {
	Trackers []track.Tracker // fed behind the trackers that every row needs
	Watchers []track.Watcher // fed what passes the display filter
	Tap      track.Tap       // counts all packets

	// Tables are the answer as of a moment: in all formats, but in "table" if
	// there is text. The zero time means that there was no packet.
	Tables func(at time.Time) []render.Report
	// Text is the answer in the router's layout: for the format "table", and for
	// "ios", in which it has no line that a router would not print.
	Text func(b []byte, at time.Time) []byte
	// Long is the same where it may be too long to be made at once: it calls
	// flush with what it has so far, and goes on with what flush returns.
	Long func(b []byte, at time.Time, flush func([]byte) []byte) []byte
	// Entries are the lines of Text that tell of each row of the first of Tables; nil: Text
	// has no such lines.
	Entries func(at time.Time) [][]byte
	// Page is the answer as a page, for the format "html"; nil: it is made of Tables, and of
	// the router's layout where the report is in detail.
	Page func(at time.Time) render.Page
	// Keep has the answer in files of its own, in place of an output.
	Keep func(at time.Time) error
	// Write writes the formats that the report names itself.
	Write func(b []byte, format string, at time.Time) []byte
	// Flat says that the tables have no pointers: looking for garbage costs little then, and
	// less of it is left.
	Flat bool
	// Forgotten are the entries that there was no room for, those that are worth least
	// first; nil: there is always room.
	Forgotten func() []Forgotten
	// None says why the answer has nothing to tell, what there is instead and what to
	// type: no line if it has something. nil: it always has.
	None func(at time.Time) []string
	// Clear forgets what was collected, as a router's clear command does.
	Clear func()
	// News is what is new at a moment of a live capture, appended to b, in place of
	// the answer at its end; nil: there is no such thing. It is in the format "table".
	News func(b []byte, at time.Time) []byte
	// Status is the exit status of a run that went well; nil: it is 0.
	Status func(at time.Time) int
}

// garbage is how much of it there may be beside the tables while the answer is made, in
// percent of them.
func (a *Answer) garbage() int {
	switch {
	case a.Keep != nil: // it is made bit by bit
		return 50
	case a.Flat:
		return 3
	}
	return 12
}

// count has the packets counted that the answer is made of.
func (a *Answer) count(seen *counts.Packets) {
	a.Watchers = append(a.Watchers, seen)
	if forget := a.Clear; forget != nil {
		a.Clear = func() {
			forget()
			seen.Clear()
		}
	}
}

func (r *Report) path() []string { return strings.Fields(r.Words) }

// Name is what the user types for the report.
func (r *Report) Name() string {
	if r.Command {
		return r.Words
	}
	return "show " + r.Words
}

// WithoutFolders is a text that names files of keys by their names alone: pages are made to be
// passed on.
func (q *Query) WithoutFolders(text string) string {
	for _, name := range q.KeyFiles {
		text = strings.ReplaceAll(text, name, filepath.Base(name))
	}
	return text
}

// RouterFormat is the format of a router's lines and no others, for programs that
// parse what routers print.
const RouterFormat = "ios"

// ForTables is the format of an answer that tables of other programs are made of, which
// package render does not write: see render.InParquet.
const ForTables = "parquet"

// RouterOnly reports whether the answer is to have the router's lines and no others.
func (q *Query) RouterOnly() bool { return q.Format == RouterFormat }

// knows reports whether the report comes in a format.
func (r *Report) knows(format string) bool { return slices.Contains(r.AllFormats(), format) }

// AllFormats lists the formats in which the report comes.
func (r *Report) AllFormats() []string {
	all := slices.Clone(render.ReportFormats)
	if r.IOS {
		all = slices.Insert(all, 1, RouterFormat)
	}
	for _, f := range r.Formats {
		if !slices.Contains(all, f) {
			all = append(all, f)
		}
	}
	return all
}

// A Request is a report, what the user wants of it, and of which packets.
type Request struct {
	Report  *Report
	Operand string
	Only    Narrowed
	Format  string
	Inside  string
	Flows   int
	Moment  Moment
	AtEnd   bool // a live report, too, is as of the last packet
	Watch   bool // it is drawn anew as packets arrive
	Color   bool // lines that say what is wrong are in colours, in the format "table"
	Palette render.Palette
	Options session.Options // Merge and FollowIKE are set as the report needs them
}

// Check reports what cannot be asked of the report.
func (q *Request) Check() error {
	switch {
	case !q.Report.knows(q.Format):
		return fmt.Errorf("%s: there is no format %q; there are %s", q.Report.Name(), q.Format, strings.Join(q.Report.AllFormats(), ", "))
	case q.Inside != "" && !q.Report.Inside:
		return fmt.Errorf("%s: it does not take --inside", q.Report.Name())
	case q.Watch && q.Report.Idle:
		return fmt.Errorf("%s: it does not take --watch", q.Report.Name())
	case q.Report.Idle && len(q.Options.Files) > 0:
		return fmt.Errorf("%s: it is about this host, and reads no capture", q.Report.Name())
	case q.Watch && q.Format != "table":
		return errors.New("--watch needs --format table")
	case q.Moment.set && (q.Watch || len(q.Options.Live.Interfaces) > 0):
		return errors.New("--at TIME needs captures that have ended")
	}
	return nil
}

// Run reads the packets and prints the answer. It returns the exit status.
func (q *Request) Run(e *session.Env) int {
	if q.Report.Idle {
		return q.runIdle(e)
	}
	o := q.Options
	o.Merge, o.FollowIKE = o.Merge || q.Report.Merge, q.Report.IKE
	plan, err := session.Prepare(e, o)
	if err != nil {
		return e.Reject(err)
	}
	query := q.query(plan)
	if q.Report.Findings && q.Report.IKE {
		query.Sources.IKE, query.Sources.Fragments, query.Sources.ESP, query.Sources.ICMP = plan.IKE, plan.Fragments, esp.New(0), icmperror.New()
	}
	a, err := q.ask(query)
	if err != nil {
		return e.Fail(err)
	}
	a.count(&query.Seen)
	return q.runSession(e, plan, a, query)
}

// ask asks the report, and has stand above and below the answer what belongs there.
func (q *Request) ask(query *Query) (*Answer, error) {
	a, err := q.Report.Ask(query)
	if err != nil {
		return nil, err
	}
	if q.Report.Findings {
		q.precede(a, query.Sources)
	}
	q.tellNone(a)
	return a, nil
}

// query is what the report sees of the request.
func (q *Request) query(plan *session.Plan) *Query {
	return &Query{
		Operand: q.Operand, Only: q.Only, Format: q.Format, Inside: q.Inside, Flows: q.Flows,
		Files: q.Options.Files, KeyFiles: q.Options.KeyFiles, Filtered: q.Options.DisplayFilter != "", IKE: plan.IKE, ESP: plan.ESP, Fragments: plan.Fragments,
		Sources: new(diagnose.Sources), Filter: q.Options.DisplayFilter, Fields: plan.Fields,
	}
}

// runIdle prints an answer that needs no packets.
func (q *Request) runIdle(e *session.Env) int {
	a, err := q.Report.Ask(q.query(new(session.Plan)))
	if err != nil {
		return e.Fail(err)
	}
	return e.Outcome(false, pipeline.Result{Write: q.print(e, e.Out, a, time.Now())})
}

// runSession runs the session that feeds an answer, and prints it.
func (q *Request) runSession(e *session.Env, plan *session.Plan, a *Answer, query *Query) int {
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
	config.Watchers, config.Tap = a.Watchers, a.Tap
	line := &timeline{Source: config.Source, until: q.Moment, frames: &query.Sources.Frames, tally: query.Captured, live: q.Watch || s.Live()}
	config.Source = line
	var result pipeline.Result
	asNews := a.News != nil && s.Live() && q.Format == "table" && scr == nil
	switch {
	case scr != nil:
		result = scr.run(s, line, config)
	case asNews:
		result = runNews(s, a, config, e.Out)
	default:
		result = s.Run(config)
	}
	at := line.end()
	if s.Live() && !q.AtEnd {
		at = time.Now()
	}
	outside := line.outside()
	if result.Write == nil && !asNews && !(result.Unread() && q.asText()) {
		if e.Answering(a.garbage()); query.Captured != nil {
			query.Captured.Metas = s.Metas()
		}
		result.Write = s.Deliver(e.Out, func(w io.Writer) error { return q.print(e, w, a, at) })
		if q.tell(e.Err, outside); a.None != nil {
			q.tell(e.Err, a.None(at))
		}
	}
	status := s.End(result)
	if a.Status == nil || status != session.ExitOK {
		return status
	}
	if found := a.Status(at); found != session.ExitOK {
		return found
	}
	return status
}

// print writes the answer as of a moment, on a terminal with lines that fit.
func (q *Request) print(e *session.Env, out io.Writer, a *Answer, at time.Time) error {
	if q.Report.Command || out != e.Out { // its page has the terminal's width
		return q.write(out, e.Err, a, at)
	}
	return e.Folded(q.tint(), func(w io.Writer) error { return q.write(w, e.Err, a, at) })
}

// write writes the answer as of a moment, and to errs what was forgotten where the format
// has no line for that.
func (q *Request) write(w, errs io.Writer, a *Answer, at time.Time) error {
	lost := a.forgotten()
	switch q.Format {
	case "table", "markdown", "html":
	default:
		q.tellForgotten(errs, lost)
	}
	below := lost
	if q.Format != "table" {
		below = nil
	}
	var b []byte
	switch {
	case a.Keep != nil:
		return a.Keep(at)
	case a.Write != nil && slices.Contains(q.Report.Formats, q.Format):
		if q.Format == "markdown" || q.Format == "html" {
			q.tellForgotten(errs, lost)
		}
		b = a.Write(nil, q.Format, at)
	case a.Text != nil && q.asText():
		b = appendForgotten(a.Text(nil, at), below)
	case a.Long != nil && q.asText():
		return writeLong(w, a, at, below)
	case q.Format == "html":
		return render.WritePage(w, q.page(a, at, lost))
	default:
		return render.WriteReport(w, q.Format, noted(a.Tables(at), lost)...)
	}
	_, err := w.Write(b)
	return err
}

// asText reports whether the answer is to be in the router's layout.
func (q *Request) asText() bool { return q.Format == "table" || q.Format == RouterFormat }

// writeLong writes an answer that is made bit by bit.
func writeLong(w io.Writer, a *Answer, at time.Time, lost []Forgotten) error {
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
	b := appendForgotten(a.Long(nil, at, flush), lost)
	if err == nil {
		_, err = w.Write(b)
	}
	return err
}
