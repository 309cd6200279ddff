package nat

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/pktscope/pktscope/dissect/isakmp"
)

// A Leak is an unencrypted conversation on an outside link that should not be
// there.
type Leak struct {
	Conversation
	// Cleartext: both ends are of protected networks, so that it belongs into the
	// tunnel. Else a private address went out untranslated.
	Cleartext bool
}

// String tells the leak in words.
func (l *Leak) String() string {
	f := &l.Flow
	n := l.Packets[0] + l.Packets[1]
	what := fmt.Sprintf("%s %s to %s, packets in the clear on %s: %d, first in frame %d", ProtocolName(f.Protocol), f.Src, f.Dst, l.Interface, n, l.Frame)
	if l.Cleartext {
		return "between protected networks, " + what
	}
	return "from a private address, " + what
}

// ProtocolName is the name of a protocol in the reports.
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
	case SCTP:
		return "sctp"
	}
	return fmt.Sprint(protocol)
}

// leaks are the leaks on the outside links: where translations go out or, without any,
// where tunnels go between public addresses.
func (j *classifier) leaks() []Leak {
	outside := j.outside
	if len(j.global) == 0 {
		outside = j.tunnelled()
	}
	behind := true // no global address is private: a private address out there is an inside one
	for a := range j.global {
		behind = behind && !private(a.netip())
	}
	inside := func(a addr) bool {
		return !j.global[a] && (j.local[a.network()] || behind && private(a.netip()))
	}
	var out []Leak
	for e := range j.flows.All() {
		if !outside[e.Key.iface] || j.changed(e) {
			continue
		}
		f, v := j.addresses.flow(&e.Key), j.load(e)
		if v.inside || linkLocal(f.src.netip()) || linkLocal(f.dst.netip()) {
			continue
		}
		src, dst := inside(f.src), inside(f.dst)
		if v.back {
			src, dst = dst, src
		}
		switch {
		case src && dst:
			out = append(out, Leak{j.conversation(e), true})
		case src, dst && v.answered():
			out = append(out, Leak{j.conversation(e), false})
		}
	}
	slices.SortFunc(out, func(a, b Leak) int {
		return cmp.Or(a.First.Compare(b.First), cmp.Compare(a.Frame, b.Frame))
	})
	return out
}

// tunnelled reports, by interface, whether there are tunnels between public
// addresses.
func (j *classifier) tunnelled() []bool {
	out := make([]bool, len(j.links.list))
	for e := range j.flows.All() {
		if k := &e.Key; k.protocol == ESP || k.protocol == UDP && (k.sport == isakmp.PortNATT || k.dport == isakmp.PortNATT) {
			f := j.addresses.flow(k)
			if !private(f.src.netip()) && !private(f.dst.netip()) {
				out[f.iface] = true
			}
		}
	}
	return out
}
