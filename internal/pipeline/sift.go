package pipeline

import (
	"slices"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/frame"
	"github.com/pktscope/pktscope/internal/filter"
)

// A sieve is the display filter of a run.
type sieve struct {
	filter *filter.Filter    // nil: everything is displayed
	part   *dissect.FieldSet // whose fields it looks at
	asked  dissect.ProtoSet  // protocols that somebody looks at in packets that are not displayed
	heads  bool              // it looks at what is known of a frame beside its bytes
	chain  bool              // whether a frame is displayed depends on the one displayed before
	turn   *turn
	last   moment // of all batches that have had their turn
}

// A moment is when the frame displayed last was.
type moment struct {
	time time.Time
	any  bool
}

func newSieve(f *filter.Filter, r *dissect.Registry) sieve {
	s := sieve{filter: f}
	if f == nil {
		return s
	}
	protos := f.Protos()
	s.turn, s.part = newTurn(), r.FieldSet(protos...)
	for _, p := range protos {
		s.heads = s.heads || p == frame.Proto || p == frame.CommentsProto
	}
	s.chain = f.Uses("frame.time_delta_displayed")
	return s
}

// asked are the protocols that somebody looks at before it is known whether a
// packet is displayed; where it is not, the others' need not be read.
func (r *run) asked() dissect.ProtoSet {
	s := &r.sieve
	if s.filter == nil || s.part.AsksFailure() || r.Opener != nil || r.tap.Tap != nil || len(r.Watchers) > 0 {
		return dissect.Every
	}
	asked := r.Registry.ProtoSet(s.filter.Protos()...)
	for _, l := range slices.Concat(r.trackers, r.within) {
		asked |= l.to
	}
	return asked
}

// sift finds the packets of b that pass the display filter.
func (r *run) sift(e *dissect.Engine, b *batch) {
	s := &r.sieve
	if s.filter == nil {
		return
	}
	if b.matcher == nil {
		b.matcher, b.hits = s.filter.Matcher(), make([]bool, 0, batchPackets)
	}
	if !s.chain {
		s.match(e, b)
	}
	s.turn.wait(b.number)
	b.shown = s.last
	if s.chain {
		s.match(e, b)
	}
	for i := len(b.hits) - 1; i >= 0; i-- {
		if f := &b.frames[i]; b.hits[i] && f.HasTime {
			s.last = moment{f.Time, true}
			break
		}
	}
	s.turn.pass()
}

// match asks every packet of b whether it passes.
func (s *sieve) match(e *dissect.Engine, b *batch) {
	b.hits = b.hits[:0]
	clock, last := b.clock, b.shown
	for i := range b.frames {
		p := &b.packets[i]
		if s.heads {
			b.head(i)
		}
		hit, sure := b.matcher.Glance(p)
		if !sure {
			e.Complete(p)
			e.BuildFields(p, &b.tree, s.part)
			hit = b.matcher.Match(p, &b.tree)
		}
		b.hits = append(b.hits, hit)
		b.display(i)
	}
	b.clock, b.shown = clock, last
}

// displays reports whether the i-th packet of b passed the display filter.
func (b *batch) displays(i int) bool { return b.hits == nil || b.hits[i] }

// display remembers when the i-th frame was, if it is displayed.
func (b *batch) display(i int) {
	if f := &b.frames[i]; f.HasTime && b.displays(i) {
		b.shown = moment{f.Time, true}
	}
}
