package session

import (
	"context"
	"slices"
	"sync/atomic"
	"time"

	"github.com/pktscope/pktscope/internal/capture"
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
	sas, trackers := p.deriving()
	if p.keyPass == lookAhead {
		s.lookAhead(sas, trackers)
		return
	}
	sas.Derived = p.ESP.Add
	s.readBefore(s.keysFrom, pipeline.Config{Registry: p.Registry, Trackers: trackers, Count: s.limit()})
}

// deriving are the tracker of IKE that derives keys, and all that a pass for keys has.
func (p *Plan) deriving() (*ike.Tracker, []track.Tracker) {
	sas := ike.New(p.Keys, ike.Limits{})
	trackers := append(p.reassembly(frag.New(frag.DefaultLimits)), sas)
	if p.Options.NullESP {
		trackers = append(trackers, esp.NewNulls(p.ESP))
	}
	return sas, trackers
}

// Derives reports whether there are keys of IKE, of which those of ESP are derived.
func (p *Plan) Derives() bool { return p.keyPass != noPass }

// Derive stores the keys of ESP that follow from the messages of IKE in a source, which is read to
// its end, before a run that needs them.
func (p *Plan) Derive(ctx context.Context, from capture.Source) pipeline.Result {
	sas, trackers := p.deriving()
	sas.Derived = p.ESP.Add
	return pipeline.Run(ctx, pipeline.Config{Source: from, Registry: p.Registry, Trackers: trackers, Learn: true})
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
