package esp

import "github.com/pktscope/pktscope/dissect/field"

// Parse reads the packet that b is, from its SPI on: what stands behind an IP
// header, or in a UDP datagram. The Packet aliases b. An error is a *field.Error.
// Nothing is decrypted.
func Parse(b []byte) (*Packet, error) {
	p := new(Packet)
	if err := field.Decode(p, b, nil); err != nil {
		return nil, err
	}
	return p, nil
}
