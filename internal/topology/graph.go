// Package topology finds out who is linked with whom, through which ports, from
// what devices announce of themselves by CDP and LLDP, and draws it.
//
// Neither protocol is passed on by those who speak it. So what is heard on one
// interface is on one link: two devices there are its two ends. If there is only
// one, the other end did not speak; if there are more, the link is a segment,
// such as a hub's. A port is on one link only: two interfaces on which the same
// port is heard are the same link.
package topology

import (
	"cmp"
	"slices"
)

// A Graph is who is linked with whom. Devices and links are sorted by name.
type Graph struct {
	Devices []*Device
	Links   []*Link
}

// A Device is one that was heard, by CDP, LLDP or both.
type Device struct {
	ID           string // as it is called
	Platform     string
	Capabilities []string
}

// A Link is what the ports at its ends have in common.
type Link struct {
	Ends       []End    // one: the other was not heard; more than two: a segment
	Interfaces []string // on which they were heard
	Circuit    uint32   // of the interface's, a Frame Relay DLCI; 0 where it has none
}

// An End is a device's port, "" where the device does not tell it.
type End struct {
	Device *Device
	Port   string
}

// sort puts devices and links in the order of their names.
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

// Mixed reports whether l is several links that were captured as one and cannot
// be told apart: a device is at it with more than one port.
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
