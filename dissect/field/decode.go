package field

// A Decodable is a message that a Decoder fills: cdp.Packet, isakmp.Packet and
// all others of package dissect.
type Decodable interface {
	Decode(d *Decoder) error
}

// Decode overwrites m with the message that all of b is and, unless t is nil, t
// with the tree of its fields. What m and t keep aliases b. An error is an *Error,
// which names the field and the byte; m and t have what was read before it.
//
// A message that the capture cut, or that is part of more bytes, is read by a
// Decoder: see Decoder.Reset.
func Decode(m Decodable, b []byte, t *Tree) error {
	var d Decoder
	if t != nil {
		t.Reset(b)
	}
	d.Reset(b, Span{End: len(b), Wire: len(b)}, t, -1)
	return m.Decode(&d)
}
