package isakmp

import "github.com/pktscope/pktscope/dissect/field"

// Parse reads the message that b is, of IKEv1 or IKEv2, from its header on: what
// stands in a UDP datagram on port 500, or behind the Non-ESP Marker on port 4500
// (package nat). The Packet aliases b. An error is a *field.Error: b is no message,
// or of another major version, or a length in it does not hold. What is encrypted
// is kept as it is.
func Parse(b []byte) (*Packet, error) {
	p := new(Packet)
	if err := field.Decode(p, b, nil); err != nil {
		return nil, err
	}
	switch {
	case len(b) < HeaderSize:
		return nil, cutHeader(b)
	case p.kind != message: // the length does not cover the header
		return nil, &field.Error{Def: fLength.Def, Off: lengthAt, Need: -1, Err: field.ErrMalformed}
	case p.Major() != 1 && p.Major() != 2:
		return nil, &field.Error{Def: fVersion.Def, Off: versionAt, Need: -1, Err: field.ErrMalformed}
	}
	return p, nil
}

// Where fields of the header stand: RFC 7296, section 3.1.
const (
	versionAt = 17
	lengthAt  = 24
)

// cutHeader says which field of the header b ends before or in.
func cutHeader(b []byte) error {
	var d field.Decoder
	d.Reset(b, field.Span{End: len(b), Wire: len(b)}, nil, -1)
	new(Header).decode(&d)
	return d.Err()
}
