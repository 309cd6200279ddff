package nat

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
)

// A Leak is a conversation in the clear on an outside link that should not be
// there.
type Leak struct {
	Conversation
	// Cleartext tells that both ends are of protected networks, so that it
	// belongs into the tunnel; else a private address went out untranslated.
	Cleartext bool
}

// String is the leak as a router would log it.
func (l *Leak) String() string {
	f := &l.Flow
	n := l.Packets[0] + l.Packets[1]
	what := fmt.Sprintf("%s %s to %s, packets in the clear on %s: %d, first in frame %d", ProtocolName(f.Protocol), f.Src, f.Dst, l.Interface, n, l.Frame)
	if l.Cleartext {
		return "%NAT-4-CLEARTEXT: between protected networks, " + what
	}
	return "%NAT-4-UNTRANSLATED: from a private address, " + what
}

// ProtocolName is how translations call a protocol.
func ProtocolName(protocol uint8) string {
	switch protocol {
	case ICMP:
		return "icmp"
	case TCP:
		return "tcp"
	case UDP:
		return "udp"
	case GRE:
		return "gre"
	case ESP:
		return "esp"
	case ICMPv6:
		return "icmp6"
	}
	return fmt.Sprint(protocol)
}

// leaks finds those on the outside links: where translations go out or, where
// there is none, where tunnels go between addresses of the Internet.
func (j *judge) leaks() []Leak {
	outside := j.outside
	if len(outside) == 0 {
		outside = j.tunnelled()
	}
	behind := true // a private address on such a link is one of inside
	for a := range j.global {
		behind = behind && !private(a)
	}
	inside := func(a netip.Addr) bool {
		return !j.global[a] && (j.local[network(a)] || behind && private(a))
	}
	var out []Leak
	for e := range j.flows.All() {
		k, v := &e.Key, &e.Value
		if !outside[k.iface] || v.inside > 0 || j.paired[*k].changed {
			continue
		}
		c := j.conversation(k, v)
		src, dst := c.Flow.Src.Addr(), c.Flow.Dst.Addr()
		switch {
		case linkLocal(src) || linkLocal(dst):
		case inside(src) && inside(dst):
			out = append(out, Leak{c, true})
		case inside(src), inside(dst) && v.answered():
			out = append(out, Leak{c, false})
		}
	}
	slices.SortFunc(out, func(a, b Leak) int {
		return cmp.Or(a.First.Compare(b.First), cmp.Compare(a.Frame, b.Frame))
	})
	return out
}

// tunnelled are the interfaces with tunnels between addresses that are not
// private.
func (j *judge) tunnelled() map[uint16]bool {
	out := map[uint16]bool{}
	for e := range j.flows.All() {
		k := &e.Key
		if k.protocol == ESP || k.protocol == UDP && (k.sport == portNATT || k.dport == portNATT) {
			if !private(k.src.netip()) && !private(k.dst.netip()) {
				out[k.iface] = true
			}
		}
	}
	return out
}

// portNATT is where ESP goes in UDP: RFC 3948, section 2.1.
const portNATT = 4500

// network is the network that a is likely of.
func network(a netip.Addr) netip.Prefix {
	bits := 24
	if a.Is6() {
		bits = 64
	}
	p, _ := a.Prefix(bits)
	return p
}
