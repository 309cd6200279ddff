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
type Unknown struct {
	LinkType uint32
	Block    CustomBlock
}

// A CustomBlock is what a pcapng file says of a block of its maker's own. It is a fact.
type CustomBlock struct {
	Set     bool
	PEN     uint32 // private enterprise number: IANA
	Private bool   // not to be copied into other files
}

// SetBlock implements dissect.Blocked.
func (m *Unknown) SetBlock(pen uint32, private bool) { m.Block = CustomBlock{true, pen, private} }

// ClearFacts implements dissect.Stateful.
func (m *Unknown) ClearFacts() { m.Block = CustomBlock{} }

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

// AppendPath appends Wireshark's name of the link types that users may define,
// LINKTYPE_USER0 to LINKTYPE_USER15. Others have none.
func (m *Unknown) AppendPath(b []byte) []byte {
	if m.LinkType >= 147 && m.LinkType <= 162 {
		return append(b, userLink...)
	}
	return b
}

// userLink is what frame.protocols calls a link type that users may define.
const userLink = "user_dlt"

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
	if m.Block.Set {
		return m.Block.append(b)
	}
	return appendLinkType(b, uint64(m.LinkType))
}

// append appends "Custom Block: PEN = ciscoSystems (9), will be copied".
func (c *CustomBlock) append(b []byte) []byte {
	b = append(b, "Custom Block: PEN = "...)
	switch c.PEN {
	case 9:
		b = append(b, "ciscoSystems (9)"...)
	case 32473: // RFC 5612
		b = append(b, "Example Enterprise Number for Documentation Use (32473)"...)
	default:
		b = field.AppendUint(b, uint64(c.PEN))
	}
	return append(b, pick(c.Private, ", will not be copied", ", will be copied")...)
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
