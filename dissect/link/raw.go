package link

import "github.com/pktscope/pktscope/dissect/field"

// RawProto stands for the absence of a link layer.
var RawProto = field.NewProto("raw", "N/A", "Raw packet data")

// A Raw is the empty header of LINKTYPE_RAW, an IP packet of the version that its first
// four bits say, and of LINKTYPE_IPV4 and LINKTYPE_IPV6, which say it themselves.
type Raw struct {
	Version uint8
}

// Proto implements dissect.Message.
func (*Raw) Proto() *field.Proto { return RawProto }

// Decode reads nothing.
func (m *Raw) Decode(d *field.Decoder) error {
	*m = Raw{}
	switch b := d.Peek(1); {
	case d.Env.Key == field.Link.Key(228):
		m.Version = 4
	case d.Env.Key == field.Link.Key(229):
		m.Version = 6
	case b != nil:
		m.Version = b[0] >> 4
	}
	mark := d.Begin(&RawProto.Def)
	d.Payload()
	d.SkipRest()
	d.End(mark)
	return d.Err()
}

// Next is the IP version.
func (m *Raw) Next(i int) field.Key {
	switch {
	case i > 0:
		return field.Key{}
	case m.Version == 4:
		return IPv4Key
	case m.Version == 6:
		return IPv6Key
	}
	return field.Key{}
}

// AppendSource says that there are no addresses.
func (*Raw) AppendSource(b []byte) []byte { return append(b, noAddress...) }

// AppendDestination says that there are no addresses.
func (*Raw) AppendDestination(b []byte) []byte { return append(b, noAddress...) }

// AppendSummary appends the Info column of a packet of another version.
func (*Raw) AppendSummary(b []byte, _ *field.Names) []byte { return append(b, RawProto.Label...) }
