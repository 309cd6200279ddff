package report

import (
	"sync"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/track"
)

// A guard has trackers and watchers wait while an answer reads what they have
// learnt.
type guard struct {
	sync.Mutex
	fresh bool // a watcher has seen a packet since news
}

// news reports whether a watcher has seen a packet since the last call.
func (g *guard) news() bool {
	g.Lock()
	defer g.Unlock()
	fresh := g.fresh
	g.fresh = false
	return fresh
}

// all guards all trackers and watchers of c.
func (g *guard) all(c *pipeline.Config) {
	for i, t := range c.Trackers {
		c.Trackers[i] = guardedTracker{g, t}
	}
	for i, t := range c.DecryptedTrackers {
		c.DecryptedTrackers[i] = guardedTracker{g, t}
	}
	for i, w := range c.Watchers {
		c.Watchers[i] = guardedWatcher{g, w}
	}
}

type guardedTracker struct {
	g *guard
	t track.Tracker
}

func (g guardedTracker) Observe(e *dissect.Engine, p *dissect.Packet) {
	g.g.Lock()
	defer g.g.Unlock()
	g.t.Observe(e, p)
}

type guardedWatcher struct {
	g *guard
	w track.Watcher
}

func (g guardedWatcher) Watch(p *dissect.Packet) {
	g.g.Lock()
	defer g.g.Unlock()
	g.g.fresh = true
	g.w.Watch(p)
}
