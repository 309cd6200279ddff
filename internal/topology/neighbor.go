package topology

import "slices"

// A Protocol is the one by which a neighbor announced itself.
type Protocol uint8

// In the order of precedence: CDP and LLDP announce more than others.
const (
	CDP Protocol = iota
	LLDP
	FDP
	EDP
	protocols
)

// A Neighbor is a device and its port as announced on an interface.
type Neighbor struct {
	Protocol  Protocol
	Interface string
	Circuit   uint32 // a Frame Relay DLCI: each is a link of its own; 0 for none
	Source    string // the sender's address on the link

	Name         string   // of the device
	Identity     string   // its chassis ID, "" for none
	Ports        []string // names of its port, the best first
	Platform     string
	Capabilities []string

	Often  bool // announced more than once
	Silent bool // its regular announcements have stopped
}

// Limit returns n neighbors at most. Neighbors that announced themselves more than
// once come first, so that a flood does not push out real devices.
func Limit(all []Neighbor, n int) []Neighbor {
	if len(all) <= n {
		return all
	}
	kept := make([]Neighbor, 0, n)
	for _, often := range []bool{true, false} {
		for i := range all {
			if all[i].Often == often && len(kept) < n {
				kept = append(kept, all[i])
			}
		}
	}
	return kept
}

// A capturePoint is where an announcement was received. It is on one link.
type capturePoint struct {
	iface   string
	circuit uint32
}

func (h *Neighbor) point() capturePoint { return capturePoint{h.Interface, h.Circuit} }

// current drops neighbors that were renamed: the same port announces another
// device since they fell silent.
func current(all []Neighbor) []Neighbor {
	type seat struct {
		capturePoint
		protocol     Protocol
		source, port string
	}
	of := func(h *Neighbor) seat { return seat{h.point(), h.Protocol, h.Source, h.port().key} }
	taken := map[seat]bool{}
	for i := range all {
		if h := &all[i]; !h.Silent && h.Source != "" {
			taken[of(h)] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(h Neighbor) bool { return h.Silent && taken[of(&h)] })
}
