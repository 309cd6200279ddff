package topology

import (
	"strings"

	"github.com/pktscope/pktscope/internal/ifname"
)

// key is the name under which a device is looked for: without the serial
// number that NX-OS puts behind it, and without regard to case.
func key(name string) string {
	if i := strings.IndexByte(name, '('); i > 0 && strings.HasSuffix(name, ")") {
		name = name[:i]
	}
	return strings.ToLower(name)
}

// alike reports whether two names may be one device's: one of them may lack the
// domain.
func alike(a, b string) bool {
	a, b = key(a), key(b)
	if len(a) > len(b) {
		a, b = b, a
	}
	return a == b || a != "" && strings.HasPrefix(b, a) && b[len(a)] == '.'
}

// partners are the pairs of rows, by CDP and by LLDP, that the same port sent.
func partners(all []Heard) (pairs [][2]int) {
	type from struct {
		place
		source string
	}
	type on struct {
		place
		port string
	}
	bySource, byPort := map[from][]int{}, map[on][]int{}
	spoken := map[from]int{} // rows by LLDP
	for i := range all {
		h := &all[i]
		f := from{h.place(), h.Source}
		if h.Protocol == LLDP {
			spoken[f]++
			continue
		}
		bySource[f] = append(bySource[f], i)
		k := on{h.place(), h.port().key}
		byPort[k] = append(byPort[k], i)
	}
	for i := range all {
		h := &all[i]
		if h.Protocol != LLDP {
			continue
		}
		f := from{h.place(), h.Source}
		near := bySource[f]
		alone := len(near) == 1 && spoken[f] == 1
		for _, name := range h.Ports {
			near = append(near[:len(near):len(near)], byPort[on{h.place(), ifname.Key(name)}]...)
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

// maxNear is among how many rows a partner is looked for. In a flood there are
// more, and who is whose partner nobody knows.
const maxNear = 16

// partnerOf reports whether a row by LLDP and one by CDP, on the same link, are
// of the same port. The address that sent both, the device's name and the
// port's are evidence; two of the three will do, and the address if it sent
// nothing else and one of the names is missing.
func (h *Heard) partnerOf(c *Heard, alone bool) bool {
	address := h.Source == c.Source && h.Source != ""
	device, port := alike(h.Name, c.Name), h.calls(c.port().key)
	return device && port || address && (device && (port || alone) || port || alone && h.Name == "")
}

// calls reports whether one of the port's names is that.
func (h *Heard) calls(port string) bool {
	for _, name := range h.Ports {
		if port != "" && ifname.Key(name) == port {
			return true
		}
	}
	return false
}

// devices returns the device of each row, and the devices.
func devices(all []Heard, pairs [][2]int) (of []*Device, list []*Device) {
	u := newUnion(len(all))
	joinBy(u, len(all), func(i int) (string, bool) { return key(all[i].Name), all[i].Name != "" })
	joinBy(u, len(all), func(i int) (string, bool) { return all[i].Identity, all[i].Identity != "" })
	for _, p := range pairs {
		u.join(p[0], p[1])
	}
	made := map[int]*Device{}
	of = make([]*Device, len(all))
	for _, protocol := range []Protocol{CDP, LLDP} { // what CDP says goes first
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

// learn takes from a row what is not known of the device.
func (d *Device) learn(h *Heard) {
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

// fallBack gives a device without a name one by which it can be told from
// others.
func (d *Device) fallBack(h *Heard) {
	for _, s := range []string{h.Identity, h.Source} {
		if d.ID == "" {
			d.ID = s
		}
	}
}
