package link

import "github.com/pktscope/pktscope/dissect/field"

// UnknownProto stands for link layers that nothing here can read.
var UnknownProto = field.NewProto("pktscope.link", "Unknown", "Unknown link layer")

var _ = UnknownProto.FormatBy(formatUnknown)

// noLink is the link type of a frame that is no packet: a block of a pcapng
// file that takes a frame number nonetheless, such as a custom block.
const noLink = 1<<32 - 1

// An Unknown is a packet of a link type that nothing is bound to. It is
// listed by the name of its link type.
type Unknown struct{ LinkType uint32 }

// Proto implements dissect.Message.
func (*Unknown) Proto() *field.Proto { return UnknownProto }

// Decode leaves the packet to Data.
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

// AppendProtocol appends "USER13", or "LINKTYPE_999" for a number without a name.
func (m *Unknown) AppendProtocol(b []byte) []byte {
	if m.LinkType == noLink {
		return append(b, "PCAPNG"...)
	}
	if s := linkTypes.name(uint64(m.LinkType)); s != "" {
		return append(b, s...)
	}
	return field.AppendUint(append(b, "LINKTYPE_"...), uint64(m.LinkType))
}

// AppendSummary appends "Link type 160 (USER13) is not decoded".
func (m *Unknown) AppendSummary(b []byte, _ *field.Names) []byte {
	return appendLinkType(b, uint64(m.LinkType))
}

func appendLinkType(b []byte, v uint64) []byte {
	if v == noLink {
		return append(b, "A block of the capture file that holds no packet"...)
	}
	b = field.AppendUint(append(b, "Link type "...), v)
	if s := linkTypes.name(v); s != "" {
		b = append(append(append(b, " ("...), s...), ')')
	}
	return append(b, " is not decoded"...)
}

func formatUnknown(b []byte, t *field.Tree, i int) []byte {
	return appendLinkType(b, t.Nodes[i].Val)
}
