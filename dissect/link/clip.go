package link

import "github.com/pktscope/pktscope/dissect/field"

// CLIPProto stands for classical IP over ATM.
var CLIPProto = field.NewProto("clip", "CLIP", "Classical IP frame")

// A CLIP is the empty header of IP over ATM as Linux hands it on: the LLC
// encapsulation of RFC 2225 is gone.
type CLIP struct {
	Version uint8
}

// Proto implements dissect.Message.
func (*CLIP) Proto() *field.Proto { return CLIPProto }

// Decode reads nothing.
func (m *CLIP) Decode(d *field.Decoder) error {
	*m = CLIP{}
	if b := d.Peek(1); b != nil {
		m.Version = b[0] >> 4
	}
	mark := d.Begin(&CLIPProto.Def)
	d.Payload()
	d.End(mark)
	return d.Err()
}

// Next is the IP version; what is neither is IPv4's to refuse.
func (m *CLIP) Next(i int) field.Key {
	switch {
	case i > 0:
		return field.Key{}
	case m.Version == 6:
		return IPv6Key
	}
	return IPv4Key
}

// AppendSource says that there are no addresses.
func (*CLIP) AppendSource(b []byte) []byte { return append(b, noAddress...) }

// AppendDestination says that there are no addresses.
func (*CLIP) AppendDestination(b []byte) []byte { return append(b, noAddress...) }

// AppendSummary appends the Info column.
func (*CLIP) AppendSummary(b []byte, _ *field.Names) []byte { return append(b, CLIPProto.Label...) }
