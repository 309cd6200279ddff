package diagnose

import (
	"fmt"

	"github.com/pktscope/pktscope/internal/track/neighbor"
)

// wrongChecksum finds neighbours of which routers discard announcements.
func wrongChecksum(f *Facts, found func(Finding)) {
	for all := range presentNeighbors(f) {
		for _, n := range all {
			if n.Bad == 0 {
				continue
			}
			found(Finding{
				Severity: Warning, Certainty: Certain, Neighbors: []*neighbor.Neighbor{n},
				Summary: fmt.Sprintf("%d of %d announcements of %s on %s have a wrong checksum: routers discard them",
					n.Bad, n.Packets, place(n), named(n.Interface)),
				Values: []Value{
					{"device", named(n.Device), nil}, {"port", portValue(n), nil},
					{"announcements", n.Packets, nil}, {"wrong_checksums", n.Bad, nil},
				},
				Evidence: []Evidence{heardEvidence(n.HeardBad, "cdp.checksum.status", "0", "the checksum is wrong")},
				Remedies: onDevice(n, ": errors on the link, or software with another checksum", "do show interfaces "+interfaceOf(n)+" counters errors"),
			})
		}
	}
}

// interfaceOf is the name of a neighbour's port in a command.
func interfaceOf(n *neighbor.Neighbor) string {
	if n.Port == "" {
		return "<interface>"
	}
	return named(n.Port)
}
