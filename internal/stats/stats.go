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
	stats   []statistic
	start   time.Time // of the capture
	started bool
	sight   sight
}

// A statistic counts packets and tells of them in the end.
type statistic interface {
	count(s *sight)
	result() Result
}

// A sight is the packet in hand, as it is counted.
type sight struct {
	*dissect.Packet
	number uint64
	bytes  uint64        // on the wire
	at     time.Duration // since the capture's first packet
	timed  bool          // at is known
}

// A Result is what a statistic comes to.
type Result struct {
	Title  string
	Filter string // of the packets that were counted; empty: all
	render.Report
	Notes []string // what the report does not hold
	// Tree replaces the report where people read: a text of many lines.
	Tree string
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

// Results tells what the statistics came to, in the order in which they were
// asked for.
func (s *Set) Results() []Result {
	out := make([]Result, len(s.stats))
	for i, st := range s.stats {
		out[i] = st.result()
	}
	return out
}

// few is how many rows a report holds at once. More are made as they are
// written.
const few = 1000

// fill gives r its n rows.
func (r *Result) fill(n int, rows iter.Seq[[]any]) {
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
