package esp

import (
	"encoding/binary"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/aggfrag"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/dissect/ipcomp"
	"github.com/pktscope/pktscope/dissect/ipproto"
)

// IsDummy reports whether the innermost decrypted ESP packet of p is a dummy, which
// holds nothing: RFC 4303, section 2.6.
func IsDummy(p *dissect.Packet) bool {
	dummy := false
	for i := range p.Layers {
		if m, is := p.Layers[i].Message.(*esp.Packet); is && !p.Layers[i].Quoted {
			_, next, ok := m.Facts.Inner()
			dummy = ok && next == ipproto.NoNext
		}
	}
	return dummy
}

// Aggregated are the IP packets that the AGGFRAG payload in the innermost decrypted ESP
// packet of p has or ends, in the order in which they began: RFC 9347. ok is false
// where there is no such payload. A tracker has attached them.
func Aggregated(p *dissect.Packet) (packets [][]byte, spi uint32, ok bool) {
	at := innermost(p)
	if at < 0 || at+1 >= len(p.Layers) {
		return nil, 0, false
	}
	a, ok := p.Layers[at+1].Message.(*aggfrag.Packet)
	if !ok {
		return nil, 0, false
	}
	whole := 0
	for i := range a.Blocks {
		if a.Blocks[i].Whole() {
			whole++
		}
	}
	for i := at + 2; i < len(p.Layers); i++ {
		l := &p.Layers[i]
		if i > at+2 && !l.Attached() {
			continue
		}
		switch l.Message.(type) {
		case *inet.IPv4, *inet.IPv6:
			packets = append(packets, datagram(p.Bufs[l.Span.Buf][l.Span.Off:l.Span.End]))
		}
	}
	if n := len(packets); n > whole && whole > 0 { // the packet that was put together is attached behind the first whole one
		packets[0], packets[1] = packets[1], packets[0]
	}
	return packets, p.Layers[at].Message.(*esp.Packet).SPI, true
}

// innermost is the layer of the innermost decrypted ESP packet of p, -1 without one.
func innermost(p *dissect.Packet) int {
	at := -1
	for i := range p.Layers {
		if m, is := p.Layers[i].Message.(*esp.Packet); is && !p.Layers[i].Quoted && m.Facts.Plain != nil {
			at = i
		}
	}
	return at
}

// AppendClear appends the datagram that the innermost decrypted ESP packet of p
// protects, and returns the SPI. ok is false where no ESP packet is decrypted.
//
// In tunnel mode the datagram is the plaintext. In transport mode it is the
// plaintext behind the outer IP header, whose length, protocol and checksum are
// adapted: RFC 4303, section 3.1.1. What was compressed with IPComp is decompressed, if
// a tracker could.
func AppendClear(b []byte, p *dissect.Packet) (out []byte, spi uint32, ok bool) {
	at := innermost(p)
	if at < 0 {
		return b, 0, false
	}
	m := p.Layers[at].Message.(*esp.Packet)
	inner, next, ok := m.Facts.Inner()
	if at+1 < len(p.Layers) {
		if c, is := p.Layers[at+1].Message.(*ipcomp.Packet); is && c.Facts.Plain != nil {
			inner, next = c.Facts.Plain, c.NextHeader
		}
	}
	switch {
	case !ok || next == ipproto.NoNext: // a dummy, RFC 4303, section 2.6
		return b, m.SPI, false
	case next == ipproto.IPv4 || next == ipproto.IPv6:
		return append(b, datagram(inner)...), m.SPI, true
	}
	for i := at - 1; i >= 0; i-- {
		span := &p.Layers[i].Span
		switch ip := p.Layers[i].Message.(type) {
		case *inet.IPv4:
			if ip.Header < ip4Header {
				return b, m.SPI, false
			}
			return appendIPv4(b, p.Bufs[span.Buf][span.Off:span.Off+ip.Header], next, inner), m.SPI, true
		case *inet.IPv6:
			return appendIPv6(b, p.Bufs[span.Buf][span.Off:], next, inner), m.SPI, true
		}
	}
	return b, m.SPI, false
}

// datagram is the IP packet that b begins with, without the traffic flow
// confidentiality padding behind it: RFC 4303, section 2.7.
func datagram(b []byte) []byte {
	n := len(b)
	switch {
	case n >= ip4Header && b[0]>>4 == 4:
		n = int(binary.BigEndian.Uint16(b[2:]))
	case n >= ip6Header && b[0]>>4 == 6:
		n = ip6Header + int(binary.BigEndian.Uint16(b[4:]))
	}
	if n < ip4Header || n > len(b) {
		return b
	}
	return b[:n]
}

// appendIPv4 appends a datagram with the header, whose length, protocol, fragment
// offset and checksum are set anew.
func appendIPv4(b, header []byte, next uint8, payload []byte) []byte {
	at := len(b)
	b = append(append(b, header...), payload...)
	h := b[at : at+len(header)]
	binary.BigEndian.PutUint16(h[2:], uint16(len(b)-at))
	const dontFragment = 0x40
	h[6], h[7] = h[6]&dontFragment, 0
	h[9] = next
	h[10], h[11] = 0, 0
	binary.BigEndian.PutUint16(h[10:], checksum(h))
	return b
}

// The lengths of headers without options and extensions.
const (
	ip4Header = 20
	ip6Header = 40
)

// appendIPv6 appends a datagram with the header that packet begins with and the
// extension headers before ESP.
func appendIPv6(b, packet []byte, next uint8, payload []byte) []byte {
	at := len(b)
	b = append(b, packet[:ip6Header]...)
	next6 := at + 6 // offset of the last Next Header
	for rest := packet[ip6Header:]; isExtension(b[next6]) && len(rest) >= 8; {
		size := (int(rest[1]) + 1) * 8
		if size > len(rest) {
			break
		}
		next6 = len(b)
		b, rest = append(b, rest[:size]...), rest[size:]
	}
	b[next6] = next
	b = append(b, payload...)
	binary.BigEndian.PutUint16(b[at+4:], uint16(len(b)-at-ip6Header))
	return b
}

// isExtension reports whether a header of IPv6 belongs to the packet as it was
// before ESP: RFC 4303, section 3.1.1.
func isExtension(next uint8) bool {
	const hopByHop, routing, destinationOptions = 0, 43, 60
	return next == hopByHop || next == routing || next == destinationOptions
}

// checksum is that of RFC 1071: 0 of bytes that hold their checksum.
func checksum(b []byte) uint16 {
	sum := ones(0, b)
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	return ^uint16(sum)
}

// ones adds the words of b to sum, whose carries are still to be added.
func ones(sum uint32, b []byte) uint32 {
	for ; len(b) >= 2; b = b[2:] {
		sum += uint32(b[0])<<8 | uint32(b[1])
	}
	if len(b) > 0 {
		sum += uint32(b[0]) << 8
	}
	return sum
}
