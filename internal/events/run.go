package events

import (
	"io"
	"sync"

	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/session"
)

// A Run is a Stream that learns from the packets of a session.
type Run struct {
	stream    *Stream
	session   *session.Session
	guard     sync.Mutex
	ended     chan struct{}
	following sync.WaitGroup
}

// Begin has c, which runs a session of p, feed a Stream that writes to out; nil: nothing is
// written.
func Begin(s *session.Session, p *session.Plan, c *pipeline.Config, out io.Writer) *Run {
	r := &Run{session: s, ended: make(chan struct{})}
	r.stream = New(Options{Out: out, Failed: s.Stop, IKE: p.IKE, Fragments: p.Fragments, Merged: p.Options.Merge})
	c.Source, c.Trackers = r.stream.Source(c.Source), r.stream.Trackers(c.Trackers)
	c.Guard, c.Learn = &r.guard, true
	if s.Live() {
		r.following.Go(func() { r.stream.Follow(Live{Guard: &r.guard, Read: s.Read, Drops: r.drops}, r.ended) })
	}
	return r
}

// Look calls look with the Stream while it learns nothing.
func (r *Run) Look(look func(s *Stream)) {
	r.guard.Lock()
	defer r.guard.Unlock()
	look(r.stream)
}

// End tells what is final once the session has run, and returns why the output took no more.
func (r *Run) End() error {
	close(r.ended)
	r.following.Wait()
	if r.session.Live() {
		r.stream.Lost(r.drops())
	} else {
		r.stream.Lost(Recorded(r.session.Metas()))
	}
	return r.stream.End()
}

// drops are what the interfaces of the session have lost so far.
func (r *Run) drops() (list []Drop) {
	devices := r.session.Devices()
	for i, x := range r.session.Stats() {
		list = append(list, Drop{Interface: devices[i], Dropped: x.Dropped, InterfaceDropped: x.InterfaceDropped})
	}
	return list
}
