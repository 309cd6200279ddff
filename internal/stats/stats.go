package stats

import (
	"fmt"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/track"
)

// A Set holds the statistics of one run. It is a track.Tap.
type Set struct {
	plan
	stats   []request
	packets uint64 // so far
	started bool   // the sample knows when
	sample  sample
}

// A statistic counts packets and makes a report of the counts.
type statistic interface {
	count(s *sample)
	report() render.Report
}

// A request is a statistic as -z requests it.
type request struct {
	statistic
	text  string
	picks pick   // packets that it counts
	took  uint64 // how many it has counted
	reads reads
}

// reads is what a statistic reads of packets: nil protocols are all of them.
type reads struct {
	protos []*field.Proto
	depth  track.Depth
}

// Protos implements track.Tap.
func (s *Set) Protos() []*field.Proto { return s.protos() }

// Reads implements track.Frugal.
func (s *Set) Reads() (protos []*field.Proto, depth track.Depth, ok bool) {
	for i := range s.stats {
		r := &s.stats[i].reads
		if r.protos == nil || s.stats[i].picks != everything {
			return nil, track.Contents, false
		}
		protos, depth = append(protos, r.protos...), max(depth, r.depth)
	}
	return protos, depth, true
}

// Looker implements track.Tap.
func (s *Set) Looker() track.Looker {
	if len(s.filters)+len(s.fields)+len(s.plan.said) == 0 && !s.comments && !s.experts {
		return nil
	}
	return s.looker()
}

// Count implements track.Tap.
func (s *Set) Count(p *dissect.Packet, seen []byte) {
	s.packets++
	w := &s.sample
	w.Packet, w.plan, w.number, w.bytes, w.seen = p, &s.plan, p.Number, uint64(p.Wire), seen
	w.protos = w.protos[:0]
	for i := range p.Layers {
		w.protos = append(w.protos, p.Layers[i].Message.Proto())
	}
	w.at = 0
	if w.timed = !p.Time.IsZero(); w.timed {
		if !s.started {
			w.start, s.started = p.Time, true
		}
		w.at = p.Time.Sub(w.start)
	}
	for i := range s.stats {
		if st := &s.stats[i]; w.passes(st.picks) {
			st.took++
			st.count(w)
		}
	}
}

// Reports returns one report a statistic, in the order of the requests.
func (s *Set) Reports() []render.Report {
	out := make([]render.Report, len(s.stats))
	for i := range out {
		out[i] = s.Report(i)
	}
	return out
}

// Report returns the report of the i-th request.
func (s *Set) Report(i int) render.Report {
	r := s.stats[i].report()
	r.Key = s.stats[i].text
	return r
}

// None says why a report of Reports has nothing to tell, and what to type.
func (s *Set) None(i int) string {
	st := &s.stats[i]
	switch {
	case s.packets == 0:
		return "nothing to count: no packet was read"
	case st.took == 0:
		return fmt.Sprintf("nothing to count: none of %s passes its filter", render.Plural(s.packets, "packet", "packets"))
	case st.text == "io,phs" || st.text == "expert":
		return "nothing to tell of " + render.Plural(st.took, "packet", "packets")
	}
	return fmt.Sprintf("nothing to count in %s; -z io,phs names their protocols", render.Plural(st.took, "packet", "packets"))
}

// title returns a report's title, with the filter if there is one.
func title(what, filter string) string {
	if filter != "" {
		what += ", filter: " + filter
	}
	return what
}

// note returns the line below a report of things that says what a full table
// dropped, if it dropped any.
func (l lost) note(things string, limit int) []string {
	if l.rows == 0 {
		return nil
	}
	return []string{fmt.Sprintf("%d %s of %d frames and %d bytes are left out: no more than %d are kept at a time.",
		l.rows, things, l.frames, l.bytes, limit)}
}
