package link

import "pktscope/dissect/field"

// UnknownProto stands for link layers that nothing here can read.
var UnknownProto = field.NewProto("pktscope.link", "Unknown", "Unknown link layer", field.Format(formatUnknown))

// An Unknown is a packet of a link type that nothing is bound to. It is
// listed by the name of its link type.
type Unknown struct{ LinkType uint32 }

// Proto implements dissect.Message.
func (*Unknown) Proto() *field.Proto { return UnknownProto }

// Decode leaves the packet to whoever shows bytes.
func (m *Unknown) Decode(d *field.Decoder) error {
	m.LinkType = uint32(d.Env.Key.Value)
	mark := d.Begin(&UnknownProto.Def)
	d.Title(mark, uint64(m.LinkType))
	d.Payload()
	d.SkipRest()
	d.End(mark)
	return d.Err()
}

// Next is nothing.
func (*Unknown) Next(int) field.Key { return field.Key{} }

// AppendProtocol appends "USER13", or "LINKTYPE_999" where nobody named it.
func (m *Unknown) AppendProtocol(b []byte) []byte {
	if s := linkTypes.name(uint64(m.LinkType)); s != "" {
		return append(b, s...)
	}
	return field.AppendUint(append(b, "LINKTYPE_"...), uint64(m.LinkType))
}

// AppendSummary appends "Link type 160 (USER13) is not decoded".
func (m *Unknown) AppendSummary(b []byte, _ *field.Names) []byte {
	return append(appendLinkType(b, uint64(m.LinkType)), " is not decoded"...)
}

func appendLinkType(b []byte, v uint64) []byte {
	b = field.AppendUint(append(b, "Link type "...), v)
	if s := linkTypes.name(v); s != "" {
		b = append(append(append(b, " ("...), s...), ')')
	}
	return b
}

func formatUnknown(b []byte, t *field.Tree, i int) []byte {
	return append(appendLinkType(b, t.Nodes[i].Val), " is not decoded"...)
}
