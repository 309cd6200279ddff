package fdp

import "github.com/pktscope/pktscope/dissect/field"

// Parse reads the announcement that b is, from its version on: what stands behind
// the SNAP header. The Packet aliases b. An error is a *field.Error: the header of
// the announcement is cut. A TLV that cannot be read is no error: Faults counts it,
// and First says why. Reading goes on behind it, or ends there where its length does
// not hold.
func Parse(b []byte) (*Packet, error) {
	p := new(Packet)
	if err := field.Decode(p, b, nil); err != nil {
		return nil, err
	}
	return p, nil
}
