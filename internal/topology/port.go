package topology

import "github.com/pktscope/pktscope/internal/ifname"

// A portName is a port's name and the key that identifies it.
type portName struct{ name, key string }

// port returns the best name of h's port, empty if it has none.
func (h *Neighbor) port() portName {
	if len(h.Ports) == 0 {
		return portName{}
	}
	return portName{h.Ports[0], ifname.Key(h.Ports[0])}
}

// ends returns the end of each neighbor. Neighbors of one port of one device share
// an end, but for a port without a name, one with circuits, and one that EDP numbers and another
// protocol names, which have an end a capture point: not all devices number their ports.
func ends(all []Neighbor, of []*Device, pairs [][2]int) []*End {
	type seat struct {
		device *Device
		port   string
		point  capturePoint
	}
	named := map[int]bool{}
	for _, p := range pairs {
		named[p[0]], named[p[1]] = true, true
	}
	u := newUnion(len(all))
	joinBy(u, len(all), func(i int) (seat, bool) {
		s := seat{device: of[i], port: all[i].port().key}
		if s.port == "" || all[i].Circuit != 0 || all[i].Protocol == EDP && named[i] {
			s.point = all[i].point()
		}
		return s, true
	})
	for _, p := range pairs {
		u.join(p[0], p[1])
	}
	made := map[int]*End{}
	list := make([]*End, len(all))
	for protocol := range protocols { // CDP's name of a port goes first
		for i := range all {
			if all[i].Protocol != protocol {
				continue
			}
			e := made[u.find(i)]
			if e == nil {
				e = &End{Device: of[i]}
				made[u.find(i)] = e
			}
			if e.Port == "" {
				e.Port = all[i].port().name
			}
			list[i] = e
		}
	}
	return list
}
