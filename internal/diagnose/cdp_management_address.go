package diagnose

import (
	"fmt"

	"github.com/pktscope/pktscope/dissect/cdp"
	cdptrack "github.com/pktscope/pktscope/internal/track/cdp"
	"github.com/pktscope/pktscope/internal/track/neighbor"
)

// noManagementAddress finds neighbours that nobody can reach by what they announce.
func noManagementAddress(f *Facts, found func(Finding)) {
	for all := range presentNeighbors(f) {
		for _, n := range all {
			p := cdptrack.Announcement(n)
			if reachable(p.Addresses) || reachable(p.Management) {
				continue
			}
			remedies := atInterface(n, "", "ip address <address> <mask>")
			if p.Capabilities&(cdp.CapRouter|cdp.CapSwitch) == cdp.CapSwitch {
				remedies = onDevice(n, "", "interface Vlan1\n ip address <address> <mask>")
			}
			found(Finding{
				Severity: Note, Certainty: Certain, Neighbors: []*neighbor.Neighbor{n},
				Summary:  fmt.Sprintf("%s on %s announces no management address", place(n), named(n.Interface)),
				Values:   []Value{{"device", named(n.Device), nil}, {"port", portValue(n), nil}, {"addresses", []string{}, nil}},
				Evidence: []Evidence{heardEvidence(n.Heard, "cdp.deviceid", n.Device, "its announcement has no address")},
				Remedies: remedies,
			})
		}
	}
}
