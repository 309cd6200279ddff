package diagnose

import (
	"fmt"
	"time"

	"github.com/pktscope/pktscope/internal/track/ike"
)

// leastIdle is for how long a child SA carries nothing before that is worth a note.
const leastIdle = 2 * time.Minute

// findNoTraffic finds child SAs that are up, and carry nothing either way.
func findNoTraffic(f *Facts, found func(Finding)) {
	if f.ESP == nil {
		return
	}
	used := map[uint32]bool{}
	for s := range f.ESP.SAs() {
		used[s.SPI] = true
	}
	for _, s := range f.SAs {
		for _, c := range s.Children {
			if c.Parent != s || c.State() != ike.Installed || c.Ready.IsZero() || c.SPIs[0] == 0 || c.SPIs[1] == 0 || used[c.SPIs[0]] || used[c.SPIs[1]] {
				continue
			}
			if idle := f.At.Sub(c.Ready); idle >= leastIdle {
				found(Finding{
					Severity: Note, Certainty: Likely, Tunnel: tunnelOf(s, c), Reference: "RFC 4301, section 4.4.1",
					Summary: fmt.Sprintf("The tunnel between %s and %s has been up for %s, and carries nothing either way, at this capture point: no traffic matches it, or ESP goes another way",
						name(s, ike.Initiator), name(s, ike.Responder), about(idle)),
					Evidence: []Evidence{{Time: c.Ready, Text: "the child SA was made"}},
				})
			}
		}
	}
}
