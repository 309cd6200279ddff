package neighbor

import (
	"slices"
	"time"
)

// A beat measures how often something is sent.
type beat struct {
	version uint8 // who speaks two versions sends both each time
	last    time.Time
	gaps    [maxGaps]time.Duration
	n       int
}

const (
	// maxGaps is how many are remembered: enough for a median that a pause, or
	// a burst when a link comes up, does not move.
	maxGaps = 15
	// minGap is what two announcements are apart at least; if they are closer,
	// one packet was captured twice.
	minGap = 500 * time.Millisecond
)

// note notes that something was sent.
func (b *beat) note(version uint8, at time.Time) {
	if version < b.version {
		return
	}
	if version > b.version {
		*b = beat{version: version}
	}
	gap := at.Sub(b.last)
	if !b.last.IsZero() && gap < minGap && gap > -minGap {
		return
	}
	if !b.last.IsZero() && gap > 0 {
		b.gaps[b.n%maxGaps] = gap
		b.n++
	}
	b.last = at
}

// interval is the median of the latest gaps, 0 without any.
func (b *beat) interval() time.Duration {
	n := min(b.n, maxGaps)
	if n == 0 {
		return 0
	}
	gaps := b.gaps
	slices.Sort(gaps[:n])
	return gaps[n/2]
}
