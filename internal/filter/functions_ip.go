package filter

import (
	"encoding/binary"
	"net/netip"
)

// ofAddress checks the operand of a function that takes addresses of versions 4 or 6.
func ofAddress(v4, v6 bool, result ftype) func(typed) (ftype, string) {
	return func(arg typed) (ftype, string) {
		c := arg.typ.class
		switch {
		case v4 && c == ipv4Addr, v6 && c == ipv6Addr:
			return result, ""
		case !v6:
			return ftype{}, "an IPv4 address"
		case !v4:
			return ftype{}, "an IPv6 address"
		}
		return ftype{}, "an IPv4 or IPv6 address"
	}
}

// is makes each of a function that tells something of an address.
func is(told func(netip.Addr) bool) func(*Matcher, ftype, *datum) (datum, bool) {
	return func(_ *Matcher, t ftype, v *datum) (datum, bool) {
		a, ok := t.address(v)
		return flagOf(ok && told(a)), ok
	}
}

// address returns the address that v is.
func (t ftype) address(v *datum) (netip.Addr, bool) {
	if t.class == ipv4Addr {
		var b [4]byte
		binary.BigEndian.PutUint32(b[:], uint32(v.n))
		return netip.AddrFrom4(b), true
	}
	if len(v.b) != 16 {
		return netip.Addr{}, false
	}
	return netip.AddrFrom16([16]byte(v.b)), true
}

// functionsIP are the functions of addresses.
func functionsIP() []fn {
	find := specialFinder()
	flag, text := ftype{class: boolean}, ftype{class: str}
	private := func(a netip.Addr) bool { return a.Is4() && a.IsPrivate() }
	unique := func(a netip.Addr) bool { return a.Is6() && a.IsPrivate() }
	return []fn{
		{name: "ip_special_name", min: 1, max: 1, check: ofAddress(true, true, text), each: func(m *Matcher, t ftype, v *datum) (datum, bool) {
			a, _ := t.address(v)
			b, ok := find(a)
			from := len(m.scratch)
			m.scratch = append(m.scratch, b.name...)
			return bytesOf(m.scratch[from:]), ok
		}},
		{name: "ip_special_mask", min: 1, max: 1, check: ofAddress(true, true, ftype{class: unsigned, size: 4}), each: func(_ *Matcher, t ftype, v *datum) (datum, bool) {
			a, _ := t.address(v)
			b, ok := find(a)
			return numberOf(b.mask), ok
		}},
		{name: "ip_rfc1918", min: 1, max: 1, check: ofAddress(true, false, flag), each: is(private)},
		{name: "ip_ula", min: 1, max: 1, check: ofAddress(false, true, flag), each: is(unique)},
		{name: "ip_multicast", min: 1, max: 1, check: ofAddress(true, true, flag), each: is(netip.Addr.IsMulticast)},
		{name: "ip_linklocal", min: 1, max: 1, check: ofAddress(true, true, flag), each: is(netip.Addr.IsLinkLocalUnicast)},
	}
}
