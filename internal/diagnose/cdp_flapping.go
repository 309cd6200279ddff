package diagnose

import (
	"fmt"

	"github.com/pktscope/pktscope/internal/track/neighbor"
)

// flappingNeighbor finds neighbours that disappear and return again and again.
func flappingNeighbor(f *Facts, found func(Finding)) {
	for _, n := range allNeighbors(f) {
		if n.Returns < enoughReturns || outlived(n) {
			continue
		}
		x := Finding{
			Severity: Warning, Certainty: Certain, Neighbors: []*neighbor.Neighbor{n},
			Summary: fmt.Sprintf("%s on %s disappeared and returned %d times: the link or the device flaps", place(n), named(n.Interface), n.Returns),
			Values: []Value{
				{"device", named(n.Device), nil}, {"port", portValue(n), nil}, {"returns", n.Returns, nil},
			},
			Remedies: onDevice(n, ": what the port has logged", "do show logging | include "+interfaceOf(n)),
		}
		for _, e := range n.History {
			if e.Kind == neighbor.Arrived {
				x.Evidence = append(x.Evidence, heardEvidence(neighbor.Sighting{Frame: e.Frame, Time: e.Time}, "cdp.deviceid", n.Device, "it is there"))
			}
		}
		found(x)
	}
}
