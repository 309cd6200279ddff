package nat

import (
	"net/netip"
	"slices"
	"strings"
)

// An Inside is which side is inside, by the user.
type Inside struct {
	Interface string       // its name, or either part of FILE:INTERFACE
	Prefix    netip.Prefix // of the inside network
}

// Unknown reports whether it names an interface that is none of these.
func (i *Inside) Unknown(interfaces []string) bool {
	return i.Interface != "" && !slices.ContainsFunc(interfaces, i.is)
}

// is reports whether i names an interface. Where several captures are read, it is
// called FILE or FILE:INTERFACE.
func (i *Inside) is(name string) bool {
	return i.Interface != "" && (name == i.Interface || strings.HasPrefix(name, i.Interface+":") || strings.HasSuffix(name, ":"+i.Interface))
}

// lowInside reports whether the lower interface of a pair is the inside one: by the
// user, else by the votes of packets, else by addresses.
func (t *Tracker) lowInside(k *pair, inside Inside) bool {
	low, high := &t.links.list[k.low.iface], &t.links.list[k.high.iface]
	switch {
	case inside.is(low.name) != inside.is(high.name):
		return inside.is(low.name)
	case inside.Prefix.IsValid():
		if a, b := inside.Prefix.Contains(k.low.src.netip()), inside.Prefix.Contains(k.high.dst.netip()); a != b {
			return a
		}
	}
	if k.low.iface == k.high.iface {
		// Each packet shows where it went. With another receiver it came in, unless it goes
		// from a private network into a public one.
		return !sameSrc(&k.low, &k.high) || sameDst(&k.low, &k.high) || private(k.low.src.netip()) && !private(k.high.dst.netip())
	}
	if a, b := t.votes(k.low.iface), t.votes(k.high.iface); a != b {
		return a > b
	}
	return private(k.low.src.netip()) || !private(k.high.dst.netip())
}

// private reports whether a is of a network that is not routed in the
// Internet: RFC 1918, RFC 6598, RFC 4193.
func private(a netip.Addr) bool { return a.IsPrivate() || shared.Contains(a) }

var shared = netip.MustParsePrefix("100.64.0.0/10")
