package isakmp

import "encoding/binary"

// A Role is one of the two sides of a negotiation: RFC 7296, section 1.2.
type Role uint8

// The initiator sends the first message of the SA.
const (
	Initiator Role = iota
	Responder
)

// String names the role.
func (r Role) String() string {
	if r == Initiator {
		return "initiator"
	}
	return "responder"
}

// Other is the other side.
func (r Role) Other() Role { return r ^ 1 }

// An SPI names an SA on one side: a cookie of IKEv1 (RFC 2408, section 2.5.3), an
// IKE SPI of IKEv2 (RFC 7296, section 2.6). Zero: the side has chosen none yet.
type SPI [8]byte

// Uint64 is the SPI as a number in network byte order.
func (s SPI) Uint64() uint64 { return binary.BigEndian.Uint64(s[:]) }
