package stats

import (
	"fmt"
	"iter"
	"slices"
	"time"

	"pktscope/dissect"
	"pktscope/internal/render"
)

// A Set is the statistics of one run. It is a track.Watcher that is to see every
// packet of the capture.
type Set struct {
	requests []string
	stats    []statistic
	start    time.Time // of the capture
	started  bool
	sight    sight
}

// A statistic counts packets and tells of them in the end.
type statistic interface {
	count(s *sight)
	report() render.Report
}

// A sight is the packet in hand, as it is counted.
type sight struct {
	*dissect.Packet
	number uint64
	bytes  uint64        // on the wire
	at     time.Duration // since the capture's first packet
	timed  bool          // at is known
}

// Watch counts p.
func (s *Set) Watch(p *dissect.Packet) {
	s.sight = sight{Packet: p, number: p.Number, bytes: uint64(p.Wire), timed: !p.Time.IsZero()}
	if s.sight.timed {
		if !s.started {
			s.start, s.started = p.Time, true
		}
		s.sight.at = p.Time.Sub(s.start)
	}
	for _, st := range s.stats {
		st.count(&s.sight)
	}
}

// Reports tells what the statistics came to, in the order in which they were
// asked for.
func (s *Set) Reports() []render.Report {
	out := make([]render.Report, len(s.stats))
	for i, st := range s.stats {
		out[i] = st.report()
		out[i].Key = s.requests[i]
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

// few is how many rows a report holds at once. More are made as they are
// written.
const few = 1000

// fill gives r its n rows.
func fill(r *render.Report, n int, rows iter.Seq[[]any]) {
	if n > few {
		r.Many = rows
	} else {
		r.Rows = slices.Collect(rows)
	}
}

// note says what was lost of a table of things, if anything was.
func (l lost) note(things string, limit int) []string {
	if l.rows == 0 {
		return nil
	}
	return []string{fmt.Sprintf("%d %s of %d frames and %d bytes are left out: no more than %d are kept at a time.",
		l.rows, things, l.frames, l.bytes, limit)}
}
