// Package topology derives links between the ports of devices from what they announce
// by CDP, LLDP, FDP and EDP, and draws them.
//
// Announcements are not forwarded by devices that speak the protocol. The devices
// that one interface receives are therefore on one link: two devices are its two
// ends. Of a single device the other end did not announce itself, and three or
// more share a segment, such as a hub's. A port is on one link only, so interfaces
// that receive the same port are on the same link.
package topology

import (
	"cmp"
	"slices"
)

// A Graph is the devices and the links between them, both sorted by name.
type Graph struct {
	Devices []*Device
	Links   []*Link
}

// A Device announced itself by one or several protocols.
type Device struct {
	ID           string // its name
	Platform     string
	Capabilities []string
}

// A Link connects ports.
type Link struct {
	Ends       []End    // one: the other did not announce itself; more than two: a segment
	Interfaces []string // that received the announcements
	Circuit    uint32   // of the interface's, a Frame Relay DLCI; 0 where it has none
}

// An End is a device's port, "" where the device does not announce it.
type End struct {
	Device *Device
	Port   string
}

// sort sorts devices and links by name.
func (g *Graph) sort() {
	slices.SortFunc(g.Devices, func(a, b *Device) int { return natural(a.ID, b.ID) })
	for _, l := range g.Links {
		slices.SortFunc(l.Ends, compareEnds)
	}
	slices.SortFunc(g.Links, func(a, b *Link) int { return slices.CompareFunc(a.Ends, b.Ends, compareEnds) })
}

func compareEnds(a, b End) int {
	return cmp.Or(natural(a.Device.ID, b.Device.ID), natural(a.Port, b.Port))
}

// Pair reports whether l links two devices, as most do.
func (l *Link) Pair() bool { return len(l.Ends) == 2 && l.Ends[0].Device != l.Ends[1].Device }

// Mixed reports whether l is several links that were captured on one interface and
// cannot be separated: a device has more than one port on it.
func (l *Link) Mixed() bool {
	seen := map[*Device]bool{}
	for _, e := range l.Ends {
		if seen[e.Device] {
			return true
		}
		seen[e.Device] = true
	}
	return false
}
