package stats

import (
	"fmt"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/track"
)

// A Set is the statistics of one run: a track.Tap.
type Set struct {
	plan
	stats   []asked
	start   time.Time // of the capture
	started bool
	sight   sight
}

// A statistic counts packets and tells of them in the end.
type statistic interface {
	count(s *sight)
	report() render.Report
}

// An asked is a statistic as it was asked for.
type asked struct {
	statistic
	request string
	picks   pick // which packets it counts
}

// Protos implements track.Tap.
func (s *Set) Protos() []*field.Proto { return s.protos() }

// Looker implements track.Tap.
func (s *Set) Looker() track.Looker {
	if len(s.filters)+len(s.fields) == 0 && !s.comments {
		return nil
	}
	return s.looker()
}

// Count implements track.Tap.
func (s *Set) Count(p *dissect.Packet, seen []byte) {
	s.sight = sight{
		Packet: p, number: p.Number, bytes: uint64(p.Wire), timed: !p.Time.IsZero(),
		filters: len(s.filters), fields: len(s.fields), seen: seen,
	}
	if s.sight.timed {
		if !s.started {
			s.start, s.started = p.Time, true
		}
		s.sight.at = p.Time.Sub(s.start)
	}
	for i := range s.stats {
		if st := &s.stats[i]; s.sight.passes(st.picks) {
			st.count(&s.sight)
		}
	}
}

// Reports tells what the statistics came to, in the order in which they were
// asked for.
func (s *Set) Reports() []render.Report {
	out := make([]render.Report, len(s.stats))
	for i, st := range s.stats {
		out[i] = st.report()
		out[i].Key = st.request
	}
	return out
}

// title is what stands above a report: what was counted, of which packets.
func title(what, filter string) string {
	if filter != "" {
		what += ", filter: " + filter
	}
	return what
}

// note says what was lost of a table of things, if anything was.
func (l lost) note(things string, limit int) []string {
	if l.rows == 0 {
		return nil
	}
	return []string{fmt.Sprintf("%d %s of %d frames and %d bytes are left out: no more than %d are kept at a time.",
		l.rows, things, l.frames, l.bytes, limit)}
}
