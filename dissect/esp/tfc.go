package esp

import "encoding/binary"

// IP protocols whose header has the length of their packet.
const (
	protoIPv4 = 4
	protoUDP  = 17
	protoIPv6 = 41

	ipv4Header = 20
	udpHeader  = 8
	ipv6Header = 40
)

// WithoutTFC is payload, whose protocol is next, without its padding for traffic flow
// confidentiality: RFC 4303, section 2.7. It is what stands behind the length that the
// payload's own header has; a payload without one cannot be padded, and is returned as
// it is.
func WithoutTFC(next uint8, payload []byte) []byte {
	n := 0
	switch {
	case next == protoIPv4 && len(payload) >= ipv4Header && payload[0]>>4 == 4:
		if n = int(binary.BigEndian.Uint16(payload[2:])); n < ipv4Header {
			return payload
		}
	case next == protoIPv6 && len(payload) >= ipv6Header && payload[0]>>4 == 6:
		if n = ipv6Header + int(binary.BigEndian.Uint16(payload[4:])); n == ipv6Header {
			return payload // perhaps a jumbogram: RFC 2675
		}
	case next == protoUDP && len(payload) >= udpHeader:
		if n = int(binary.BigEndian.Uint16(payload[4:])); n < udpHeader {
			return payload
		}
	default:
		return payload
	}
	return payload[:min(n, len(payload))]
}
