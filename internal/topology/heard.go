package topology

import "slices"

// A Protocol is that by which a device was heard.
type Protocol uint8

const (
	CDP Protocol = iota
	LLDP
)

// Heard is a device as it was heard on an interface from one of its ports.
type Heard struct {
	Protocol  Protocol
	Interface string
	Circuit   uint32 // of the interface's; those on different ones are not on one link
	Source    string // the sender's address on the link

	Name         string   // what the device is called
	Identity     string   // what else tells it from others: its chassis; "" for none
	Ports        []string // what its port is called, the best name first
	Platform     string
	Capabilities []string

	Often  bool // it was heard more than once
	Silent bool // it announces itself regularly, and was not heard when it should have been
}

// Limit leaves n at most: those first that were heard more than once, so that a
// flood does not push out who is really there.
func Limit(all []Heard, n int) []Heard {
	if len(all) <= n {
		return all
	}
	kept := make([]Heard, 0, n)
	for _, often := range []bool{true, false} {
		for i := range all {
			if all[i].Often == often && len(kept) < n {
				kept = append(kept, all[i])
			}
		}
	}
	return kept
}

// place is where something was heard: one link.
type place struct {
	iface   string
	circuit uint32
}

func (h *Heard) place() place { return place{h.Interface, h.Circuit} }

// current drops those who were heard no more since the same port of theirs
// announces another device: it was renamed.
func current(all []Heard) []Heard {
	type seat struct {
		place
		protocol     Protocol
		source, port string
	}
	of := func(h *Heard) seat { return seat{h.place(), h.Protocol, h.Source, h.port().key} }
	taken := map[seat]bool{}
	for i := range all {
		if h := &all[i]; !h.Silent && h.Source != "" {
			taken[of(h)] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(h Heard) bool { return h.Silent && taken[of(&h)] })
}
