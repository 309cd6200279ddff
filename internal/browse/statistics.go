package browse

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/track/course"
)

// Statistic returns a statistic of Options.Statistics, such as "conv,tcp", of what has been
// read so far. It holds the reading up while it makes its texts.
func (c *Capture) Statistic(text string) (*Table, error) {
	i := slices.Index(c.opts.Statistics, text)
	if i < 0 {
		return nil, fmt.Errorf("there is no statistic %q", text)
	}
	var t Table
	c.reports.Read(func(time.Time) {
		r := c.counted.Report(i)
		t = tableOf(&r)
	})
	return &t, nil
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
