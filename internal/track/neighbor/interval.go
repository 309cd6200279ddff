package neighbor

import (
	"slices"
	"time"
)

// An interval is measured between the announcements of one neighbour.
type interval struct {
	version uint8 // the highest: a device that speaks two versions sends both each time
	last    time.Time
	gaps    [maxGaps]time.Duration
	n       int
}

const (
	// maxGaps is how many gaps are kept: enough for a median that a pause, or
	// a burst when a link comes up, does not move.
	maxGaps = 15
	// minGap is the least gap of two announcements; with a smaller one, the same
	// packet was captured twice.
	minGap = 500 * time.Millisecond
)

// add measures the gap before an announcement.
func (i *interval) add(version uint8, at time.Time) {
	if version < i.version {
		return
	}
	if version > i.version {
		*i = interval{version: version}
	}
	gap := at.Sub(i.last)
	if !i.last.IsZero() && gap < minGap && gap > -minGap {
		return
	}
	if !i.last.IsZero() && gap > 0 {
		i.gaps[i.n%maxGaps] = gap
		i.n++
	}
	i.last = at
}

// median is the median of the latest gaps, 0 without any.
func (i *interval) median() time.Duration {
	n := min(i.n, maxGaps)
	if n == 0 {
		return 0
	}
	gaps := i.gaps
	slices.Sort(gaps[:n])
	return gaps[n/2]
}
