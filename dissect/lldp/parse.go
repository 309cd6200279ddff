package lldp

import "github.com/pktscope/pktscope/dissect/field"

// Parse reads the announcement that b is: what stands behind EtherType 0x88cc.
// The Packet aliases b. An error is a *field.Error: a TLV's length does not hold.
// A TLV that cannot be read within its length is no error: Faults counts it, and
// First says why.
func Parse(b []byte) (*Packet, error) {
	p := new(Packet)
	if err := field.Decode(p, b, nil); err != nil {
		return nil, err
	}
	return p, nil
}
