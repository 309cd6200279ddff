package session

import (
	"slices"
	"sync/atomic"
	"time"

	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/track"
	"github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/frag"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// DeriveKeys has the keys of ESP stored before the packets that need them. Keys
// embedded in captures are stored as the source is read. Keys that are derived
// come from a tracker of IKE of its own: it is shown all packets of the captures
// here, or those that a backlog reads ahead of the run.
func (s *Session) DeriveKeys() {
	p := s.plan
	if p.Keys == nil {
		return
	}
	if s.in.live == nil {
		s.in.source = newEmbeddedSecrets(s.in, p.ESP)
	}
	if p.keyPass == noPass {
		return
	}
	sas := ike.New(p.Keys, ike.Limits{})
	trackers := append(p.reassembly(frag.New(frag.DefaultLimits)), sas)
	if p.Options.NullESP {
		trackers = append(trackers, esp.NewNulls(p.ESP))
	}
	if p.keyPass == lookAhead {
		s.lookAhead(sas, trackers)
		return
	}
	sas.Derived = p.ESP.Add
	s.readBefore(s.keysFrom, pipeline.Config{Registry: p.Registry, Trackers: trackers, Count: s.limit()})
}

// readBefore reads captures for what has to be known before the run, which reports what
// is wrong with them.
func (s *Session) readBefore(from captures, c pipeline.Config) {
	var read atomic.Uint64
	c.Source, c.Packets = from, &read
	done := s.progress(from, &read, false)
	pipeline.Run(s.interrupted, c)
	done()
	_ = from.Close()
}

// lookAhead puts a backlog before the source.
func (s *Session) lookAhead(sas *ike.Tracker, trackers []track.Tracker) {
	b := newBacklog(s.in.source, s.plan.ESP, s.plan.Registry, trackers)
	if slices.Contains(s.plan.Options.Files, stdinName) && !s.plan.Options.Again {
		b.idle = func(d time.Duration) bool { return b.Buffered() || stdinReadable(d) }
	}
	s.backlog, s.in.source, sas.Derived = b, b, b.derived
}
