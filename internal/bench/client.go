package main

import "encoding/binary"

// A client replaces the fixtures' clients in one round of plain traffic.
type client struct {
	host     byte // of its network
	lap      int  // earlier rounds with the same host
	everyone bool // every address is a client's, not only those of the fixtures
}

// put changes the clients' addresses and ports in an Ethernet frame of plain
// traffic: the last byte but one of the address becomes the host, and each lap has
// other source ports. So a file has many flows, and none begins twice. Clients are
// the addresses of the fixtures' inside networks and of the loopback. Checksums are
// updated, so that correct ones stay correct.
//
// CDP, ISAKMP, ESP and ARP are not changed: ISAKMP hashes and encrypts addresses,
// and a network has few peers of these protocols.
func (c client) put(frame []byte) {
	const header, ipv4, ipv6 = 14, 0x0800, 0x86dd
	if len(frame) < header {
		return
	}
	switch binary.BigEndian.Uint16(frame[12:]) {
	case ipv4:
		c.put4(frame[header:])
	case ipv6:
		c.put6(frame[header:])
	}
}

// IP protocols.
const (
	icmp   = 1
	tcp    = 6
	udp    = 17
	icmpv6 = 58
)

// put4 changes an IPv4 packet, RFC 791.
func (c client) put4(p []byte) {
	if len(p) < 20 || p[0]>>4 != 4 {
		return
	}
	size := int(p[0]&0xf) * 4
	if size < 20 || size > len(p) {
		return
	}
	proto, body := p[9], p[size:]
	if binary.BigEndian.Uint16(p[6:])&0x1fff != 0 { // fragment offset: the transport header is elsewhere
		body = nil
	}
	if proto != icmp && proto != tcp && proto != udp || proto == udp && isVPN(body) {
		return
	}
	for i, at := range []int{12, 16} { // source, destination
		if !c.everyone && !isInside(p[at:]) || isGroup(p[at:]) {
			continue
		}
		was, now := c.address(p[at+2:])
		adjust(p[10:], was, now)
		adjustTransport(proto, body, was, now)
		c.port(proto, body, 2*i)
	}
	if proto == icmp {
		c.putQuoted(body)
	}
}

// put6 changes an IPv6 packet without extension headers, RFC 8200.
func (c client) put6(p []byte) {
	const size = 40
	if len(p) < size {
		return
	}
	proto, body := p[6], p[size:]
	if proto != tcp && proto != udp && proto != icmpv6 || proto == udp && isVPN(body) {
		return
	}
	for i, at := range []int{8, 24} { // source, destination
		if p[at] == 0xff { // multicast
			continue
		}
		was, now := c.address(p[at+14:])
		adjustTransport(proto, body, was, now)
		c.port(proto, body, 2*i)
	}
}

// address changes the last two bytes of an address and returns their old and new value.
func (c client) address(b []byte) (was, now uint16) {
	was = binary.BigEndian.Uint16(b)
	b[0] = c.host
	return was, binary.BigEndian.Uint16(b)
}

// port changes the port at byte at of a TCP or UDP header if it is ephemeral, to
// another one of Linux's ephemeral range.
func (c client) port(proto byte, body []byte, at int) {
	const chosen, low, high, step = 1024, 32768, 61000, 97
	const mdns = 5353 // the source port of mDNS
	if proto != tcp && proto != udp || len(body) < 4 || c.lap == 0 {
		return
	}
	was := binary.BigEndian.Uint16(body[at:])
	if was < chosen || was == mdns {
		return
	}
	now := uint16(low + (int(was)+c.lap*step)%(high-low))
	binary.BigEndian.PutUint16(body[at:], now)
	adjustTransport(proto, body, was, now)
}

// putQuoted changes the packet quoted in an ICMP error, RFC 792, as put changed the
// packet itself.
func (c client) putQuoted(message []byte) {
	const header, unreachable, exceeded = 8, 3, 11
	if len(message) < header || message[0] != unreachable && message[0] != exceeded {
		return
	}
	was := sum(message[header:])
	c.put4(message[header:])
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

// isInside reports whether a is an inside address of one of the fixtures' sites or
// the outside address of a site.
func isInside(a []byte) bool {
	switch {
	case a[0] == 10, a[0] == 127, a[0] == 192 && a[1] == 168, a[0] == 172 && a[1]&0xf0 == 16:
		return true
	case a[0] == 80 && a[3] == 2: // the two routers' own
		return true
	}
	return false
}

// isGroup reports whether a is the address of a group or a broadcast.
func isGroup(a []byte) bool { return a[0] >= 224 }

// adjustTransport updates the checksum of a transport header for a word that
// changed in the header or the pseudo-header.
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

// sum returns the ones' complement sum of b, RFC 1071.
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
