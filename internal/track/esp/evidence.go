package esp

import (
	"encoding/binary"
	"net/netip"

	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/ipproto"
)

// evidence is how many bits of text are valid as an unencrypted payload with
// padding and trailer; ok is false where it cannot be one.
func evidence(text []byte, path *path) (bits int, ok bool) {
	if len(text)%4 != 0 { // RFC 4303, section 2.4
		return 0, false
	}
	f := esp.Facts{Plain: text}
	inner, next, ok := f.Inner()
	if !ok {
		return 0, false
	}
	for i, c := range text[len(inner) : len(text)-2] {
		if c != byte(i+1) {
			return 0, false
		}
		bits += 8
	}
	n, ok := inPayload(inner, next, path.src, path.dst)
	return bits + n, ok
}

// inPayload is evidence for a payload b of the protocol in the trailer.
func inPayload(b []byte, next uint8, src, dst netip.Addr) (bits int, ok bool) {
	const number = 8 // bits of next
	switch next {
	case ipproto.IPv4:
		return inIPv4(b)
	case ipproto.IPv6:
		return inIPv6(b)
	case ipproto.NoNext: // a dummy
		return number, true
	case protoESP:
		return number, len(b) >= headerSize
	case protoUDP:
		if len(b) < 8 || int(binary.BigEndian.Uint16(b[4:])) != len(b) {
			return 0, false
		}
		bits = number + 16
		if binary.BigEndian.Uint16(b[6:]) != 0 && transportSum(b, next, src, dst) { // a NAT makes it wrong
			bits += 16
		}
		return bits, true
	case protoTCP:
		if len(b) < 20 || b[12]>>4 < 5 || int(b[12]>>4)*4 > len(b) {
			return 0, false
		}
		return number + 16, transportSum(b, next, src, dst)
	case protoICMPv6:
		return number + 16, len(b) >= 4 && transportSum(b, next, src, dst)
	case protoICMP:
		return number + 16, len(b) >= 8 && checksum(b) == 0
	}
	return 0, false
}

// Protocols inside ESP.
const (
	protoICMP    = 1
	protoTCP     = 6
	protoUDP     = 17
	protoGRE     = 47
	protoESP     = 50
	protoICMPv6  = 58
	protoEtherIP = 97
	protoIPComp  = 108
	protoAGGFRAG = 144 // RFC 9347
)

// inIPv4 is evidence for an IPv4 packet: next, version, length, checksum.
func inIPv4(b []byte) (bits int, ok bool) {
	if len(b) < ip4Header || b[0]>>4 != 4 || b[0]&0xf < 5 {
		return 0, false
	}
	size := int(b[0]&0xf) * 4
	if size > len(b) || int(binary.BigEndian.Uint16(b[2:])) != len(b) || checksum(b[:size]) != 0 {
		return 0, false
	}
	return 8 + 4 + 16 + 16, true
}

// inIPv6 is evidence for an IPv6 packet: next, version, length and, without
// extension headers, the transport's checksum.
func inIPv6(b []byte) (bits int, ok bool) {
	if len(b) < ip6Header || b[0]>>4 != 6 || int(binary.BigEndian.Uint16(b[4:])) != len(b)-ip6Header {
		return 0, false
	}
	bits = 8 + 4 + 16
	switch next := b[6]; next {
	case protoTCP, protoUDP, protoICMPv6:
		src, _ := netip.AddrFromSlice(b[8:24])
		dst, _ := netip.AddrFromSlice(b[24:40])
		if transportSum(b[ip6Header:], next, src, dst) {
			bits += 16
		}
	}
	return bits, true
}

// transportSum reports whether the checksum of a transport protocol is right: RFC
// 9293, section 3.1; RFC 8200, section 8.1.
func transportSum(b []byte, proto uint8, src, dst netip.Addr) bool {
	sum := ones(0, src.AsSlice())
	sum = ones(sum, dst.AsSlice())
	sum = ones(sum+uint32(proto)+uint32(len(b)), b)
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	return sum == 0xffff
}
