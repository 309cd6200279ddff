package browse

import (
	"bytes"
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/session"
	"github.com/pktscope/pktscope/internal/stats"
)

// Statistic returns the lines of a statistic of -z, such as "conv,tcp" or "io,stat,1", over
// all packets, by a pass that ctx ends. progress counts the packets that were read; it
// may be nil. The error may be a *filter.Error.
func (c *Capture) Statistic(ctx context.Context, text string, progress *atomic.Uint64) ([]string, error) {
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
	var b bytes.Buffer
	err = render.WriteReport(&b, "table", set.Reports()...)
	return strings.Split(strings.TrimRight(b.String(), "\n"), "\n"), err
}

// maxIntervals bounds the intervals of Traffic; their width doubles where there would be
// more.
const maxIntervals = 1024

// Traffic is how many packets and bytes came in each interval of time, counted from the
// first packet.
type Traffic struct {
	Start     time.Time     // of the first packet; zero without one
	Width     time.Duration // of an interval
	Intervals []Interval
}

// An Interval is what came in an interval of time.
type Interval struct{ Packets, Bytes uint64 }

// traffic counts packets by time. It is a track.Watcher.
type traffic struct {
	mu sync.Mutex
	Traffic
}

const narrowest = 10 * time.Millisecond

// Watch implements track.Watcher.
func (t *traffic) Watch(p *dissect.Packet) {
	if p.Time.IsZero() {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.Start.IsZero() {
		t.Start, t.Width = p.Time, narrowest
	}
	since := max(0, p.Time.Sub(t.Start)) // one that is earlier than the first counts with it
	for since/t.Width >= maxIntervals {
		t.double()
	}
	i := int(since / t.Width)
	for len(t.Intervals) <= i {
		t.Intervals = append(t.Intervals, Interval{})
	}
	t.Intervals[i].Packets++
	t.Intervals[i].Bytes += uint64(p.Wire)
}

// double makes the intervals twice as wide.
func (t *traffic) double() {
	t.Width *= 2
	n := (len(t.Intervals) + 1) / 2
	for i := range n {
		sum := t.Intervals[2*i]
		if 2*i+1 < len(t.Intervals) {
			sum.Packets += t.Intervals[2*i+1].Packets
			sum.Bytes += t.Intervals[2*i+1].Bytes
		}
		t.Intervals[i] = sum
	}
	t.Intervals = t.Intervals[:n]
}

// Traffic returns what came when, of what has been read so far.
func (c *Capture) Traffic() Traffic {
	c.traffic.mu.Lock()
	defer c.traffic.mu.Unlock()
	out := c.traffic.Traffic
	out.Intervals = append([]Interval(nil), out.Intervals...)
	return out
}
