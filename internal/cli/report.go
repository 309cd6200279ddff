package cli

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/track"
)

// A report is what one "show" command tells. To add one: a file show_NAME.go
// with a function that returns it, and a line in reports.
type report struct {
	words   string   // its name: "cdp neighbors detail"
	operand string   // what may follow: "NAME|*"; "[IF]" may be left out
	brief   string   // in the usage
	formats []string // that the answer writes itself, first among the others
	merge   bool     // it sets packets of several captures against each other
	inside  bool     // it takes --inside
	idle    bool     // it needs no packets
	ask     func(q *query) (*answer, error)
}

// A query is what the user wants of a report.
type query struct {
	reading
	report  *report
	operand string
	format  string
	at      string // --at
	moment  moment // what it says
	atEnd   bool   // a live report, too, is told as of the last packet
	watch   bool
	inside  string
	flows   int // that are remembered at most, 0: the tracker's own bound
}

// An answer learns from packets and tells what it has learnt. What it does not
// need is nil.
type answer struct {
	trackers []track.Tracker // fed behind those that every row needs
	watchers []track.Watcher // fed what passes the display filter

	// tables are the answer as of a moment: in all formats, but in "table" if
	// there is text. The zero time means that there was no packet.
	tables func(at time.Time) []render.Report
	// text is the answer in the router's layout.
	text func(b []byte, at time.Time) []byte
	// long is the same where it may be too long to be made at once: it calls
	// flush with what it has so far, and goes on with what flush returns.
	long func(b []byte, at time.Time, flush func([]byte) []byte) []byte
	// write writes the formats that the report names itself.
	write func(b []byte, format string, at time.Time) []byte
	// clear forgets what was learnt, as a router's clear command does.
	clear func()
}

func (r *report) path() []string { return strings.Fields(r.words) }

// knows reports whether the report comes in a format.
func (r *report) knows(format string) bool {
	return slices.Contains(r.formats, format) || slices.Contains(render.ReportFormats, format)
}

// allFormats lists the formats in which the report comes.
func (r *report) allFormats() []string {
	all := slices.Clone(render.ReportFormats)
	for _, f := range r.formats {
		if !slices.Contains(all, f) {
			all = append(all, f)
		}
	}
	return all
}

// check reports what the flags and words say that cannot be.
func (q *query) check() error {
	switch {
	case !q.report.knows(q.format):
		return fmt.Errorf("show %s: there is no format %q; there are %s", q.report.words, q.format, strings.Join(q.report.allFormats(), ", "))
	case q.inside != "" && !q.report.inside:
		return fmt.Errorf("show %s: --inside does not go with it", q.report.words)
	case q.watch && q.report.idle:
		return fmt.Errorf("show %s: --watch does not go with it", q.report.words)
	case q.watch && q.format != "table":
		return errors.New("--watch goes with --format table")
	case q.moment.set && (q.watch || len(q.live.ifaces) > 0):
		return errors.New("--at TIME goes with captures that have ended")
	}
	return nil
}

// run reads the packets and prints the answer.
func (q *query) run(e *env) int {
	if err := q.secrets.load(e, q.files); err != nil {
		return e.fail(err)
	}
	a, err := q.report.ask(q)
	if err != nil {
		return e.fail(err)
	}
	if q.report.idle {
		return e.outcome(false, pipeline.Result{Write: q.write(e.out, a, time.Now())})
	}
	registry, err := q.newRegistry()
	if err != nil {
		return e.complain(err)
	}
	if err := q.compile(registry); err != nil {
		return e.fail(err)
	}
	screen, err := q.screen(e, a)
	if err != nil {
		return e.complain(err)
	}
	j, err := q.start(e, false)
	if err != nil {
		return e.fail(err)
	}
	defer j.close()
	line := &timeline{Source: j.in.source, until: q.moment}
	j.in.source = line
	config := pipeline.Config{Registry: registry, Watchers: a.watchers}
	q.secrets.stages(&config, a.trackers...)
	result := screen.during(j, line, config)
	at := line.end()
	if j.in.live != nil && !q.atEnd {
		at = time.Now()
	}
	if result.Write == nil {
		result.Write = q.write(e.out, a, at)
	}
	return j.end(result)
}

// write writes the answer as of a moment.
func (q *query) write(w io.Writer, a *answer, at time.Time) error {
	var b []byte
	switch {
	case a.write != nil && slices.Contains(q.report.formats, q.format):
		b = a.write(nil, q.format, at)
	case a.text != nil && q.format == "table":
		b = a.text(nil, at)
	case a.long != nil && q.format == "table":
		return writeLong(w, a, at)
	default:
		return render.WriteReport(w, q.format, a.tables(at)...)
	}
	_, err := w.Write(b)
	return err
}

// writeLong writes an answer that is made bit by bit.
func writeLong(w io.Writer, a *answer, at time.Time) error {
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
	b := a.long(nil, at, flush)
	if err == nil {
		_, err = w.Write(b)
	}
	return err
}
