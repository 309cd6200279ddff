package main

import "encoding/binary"

// isPing reports whether an Ethernet frame has an ICMP echo request, a reply,
// or a later fragment of one: other ICMP messages never need fragments.
func isPing(frame []byte) bool {
	const ipv4, ipv6 = 0x0800, 0x86dd
	if len(frame) < 14 {
		return false
	}
	p := frame[14:]
	switch etherType := binary.BigEndian.Uint16(frame[12:]); {
	case etherType == ipv4 && len(p) > 20 && p[9] == icmp:
		size := int(p[0]&0xf) * 4
		later := binary.BigEndian.Uint16(p[6:])&0x1fff != 0
		return later || size < len(p) && (p[size] == 0 || p[size] == 8)
	case etherType == ipv6 && len(p) > 40 && p[6] == icmpv6:
		return p[40] == 128 || p[40] == 129
	}
	return false
}
