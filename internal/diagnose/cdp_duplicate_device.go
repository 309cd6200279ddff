package diagnose

import (
	"fmt"

	"github.com/pktscope/pktscope/internal/track/neighbor"
)

// duplicateDevice finds devices of which several ports are heard on one interface: two
// devices of one name, or a loop.
func duplicateDevice(f *Facts, found func(Finding)) {
	for all := range presentNeighbors(f) {
		ports := map[string][]*neighbor.Neighbor{}
		for _, n := range all {
			ports[n.Device] = append(ports[n.Device], n)
		}
		for _, n := range all {
			if same := ports[n.Device]; len(same) > 1 && same[0] == n {
				found(duplicate(same, len(same) < len(all) || f.ofFile(n)))
			}
		}
	}
}

// duplicate is the finding on ports of devices with one name. The capture may be of
// several links where others are heard as well, as on a mirror port, or where the file
// knows no interfaces.
func duplicate(same []*neighbor.Neighbor, several bool) Finding {
	n, more := same[0], ""
	if len(same) > 2 {
		more = ", ..."
	}
	x := Finding{
		Severity: Warning, Certainty: Possible, Neighbors: same,
		Summary: fmt.Sprintf("%s is heard on %s from %d ports, %s, %s%s: two devices have one name, or two ports of one are connected",
			named(n.Device), named(n.Interface), len(same), interfaceOf(n), interfaceOf(same[1]), more),
		Values: []Value{
			{"device", named(n.Device), named(same[1].Device)}, {"port", portValue(n), portValue(same[1])},
			{"source", named(n.Source), named(same[1].Source)},
		},
		Remedies: onDevice(n, ", if it is another device than the one behind "+interfaceOf(same[1]), "hostname <name>"),
	}
	if several {
		x.Severity = Note
		x.Summary += ", or the capture is of several links"
	}
	for _, m := range same[:min(len(same), maxEvidence)] {
		x.Evidence = append(x.Evidence, heardEvidence(m.Heard, "cdp.portid", m.Port, "the port of "+named(m.Device)))
	}
	return x
}
