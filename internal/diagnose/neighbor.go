package diagnose

import (
	"iter"
	"net/netip"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pktscope/pktscope/dissect/cdp"
	cdptrack "github.com/pktscope/pktscope/internal/track/cdp"
	"github.com/pktscope/pktscope/internal/track/neighbor"
)

// presentNeighbors are those whose holdtime has not run out, by their interface.
func presentNeighbors(f *Facts) iter.Seq[[]*neighbor.Neighbor] {
	return func(yield func([]*neighbor.Neighbor) bool) {
		if f.CDP == nil {
			return
		}
		for present := f.CDP.Neighbors(f.At); len(present) > 0; {
			n := 1
			for n < len(present) && present[n].Link() == present[0].Link() {
				n++
			}
			if !yield(present[:n]) {
				return
			}
			present = present[n:]
		}
	}
}

// allNeighbors are those of the whole capture.
func allNeighbors(f *Facts) []*neighbor.Neighbor {
	if f.CDP == nil {
		return nil
	}
	return f.CDP.All()
}

// An end is a neighbour at the end of a link, and what it announced last.
type end struct {
	*neighbor.Neighbor
	announced *cdp.Packet
}

// linkEnds are the two ends of each link that was captured in between: the only two
// neighbours on a circuit. More than two share a hub, or the capture is of a mirror port;
// so it is where both are ports of one device.
func linkEnds(f *Facts) iter.Seq[[2]end] {
	return func(yield func([2]end) bool) {
		for all := range presentNeighbors(f) {
			if len(all) != 2 || all[0].Circuit != all[1].Circuit || all[0].Device == all[1].Device {
				continue
			}
			if !yield([2]end{{all[0], cdptrack.Announcement(all[0])}, {all[1], cdptrack.Announcement(all[1])}}) {
				return
			}
		}
	}
}

// ofFile reports whether a neighbour was heard on no interface that is known: the capture
// may have been made on several.
func (f *Facts) ofFile(n *neighbor.Neighbor) bool {
	file, _ := f.Frames.Place(n.Heard.Frame)
	base := filepath.Base(file)
	return file != "" && strings.HasPrefix(strings.TrimPrefix(n.Interface, base+":"), base)
}

// both reports whether both ends announce something.
func both(ends [2]end, t cdp.TLVType) bool {
	return ends[0].announced.Has(t) && ends[1].announced.Has(t)
}

// differing is a finding on a setting that must be equal at both ends, which stand in
// the values as they were heard first.
func (f *Facts) differing(ends [2]end, setting, field string, value func(end) any, text func(end) string) Finding {
	x := Finding{
		Severity: Warning, Certainty: Certain, Neighbors: []*neighbor.Neighbor{ends[0].Neighbor, ends[1].Neighbor},
		Values: []Value{
			{"device", named(ends[0].Device), named(ends[1].Device)},
			{"port", portValue(ends[0].Neighbor), portValue(ends[1].Neighbor)},
			{setting, value(ends[0]), value(ends[1])},
		},
	}
	if f.ofFile(ends[0].Neighbor) {
		x.Certainty = Likely
	}
	for _, e := range ends {
		x.Evidence = append(x.Evidence, heardEvidence(e.Heard, field, text(e), place(e.Neighbor)+" announces it"))
	}
	return x
}

// heardEvidence is an announcement as evidence.
func heardEvidence(s neighbor.Sighting, field, value, text string) Evidence {
	return Evidence{Frame: s.Frame, Time: s.Time, Field: field, Value: value, Text: text}
}

// place names a neighbour and its port.
func place(n *neighbor.Neighbor) string {
	if n.Port == "" {
		return named(n.Device)
	}
	return named(n.Device) + " " + named(n.Port)
}

// portValue is the name of a port, nil where it is not announced.
func portValue(n *neighbor.Neighbor) any {
	if n.Port == "" {
		return nil
	}
	return named(n.Port)
}

// atInterface is a remedy on the port of a neighbour, by IOS and IOS XE.
func atInterface(n *neighbor.Neighbor, when, lines string) []Remedy {
	port := "<interface>"
	if n.Port != "" {
		port = printable(n.Port)
	}
	return onDevice(n, when, "interface "+port+"\n "+lines)
}

// onDevice is a remedy on a neighbour, by IOS and IOS XE.
func onDevice(n *neighbor.Neighbor, when, lines string) []Remedy {
	steps := func() []Step { return []Step{{[]string{printable(n.Device)}, when, lines}} }
	return []Remedy{{IOS, steps()}, {IOSXE, steps()}}
}

// reachable reports whether one of the addresses is not 0.0.0.0.
func reachable(list []netip.Addr) bool {
	return slices.ContainsFunc(list, func(a netip.Addr) bool { return !a.IsUnspecified() })
}
