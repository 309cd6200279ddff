package browse

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/session"
	"github.com/pktscope/pktscope/internal/stats"
	"github.com/pktscope/pktscope/internal/track/course"
)

// Statistic returns a statistic of -z, such as "conv,tcp" or "io,stat,1", over all packets,
// by a pass that ctx ends. progress counts the packets that were read; it may be nil. The
// error may be a *filter.Error.
func (c *Capture) Statistic(ctx context.Context, text string, progress *atomic.Uint64) (*render.Report, error) {
	set, err := stats.New([]string{text}, c.plan.Fields, stats.DefaultLimit)
	if err != nil {
		return nil, err
	}
	config, err := c.session.Again(session.OnDemand(nil, nil, set)...)
	if err != nil {
		return nil, err
	}
	config.Tap, config.Packets, config.Count = set, progress, c.soFar()
	if err := c.pass(ctx, config); err != nil {
		return nil, err
	}
	return &set.Reports()[0], nil
}

// A traffic is what came when. It is a track.Watcher.
type traffic struct {
	mu sync.Mutex
	course.Course
}

// maxIntervals is enough for the widest screen.
const maxIntervals = 1024

// Watch implements track.Watcher.
func (t *traffic) Watch(p *dissect.Packet) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.Add(p.Time, course.Interval{Packets: 1, Bytes: uint64(p.Wire)})
}

// Traffic returns what came when, of what has been read so far.
func (c *Capture) Traffic() course.Course {
	c.traffic.mu.Lock()
	defer c.traffic.mu.Unlock()
	out := c.traffic.Course
	out.Intervals = slices.Clone(out.Intervals)
	return out
}
