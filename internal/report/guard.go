package report

import (
	"sync"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/pipeline"
)

// A guard has trackers and watchers wait while an answer reads what they have
// learnt.
type guard struct {
	sync.Mutex
	fresh bool // a packet has been seen since news
}

// news reports whether a packet has been seen since the last call.
func (g *guard) news() bool {
	g.Lock()
	defer g.Unlock()
	fresh := g.fresh
	g.fresh = false
	return fresh
}

// all guards all trackers and watchers of c.
func (g *guard) all(c *pipeline.Config) {
	c.Guard = g
	c.Watchers = append(c.Watchers, g)
}

// Watch implements track.Watcher: it is called with the guard held.
func (g *guard) Watch(*dissect.Packet) { g.fresh = true }
