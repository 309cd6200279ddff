package diagnose

import (
	"fmt"

	"github.com/pktscope/pktscope/internal/track/neighbor"
)

// firstVersion finds neighbours that send version 1, in which duplex, native VLAN and
// VTP domain are not announced, where version 2 is in use.
func firstVersion(f *Facts, found func(Finding)) {
	if f.CDP == nil || f.CDP.Versions[2] == 0 {
		return
	}
	for all := range presentNeighbors(f) {
		for _, n := range all {
			if n.Versions[1] == 0 {
				continue
			}
			with := "while others send version 2"
			if n.Versions[2] > 0 {
				with = "and of version 2"
			}
			found(Finding{
				Severity: Note, Certainty: Certain, Neighbors: []*neighbor.Neighbor{n},
				Summary:  fmt.Sprintf("%s on %s sends announcements of version 1 %s", place(n), named(n.Interface), with),
				Values:   []Value{{"device", named(n.Device), nil}, {"port", portValue(n), nil}, {"version", 1, nil}},
				Evidence: []Evidence{heardEvidence(n.HeardV1, "cdp.version", "1", "an announcement of version 1")},
				Remedies: onDevice(n, "", "cdp advertise-v2"),
			})
		}
	}
}
