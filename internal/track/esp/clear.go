package esp

import (
	"encoding/binary"

	"pktscope/dissect"
	"pktscope/dissect/esp"
	"pktscope/dissect/inet"
	"pktscope/dissect/ipproto"
)

// AppendClear appends the datagram that was inside the ESP packet p, of packets
// in packets the innermost that was opened, and returns the SPI. ok is false
// where there is none.
//
// In tunnel mode it is what was enciphered. In transport mode it is that behind
// the IP header in the clear, which is made to fit: RFC 4303, section 3.1.1.
func AppendClear(b []byte, p *dissect.Packet) (out []byte, spi uint32, ok bool) {
	at := -1
	for i := range p.Layers {
		if m, is := p.Layers[i].Message.(*esp.Packet); is && !p.Layers[i].Quoted && m.Facts.Plain != nil {
			at = i
		}
	}
	if at < 0 {
		return b, 0, false
	}
	m := p.Layers[at].Message.(*esp.Packet)
	inner, next, ok := m.Facts.Inner()
	switch {
	case !ok || next == ipproto.NoNext: // a dummy, RFC 4303, section 2.6
		return b, m.SPI, false
	case next == ipproto.IPv4 || next == ipproto.IPv6:
		return append(b, inner...), m.SPI, true
	}
	for i := at - 1; i >= 0; i-- {
		l := &p.Layers[i]
		switch ip := l.Message.(type) {
		case *inet.IPv4:
			return appendIPv4(b, p.Bufs[l.Span.Buf][l.Span.Off:l.Span.Off+ip.Header], next, inner), m.SPI, true
		case *inet.IPv6:
			return appendIPv6(b, p.Bufs[l.Span.Buf][l.Span.Off:l.Span.Off+ip6Header], next, inner), m.SPI, true
		}
	}
	return b, m.SPI, false
}

// ip6Header is the length of the header without extensions.
const ip6Header = 40

// appendIPv4 appends a datagram with the header but for what carries ESP in it.
func appendIPv4(b, header []byte, next uint8, payload []byte) []byte {
	at := len(b)
	b = append(append(b, header...), payload...)
	h := b[at : at+len(header)]
	binary.BigEndian.PutUint16(h[2:], uint16(len(b)-at))
	h[9] = next
	h[10], h[11] = 0, 0
	binary.BigEndian.PutUint16(h[10:], checksum(h))
	return b
}

// appendIPv6 likewise; extension headers are left out.
func appendIPv6(b, header []byte, next uint8, payload []byte) []byte {
	at := len(b)
	b = append(append(b, header...), payload...)
	binary.BigEndian.PutUint16(b[at+4:], uint16(len(payload)))
	b[at+6] = next
	return b
}

// checksum is that of RFC 1071.
func checksum(b []byte) uint16 {
	var sum uint32
	for i := 0; i+1 < len(b); i += 2 {
		sum += uint32(b[i])<<8 | uint32(b[i+1])
	}
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	return ^uint16(sum)
}
