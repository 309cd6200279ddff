package nat

import "github.com/pktscope/pktscope/dissect/field"

// Parse reads the payload of a UDP datagram on port 4500. The Packet aliases b.
// An error is a *field.Error: b is too short for what it could be.
func Parse(b []byte) (*Packet, error) {
	p := new(Packet)
	if err := field.Decode(p, b, nil); err != nil {
		return nil, err
	}
	return p, nil
}

// String names what a datagram holds.
func (k Kind) String() string {
	switch k {
	case Keepalive:
		return "NAT-keepalive"
	case ISAKMP:
		return "ISAKMP"
	case ESP:
		return "ESP"
	}
	return "broken"
}
