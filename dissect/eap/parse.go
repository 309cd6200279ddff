package eap

import "github.com/pktscope/pktscope/dissect/field"

// Parse reads the message that b is: what an EAP payload of IKEv2 or a frame of
// IEEE 802.1X holds. The Packet aliases b. An error is a *field.Error.
func Parse(b []byte) (*Packet, error) {
	p := new(Packet)
	if err := field.Decode(p, b, nil); err != nil {
		return nil, err
	}
	return p, nil
}
