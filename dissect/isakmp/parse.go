package isakmp

import (
	"encoding/binary"

	"github.com/pktscope/pktscope/dissect/field"
)

// Parse reads the message that b is, of IKEv1 or IKEv2, from its header on: what
// stands in a UDP datagram on port 500, or behind the Non-ESP Marker on port 4500
// (package nat). The Packet aliases b. An error is a *field.Error: b is no message,
// or of another major version, or a length in it does not hold. What is encrypted
// is kept as it is.
func Parse(b []byte) (*Packet, error) {
	if err := CheckHeader(b); err != nil {
		return nil, err
	}
	if n := binary.BigEndian.Uint32(b[lengthAt:]); uint64(n) > uint64(len(b)) {
		return nil, &field.Error{Def: fLength.Def, Off: lengthAt, Need: int(n), Have: len(b), Err: field.ErrMalformed}
	}
	p := new(Packet)
	if err := field.Decode(p, b, nil); err != nil {
		return nil, err
	}
	return p, nil
}

// Where fields of the header stand: RFC 7296, section 3.1.
const (
	versionAt = 17
	lengthAt  = 24
)

// CheckHeader says whether b begins with the header of a message of IKEv1 or
// IKEv2: nil, or a *field.Error that says why not. Packet.Decode leaves what is no
// message to other protocols, without an error.
func CheckHeader(b []byte) error {
	_, err := ParseHeader(b)
	return err
}

// ParseHeader reads the header that b begins with; the message may be longer than b.
// An error is that of CheckHeader.
func ParseHeader(b []byte) (h Header, err error) {
	var d field.Decoder
	d.Reset(b, field.Span{End: len(b), Wire: len(b)}, nil, -1)
	if h.decode(&d); d.Bad() {
		return h, d.Err()
	}
	switch {
	case h.Length < HeaderSize:
		return h, &field.Error{Def: fLength.Def, Off: lengthAt, Need: -1, Err: field.ErrMalformed}
	case h.Major() != 1 && h.Major() != 2:
		return h, &field.Error{Def: fVersion.Def, Off: versionAt, Need: -1, Err: field.ErrMalformed}
	}
	return h, nil
}
