package session

import (
	"slices"
	"time"

	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/track"
	"github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// deriveKeys has the keys of ESP stored before the packets that need them. It
// takes in those that captures bring along, and follows IKE on its own for those
// that are derived: in first, read from its beginning to its end here, or
// in the packets that a backlog holds back.
func (s *Session) deriveKeys(first captures) {
	p := s.plan
	if p.Keys == nil {
		return
	}
	if s.in.live == nil {
		s.in.source = &embeddedSecrets{Source: s.in.source, metas: s.in.metas, store: p.ESP, seen: map[*capture.Meta]int{}}
	}
	if p.keyPass == noPass {
		return
	}
	sas := ike.New(p.Keys, ike.Limits{})
	trackers := append(p.reassembly(), sas)
	if p.Options.NullESP {
		trackers = append(trackers, esp.NewNulls(p.ESP))
	}
	if p.keyPass == lookAhead {
		s.lookAhead(sas, trackers)
		return
	}
	sas.Derived = p.ESP.Add
	pipeline.Run(s.interrupted, pipeline.Config{
		Source: first, Registry: p.Registry, Trackers: trackers, Count: s.limit(),
	}) // what is wrong with the captures is told when they are read again
	_ = first.Close()
}

// lookAhead puts a backlog before the source.
func (s *Session) lookAhead(sas *ike.Tracker, trackers []track.Tracker) {
	b := newBacklog(s.in.source, s.plan.ESP, s.plan.Registry, trackers)
	if slices.Contains(s.plan.Options.Files, "-") {
		b.idle = func(d time.Duration) bool { return b.Buffered() || stdinReadable(d) }
	}
	s.backlog, s.in.source, sas.Derived = b, b, b.derived
}
