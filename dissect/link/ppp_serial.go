package link

import "github.com/pktscope/pktscope/dissect/field"

// A SerialPPP is a PPP frame on a serial line. Captures give the link type of
// PPP to lines with Cisco's HDLC too, whose addresses tell them apart.
type SerialPPP struct {
	PPP
	Cisco bool // the frame is one of Cisco's HDLC
}

// Decode reads the header, or leaves the frame to Cisco's HDLC.
func (m *SerialPPP) Decode(d *field.Decoder) error {
	*m = SerialPPP{}
	if b := d.Peek(1); b != nil {
		m.Cisco = b[0] == hdlcUnicast || b[0] == hdlcMulticast
	}
	if m.Cisco {
		d.Payload()
		return d.Err()
	}
	return m.PPP.Decode(d)
}

// Next is the protocol number, or Cisco's HDLC in PPP's place.
func (m *SerialPPP) Next(i int) field.Key {
	if m.Cisco && i == 0 {
		return hdlcKey
	}
	return m.PPP.Next(i)
}

// AppendSource says that the line has no addresses.
func (*SerialPPP) AppendSource(b []byte) []byte { return append(b, noAddress...) }

// AppendDestination says that the line has no addresses.
func (*SerialPPP) AppendDestination(b []byte) []byte { return append(b, noAddress...) }
