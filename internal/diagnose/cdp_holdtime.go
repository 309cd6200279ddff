package diagnose

import (
	"fmt"
	"strconv"
	"time"

	cdptrack "github.com/pktscope/pktscope/internal/track/cdp"
	"github.com/pktscope/pktscope/internal/track/neighbor"
)

// The least numbers that a finding on times is based on.
const (
	enoughGaps    = 2 // for the interval between announcements
	enoughReturns = 2 // for a neighbour that flaps
)

// maxHoldtime is the greatest holdtime that IOS takes, in seconds.
const maxHoldtime = 255

// shortHoldtime finds neighbours whose entry is missing between two announcements.
func shortHoldtime(f *Facts, found func(Finding)) {
	for _, n := range allNeighbors(f) {
		if !outlived(n) {
			continue
		}
		interval, holdtime := n.Interval().Round(time.Second), int(n.TTL.Seconds())
		seconds := int(interval.Seconds())
		found(Finding{
			Severity: Warning, Certainty: Certain, Neighbors: []*neighbor.Neighbor{n},
			Summary: fmt.Sprintf("%s on %s announces a holdtime of %d s, yet announces itself only every %d s: its entry is missing in between",
				place(n), named(n.Interface), holdtime, seconds),
			Values: []Value{
				{"device", named(n.Device), nil}, {"port", portValue(n), nil},
				{"holdtime", holdtime, nil}, {"interval", seconds, nil},
			},
			Evidence: []Evidence{heardEvidence(n.Heard, "cdp.ttl", strconv.Itoa(int(cdptrack.Announcement(n).TTL)), "the holdtime")},
			Remedies: onDevice(n, "", fmt.Sprintf("cdp timer %d\ncdp holdtime %d", min(seconds, maxHoldtime-1), min(3*seconds, maxHoldtime))),
		})
	}
}

// outlived reports whether n announces itself less often than its holdtime asks for.
func outlived(n *neighbor.Neighbor) bool {
	return n.Gaps() >= enoughGaps && n.TTL > 0 && n.Interval() > n.TTL
}
