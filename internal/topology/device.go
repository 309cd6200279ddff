package topology

import (
	"strings"

	"github.com/pktscope/pktscope/internal/ifname"
)

// key returns the name that identifies a device: in lower case, and without the
// serial number that NX-OS appends.
func key(name string) string {
	if i := strings.IndexByte(name, '('); i > 0 && strings.HasSuffix(name, ")") {
		name = name[:i]
	}
	return strings.ToLower(name)
}

// alike reports whether two names may be of one device: one of them may lack the
// domain.
func alike(a, b string) bool {
	a, b = key(a), key(b)
	if len(a) > len(b) {
		a, b = b, a
	}
	return a == b || a != "" && strings.HasPrefix(b, a) && b[len(a)] == '.'
}

// partners returns the pairs of a neighbor by CDP, FDP or EDP and one by LLDP that are
// the same port.
func partners(all []Neighbor) (pairs [][2]int) {
	type from struct {
		capturePoint
		source string
	}
	type on struct {
		capturePoint
		port string
	}
	bySource, byPort := map[from][]int{}, map[on][]int{}
	spoken := map[from]int{} // LLDP neighbors
	for i := range all {
		h := &all[i]
		f := from{h.point(), h.Source}
		if h.Protocol == LLDP {
			spoken[f]++
			continue
		}
		bySource[f] = append(bySource[f], i)
		k := on{h.point(), h.port().key}
		byPort[k] = append(byPort[k], i)
	}
	for i := range all {
		h := &all[i]
		if h.Protocol != LLDP {
			continue
		}
		f := from{h.point(), h.Source}
		near := bySource[f]
		alone := len(near) == 1 && spoken[f] == 1
		for _, name := range h.Ports {
			near = append(near[:len(near):len(near)], byPort[on{h.point(), ifname.Key(name)}]...)
		}
		if len(near) > maxNear {
			continue
		}
		for _, c := range near {
			if h.partnerOf(&all[c], alone) {
				pairs = append(pairs, [2]int{c, i})
				break
			}
		}
	}
	return pairs
}

// numbered returns the pairs of a neighbor by EDP, which numbers ports (1:24), and one by a protocol
// that names them, that are the same port: a device sends both with one address, and announces no
// other port there.
func numbered(all []Neighbor) (pairs [][2]int) {
	type from struct {
		capturePoint
		source string
	}
	type sender struct{ numbered, named []int }
	senders := map[from]*sender{}
	var list []*sender
	for i := range all {
		h := &all[i]
		if h.Source == "" {
			continue
		}
		f := from{h.point(), h.Source}
		s := senders[f]
		if s == nil {
			s = &sender{}
			senders[f] = s
			list = append(list, s)
		}
		if h.Protocol == EDP {
			s.numbered = append(s.numbered, i)
		} else {
			s.named = append(s.named, i)
		}
	}
	for _, s := range list {
		if len(s.numbered) != 1 || len(s.named) == 0 || len(s.named) > maxNear {
			continue
		}
		e, one := &all[s.numbered[0]], true
		for _, i := range s.named {
			for _, k := range s.named {
				one = one && (all[i].hasPort(all[k].port().key) || all[k].hasPort(all[i].port().key))
			}
			one = one && alike(e.Name, all[i].Name)
		}
		if one {
			pairs = append(pairs, [2]int{s.numbered[0], s.named[0]})
		}
	}
	return pairs
}

// maxNear bounds the candidates for a partner. A flood has more, and no right
// answer.
const maxNear = 16

// partnerOf reports whether the LLDP neighbor h and the neighbor c by another protocol,
// on the same link, are the same port. Evidence is the source address, the device's
// name and the port's name. Two of the three suffice, or the address alone if it sent nothing
// else and one of the names is missing.
func (h *Neighbor) partnerOf(c *Neighbor, alone bool) bool {
	address := h.Source == c.Source && h.Source != ""
	device, port := alike(h.Name, c.Name), h.hasPort(c.port().key)
	return device && port || address && (device && (port || alone) || port || alone && h.Name == "")
}

// hasPort reports whether port is one of the names of h's port.
func (h *Neighbor) hasPort(port string) bool {
	for _, name := range h.Ports {
		if port != "" && ifname.Key(name) == port {
			return true
		}
	}
	return false
}

// devices returns the device of each neighbor, and the devices.
func devices(all []Neighbor, pairs [][2]int) (of []*Device, list []*Device) {
	u := newUnion(len(all))
	joinBy(u, len(all), func(i int) (string, bool) { return key(all[i].Name), all[i].Name != "" })
	joinBy(u, len(all), func(i int) (string, bool) { return all[i].Identity, all[i].Identity != "" })
	for _, p := range pairs {
		u.join(p[0], p[1])
	}
	made := map[int]*Device{}
	of = make([]*Device, len(all))
	for protocol := range protocols {
		for i := range all {
			if all[i].Protocol != protocol {
				continue
			}
			d := made[u.find(i)]
			if d == nil {
				d = &Device{}
				made[u.find(i)] = d
				list = append(list, d)
			}
			d.learn(&all[i])
			of[i] = d
		}
	}
	for i := range all {
		of[i].fallBack(&all[i])
	}
	return of, list
}

// learn sets what the device lacks from a neighbor.
func (d *Device) learn(h *Neighbor) {
	if d.ID == "" {
		d.ID = h.Name
	}
	if d.Platform == "" {
		d.Platform = h.Platform
	}
	if len(d.Capabilities) == 0 {
		d.Capabilities = h.Capabilities
	}
}

// fallBack names a device without a name by its chassis, address or port.
func (d *Device) fallBack(h *Neighbor) {
	for _, s := range []string{h.Identity, h.Source} {
		if d.ID == "" {
			d.ID = s
		}
	}
}
