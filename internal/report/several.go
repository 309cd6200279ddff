package report

import (
	"slices"
	"time"

	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/session"
	"github.com/pktscope/pktscope/internal/track/counts"
)

// Several are reports over one run, each of which may be read at any moment of it. They
// share what findings are made of.
type Several struct {
	guard    guard
	line     *timeline
	live     bool
	seen     *counts.Packets
	sources  *diagnose.Sources
	queries  []*Query
	answers  []*Answer
	requests []*Request
}

// Ask asks several reports of the run of a plan. sources are the trackers that findings
// are made of.
func Ask(plan *session.Plan, sources *diagnose.Sources, reports ...*Report) (*Several, error) {
	s := &Several{seen: new(counts.Packets), line: &timeline{frames: &sources.Frames}, sources: sources, live: len(plan.Options.Live.Interfaces) > 0}
	for _, r := range reports {
		q := &Request{Report: r, Format: "table", Options: plan.Options}
		query := q.query(plan)
		query.Sources = sourcesOf(r, sources)
		a, err := q.ask(query)
		if err != nil {
			return nil, err
		}
		s.requests, s.queries, s.answers = append(s.requests, q), append(s.queries, query), append(s.answers, a)
	}
	return s, nil
}

// sourcesOf are those of sources that the findings of a report are made of.
func sourcesOf(r *Report, sources *diagnose.Sources) *diagnose.Sources {
	own := new(diagnose.Sources)
	if r.Findings && r.IKE {
		own.IKE, own.Fragments, own.ESP, own.ICMP = sources.IKE, sources.Fragments, sources.ESP, sources.ICMP
	}
	if r.Inside {
		own.NAT, own.Cleartext = sources.NAT, sources.Cleartext
	}
	return own
}

// Join feeds the reports by a run. They may be read before it.
func (s *Several) Join(c *pipeline.Config) {
	s.guard.Lock()
	defer s.guard.Unlock()
	c.Guard = &s.guard
	s.line.Source, c.Source = c.Source, s.line
	c.Watchers = append(c.Watchers, s.seen)
	c.Watchers = append(c.Watchers, s.sources.Watchers()...)
	for _, a := range s.answers {
		c.Trackers = append(c.Trackers, a.Trackers...)
		for _, w := range a.Watchers {
			if !slices.Contains(c.Watchers, w) {
				c.Watchers = append(c.Watchers, w)
			}
		}
	}
}

// at is the moment of an answer.
func (s *Several) at() time.Time {
	if s.live {
		return time.Now()
	}
	return s.line.end()
}

// Read calls do at a moment of the run, at which it stands still.
func (s *Several) Read(do func(at time.Time)) {
	s.guard.Lock()
	defer s.guard.Unlock()
	for _, q := range s.queries {
		q.Seen = *s.seen
	}
	do(s.at())
}

// Append appends the text of the i-th report as it is now.
func (s *Several) Append(b []byte, i int) []byte {
	s.Read(func(at time.Time) {
		var out textWriter
		_ = s.requests[i].write(&out, &out, s.answers[i], at)
		b = append(b, out...)
	})
	return b
}

// Tables calls do with the tables of the i-th report as they are now, and what there was no
// room for below the last.
func (s *Several) Tables(i int, do func(tables []render.Report)) {
	s.Read(func(at time.Time) {
		a := s.answers[i]
		do(noted(a.Tables(at), a.forgotten()))
	})
}

// Entries returns the lines of the i-th report as it is now, those of each row of its table.
func (s *Several) Entries(i int) (list [][]byte) {
	s.Read(func(at time.Time) {
		if entries := s.answers[i].Entries; entries != nil {
			list = entries(at)
		}
	})
	return list
}

// A textWriter keeps what is written.
type textWriter []byte

// Write implements io.Writer.
func (t *textWriter) Write(b []byte) (int, error) {
	*t = append(*t, b...)
	return len(b), nil
}
