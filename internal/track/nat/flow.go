package nat

import (
	"encoding/binary"
	"net/netip"
)

// A Flow is one direction of a conversation: the sender and the receiver of a
// packet. The identifier of a ping stands for both ports; a protocol without
// ports has 0.
type Flow struct {
	Protocol uint8
	Src, Dst netip.AddrPort
}

// Protocols that have flows.
const (
	ICMP   = 1
	TCP    = 6
	UDP    = 17
	GRE    = 47
	ESP    = 50
	ICMPv6 = 58
	SCTP   = 132
)

// A flow is a Flow on one interface, as tables keep it: without pointers or
// holes.
type flow struct {
	src, dst     addr
	sport, dport uint16
	protocol     uint8
	_            uint8
	iface        uint16
}

// An addr is an address of IPv6; one of IPv4 is mapped into it (RFC 4291,
// section 2.5.5.2).
type addr struct{ hi, lo uint64 }

const mapped = 0xffff << 32

func addrOf(a netip.Addr) addr {
	if a.Is4() {
		b := a.As4()
		return addr{0, mapped | uint64(binary.BigEndian.Uint32(b[:]))}
	}
	b := a.As16()
	return addr{binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:])}
}

func (a addr) netip() netip.Addr {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], a.hi)
	binary.BigEndian.PutUint64(b[8:], a.lo)
	return netip.AddrFrom16(b).Unmap()
}

// network is the network that a is likely of: 24 bits, of IPv6 64.
func (a addr) network() addr {
	if a.hi == 0 && a.lo>>32 == mapped>>32 {
		a.lo &^= 0xff
	} else {
		a.lo = 0
	}
	return a
}

func (a addr) less(b addr) bool { return a.hi < b.hi || a.hi == b.hi && a.lo < b.lo }

// reverse is the other direction.
func (f flow) reverse() flow {
	f.src, f.dst, f.sport, f.dport = f.dst, f.src, f.dport, f.sport
	return f
}

// undirected is the same for both directions of f; back reports that it is the
// reverse of f.
func (f *flow) undirected() (c flow, back bool) {
	if f.dst.less(f.src) || f.dst == f.src && f.dport < f.sport {
		return f.reverse(), true
	}
	return *f, false
}

// public is f as a Flow.
func (f *flow) public() Flow {
	return Flow{f.protocol, netip.AddrPortFrom(f.src.netip(), f.sport), netip.AddrPortFrom(f.dst.netip(), f.dport)}
}

// sameSrc reports whether a and b have the same sender. The identifier of a
// ping belongs to its sender alone, whichever way it goes.
func sameSrc(a, b *flow) bool {
	return a.src == b.src && (a.sport == b.sport || a.pings())
}

// sameDst likewise, of the receiver.
func sameDst(a, b *flow) bool {
	return a.dst == b.dst && (a.dport == b.dport || a.pings())
}

func (f *flow) pings() bool { return f.protocol == ICMP || f.protocol == ICMPv6 }
