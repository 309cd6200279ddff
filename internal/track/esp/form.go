package esp

import (
	"encoding/binary"

	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/ipproto"
)

// A right ICV vouches for the key of the integrity algorithm. Whether the cipher's
// key is right as well, the plaintext tells by its form: padding of 1, 2, 3 (RFC
// 4303, section 2.4), its length, and the header of the protocol in Next Header.

const (
	// enoughForm is from how many bits of form on a key is taken for right.
	enoughForm = 32
	// doubtful is how many bits a packet must have where others of its SA came to
	// nothing.
	doubtful = 16
	// unpadded is how many bits a header must have where the padding is none of RFC
	// 4303's.
	unpadded = 24
)

// form is how many bits of plain are those of a payload with its padding and trailer;
// ok is false where it can be none.
func form(plain []byte) (bits int, ok bool) {
	f := esp.Facts{Plain: plain}
	inner, next, ok := f.Inner()
	if !ok {
		return 0, false
	}
	pad := 0
	for i, c := range plain[len(inner) : len(plain)-2] {
		if c != byte(i+1) {
			bits, ok = header(inner, next)
			return bits, ok && bits >= unpadded
		}
		pad += 8
	}
	const length = 8 // bits of the padding's length
	if bits, ok = header(inner, next); !ok {
		return pad, pad >= enoughForm
	}
	return bits + pad + length, true
}

// header is form for the payload b of the protocol next alone.
func header(b []byte, next uint8) (bits int, ok bool) {
	const number = 8 // bits of next
	switch next {
	case ipproto.IPv4:
		return header4(b)
	case ipproto.IPv6:
		return header6(b)
	case protoTCP:
		return number + 2, len(b) >= 20 && b[12]>>4 >= 5 && int(b[12]>>4)*4 <= len(b)
	case protoUDP:
		return headerUDP(b)
	case protoICMP:
		if bits = number; checksum(b) == 0 {
			bits += 16
		}
		return bits, len(b) >= 8
	case protoGRE:
		return number + 2, len(b) >= 4 && b[1]&7 <= 1
	case protoESP:
		return number, len(b) >= headerSize
	case protoEtherIP: // RFC 3378, section 3; some have the nibbles the other way round
		return number + 6, len(b) >= 2 && (b[0] == 0x30 || b[0] == 0x03)
	case protoIPComp:
		return number + 8, len(b) >= 4 && b[1] == 0
	case protoAGGFRAG:
		return number + 7, len(b) >= 4 && b[0] <= 1
	}
	const assigned, experiments = 147, 253 // IANA's registry; RFC 3692
	return 1, next <= assigned || next >= experiments
}

// header4 is header for an IPv4 packet, which padding may follow: RFC 4303, section
// 2.7.
func header4(b []byte) (bits int, ok bool) {
	if len(b) < ip4Header || b[0]>>4 != 4 || b[0]&0xf < 5 || int(b[0]&0xf)*4 > len(b) {
		return 0, false
	}
	size, total := int(b[0]&0xf)*4, int(binary.BigEndian.Uint16(b[2:]))
	bits = 8 + 5
	if total >= size && total <= len(b) {
		bits += 11
		ok = true
	}
	if checksum(b[:size]) == 0 {
		bits += 16
		ok = true
	}
	return bits, ok
}

// header6 is header for an IPv6 packet.
func header6(b []byte) (bits int, ok bool) {
	return 8 + 4 + 12, len(b) >= ip6Header && b[0]>>4 == 6 && int(binary.BigEndian.Uint16(b[4:])) <= len(b)-ip6Header
}

// headerUDP is header for a UDP datagram.
func headerUDP(b []byte) (bits int, ok bool) {
	if len(b) < 8 {
		return 0, false
	}
	switch n := int(binary.BigEndian.Uint16(b[4:])); {
	case n == len(b):
		return 8 + 16, true
	default:
		return 8 + 6, n >= 8 && n < len(b)
	}
}
