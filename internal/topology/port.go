package topology

import "github.com/pktscope/pktscope/internal/ifname"

// A portName is what a port is called, and under which key it is looked for.
type portName struct{ name, key string }

// port is the best name of the port, empty if it has none.
func (h *Heard) port() portName {
	if len(h.Ports) == 0 {
		return portName{}
	}
	return portName{h.Ports[0], ifname.Key(h.Ports[0])}
}

// ends returns the end that each row tells of: the rows of one port of one
// device have the same. A port without a name, and one with circuits, is
// another one in each place.
func ends(all []Heard, of []*Device, pairs [][2]int) []*End {
	type seat struct {
		device *Device
		port   string
		place  place
	}
	u := newUnion(len(all))
	joinBy(u, len(all), func(i int) (seat, bool) {
		s := seat{device: of[i], port: all[i].port().key}
		if s.port == "" || all[i].Circuit != 0 {
			s.place = all[i].place()
		}
		return s, true
	})
	for _, p := range pairs {
		u.join(p[0], p[1])
	}
	made := map[int]*End{}
	list := make([]*End, len(all))
	for _, protocol := range []Protocol{CDP, LLDP} { // CDP's name of a port goes first
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
