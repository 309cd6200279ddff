package main

import "encoding/binary"

// setHost gives the clients in an Ethernet frame of plain traffic another
// address: the last byte but one becomes host. Clients are the addresses of
// the fixtures' inside networks and of the loopback. Every checksum that
// covers a client's address changes with it, so that right ones stay right.
//
// CDP, ISAKMP, ESP and ARP stay as they are: what ISAKMP says of addresses is
// hashed or encrypted, and who speaks it is few in any network.
func setHost(frame []byte, host byte) {
	const header, ipv4, ipv6 = 14, 0x0800, 0x86dd
	if len(frame) < header {
		return
	}
	switch binary.BigEndian.Uint16(frame[12:]) {
	case ipv4:
		setHost4(frame[header:], host)
	case ipv6:
		setHost6(frame[header:], host)
	}
}

// IP protocols.
const (
	icmp   = 1
	tcp    = 6
	udp    = 17
	icmpv6 = 58
)

// setHost4 changes an IPv4 packet, RFC 791.
func setHost4(p []byte, host byte) {
	if len(p) < 20 || p[0]>>4 != 4 {
		return
	}
	size := int(p[0]&0xf) * 4
	if size < 20 || size > len(p) {
		return
	}
	first := binary.BigEndian.Uint16(p[6:])&0x1fff == 0 // fragment offset
	proto, body := p[9], p[size:]
	switch {
	case proto != icmp && proto != tcp && proto != udp:
		return
	case first && proto == udp && isVPN(body):
		return
	}
	for _, at := range []int{12, 16} {
		if !isClient(p[at:]) {
			continue
		}
		was := binary.BigEndian.Uint16(p[at+2:])
		p[at+2] = host
		now := binary.BigEndian.Uint16(p[at+2:])
		adjust(p[10:], was, now)
		if first {
			adjustTransport(proto, body, was, now)
		}
	}
	if first && proto == icmp {
		setHostQuoted(body, host)
	}
}

// setHost6 changes an IPv6 packet without extension headers, RFC 8200.
func setHost6(p []byte, host byte) {
	const size = 40
	if len(p) < size {
		return
	}
	proto, body := p[6], p[size:]
	if proto != tcp && proto != udp && proto != icmpv6 || proto == udp && isVPN(body) {
		return
	}
	for _, at := range []int{8, 24} {
		if p[at] == 0xff { // multicast
			continue
		}
		was := binary.BigEndian.Uint16(p[at+14:])
		p[at+14] = host
		adjustTransport(proto, body, was, binary.BigEndian.Uint16(p[at+14:]))
	}
}

// setHostQuoted changes the packet that an ICMP error returns, RFC 792, so
// that it still is the one that was sent.
func setHostQuoted(message []byte, host byte) {
	const header, unreachable, exceeded = 8, 3, 11
	if len(message) < header || message[0] != unreachable && message[0] != exceeded {
		return
	}
	was := sum(message[header:])
	setHost4(message[header:], host)
	adjust(message[2:], was, sum(message[header:]))
}

// isVPN reports whether a UDP datagram belongs to ISAKMP or to ESP in UDP.
func isVPN(datagram []byte) bool {
	const isakmp, natT = 500, 4500
	if len(datagram) < 4 {
		return false
	}
	for _, port := range []uint16{binary.BigEndian.Uint16(datagram), binary.BigEndian.Uint16(datagram[2:])} {
		if port == isakmp || port == natT {
			return true
		}
	}
	return false
}

// isClient reports whether a is an address inside one of the fixtures' sites,
// or the one that a site shows outside.
func isClient(a []byte) bool {
	switch {
	case a[0] == 10, a[0] == 127, a[0] == 192 && a[1] == 168, a[0] == 172 && a[1]&0xf0 == 16:
		return true
	case a[0] == 80 && a[3] == 2: // the two routers' own
		return true
	}
	return false
}

// adjustTransport follows a change of the pseudo-header.
func adjustTransport(proto byte, body []byte, was, now uint16) {
	at := -1
	switch proto {
	case tcp:
		at = 16
	case udp:
		at = 6
	case icmpv6:
		at = 2
	}
	if at < 0 || len(body) < at+2 || proto == udp && body[at] == 0 && body[at+1] == 0 {
		return // ICMP has no pseudo-header; UDP without a checksum keeps none
	}
	adjust(body[at:], was, now)
	if proto == udp && body[at] == 0 && body[at+1] == 0 {
		body[at], body[at+1] = 0xff, 0xff // RFC 768: zero means that there is none
	}
}

// adjust updates the checksum at b for a word that changed: RFC 1624,
// equation 3.
func adjust(b []byte, was, now uint16) {
	s := uint32(^binary.BigEndian.Uint16(b)) + uint32(^was) + uint32(now)
	binary.BigEndian.PutUint16(b, ^fold(s))
}

// sum is the ones' complement sum of b, RFC 1071.
func sum(b []byte) uint16 {
	var s uint32
	for ; len(b) >= 2; b = b[2:] {
		s += uint32(binary.BigEndian.Uint16(b))
	}
	if len(b) == 1 {
		s += uint32(b[0]) << 8
	}
	return fold(s)
}

func fold(s uint32) uint16 {
	for s>>16 != 0 {
		s = s&0xffff + s>>16
	}
	return uint16(s)
}
