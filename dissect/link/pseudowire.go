package link

import "github.com/pktscope/pktscope/dissect/field"

// ControlWordProto declares the fields of an Ethernet pseudowire's control word.
var ControlWordProto = field.NewProto("pwethcw", "PW Ethernet", "PW Ethernet Control Word")

var (
	controlWordReserved = ControlWordProto.Scope("Reserved")
	controlWordSequence = ControlWordProto.Uint16("pweth.cw.sequence_number", "Sequence Number", field.Dec)
)

// A ControlWord stands before a frame on an Ethernet pseudowire: RFC 4448,
// section 4.6.
type ControlWord struct{ Sequence uint16 }

// Proto implements dissect.Message.
func (*ControlWord) Proto() *field.Proto { return ControlWordProto }

// Decode reads the word.
func (m *ControlWord) Decode(d *field.Decoder) error {
	mark := d.Begin(&ControlWordProto.Def)
	d.Skip(controlWordReserved, 2)
	m.Sequence = d.Uint16(controlWordSequence)
	d.Payload()
	d.End(mark)
	return d.Err()
}

// Next is Ethernet.
func (*ControlWord) Next(i int) field.Key {
	if i > 0 {
		return field.Key{}
	}
	return EthernetKey
}

// AppendSummary appends nothing: there is always a frame behind.
func (*ControlWord) AppendSummary(b []byte, _ *field.Names) []byte { return b }

// ChannelProto declares the fields of a pseudowire's associated channel.
var ChannelProto = field.NewProto("pwach", "PW ACH", "PW Associated Channel Header")

var (
	channelVersion  = ChannelProto.Uint8("pwach.ver", "Channel Version", field.Dec, field.Mask(0x0f))
	channelReserved = ChannelProto.Uint8("pwach.res", "Reserved", field.Hex)
	channelType     = ChannelProto.Uint16("pwach.channel_type", "Channel Type", field.Hex, field.Named(channelTypes.name))
)

// A Channel is the header of what goes beside a pseudowire's data: RFC 4385,
// section 5.
type Channel struct {
	Version uint8
	Type    uint16
}

// Proto implements dissect.Message.
func (*Channel) Proto() *field.Proto { return ChannelProto }

// Decode reads the header.
func (m *Channel) Decode(d *field.Decoder) error {
	mark := d.Begin(&ChannelProto.Def)
	m.Version = d.Uint8(channelVersion) & 0x0f
	d.Uint8(channelReserved)
	m.Type = d.Uint16(channelType)
	d.Payload()
	d.End(mark)
	return d.Err()
}

// Next is the channel type, which goes by the numbers of PPP.
func (m *Channel) Next(i int) field.Key {
	if i > 0 {
		return field.Key{}
	}
	return field.PPP.Key(uint64(m.Type))
}

// AppendSummary appends the type of the channel.
func (m *Channel) AppendSummary(b []byte, _ *field.Names) []byte {
	if s := channelTypes.name(uint64(m.Type)); s != "" {
		return append(b, s...)
	}
	return appendHex16(append(b, "Unknown "...), m.Type)
}

var channelTypes = names{
	{0x0000, "Reserved"},
	{0x0001, "Management Communication Channel (MCC)"},
	{0x0002, "Signaling Communication Channel (SCC)"},
	{0x0007, "BFD Control, PW-ACH-encapsulated (BFD Without IP/UDP Headers)"},
	{0x000a, "MPLS Direct Loss Measurement (DLM)"},
	{0x000b, "MPLS Inferred Loss Measurement (ILM)"},
	{0x000c, "MPLS Delay Measurement (DM)"},
	{0x000d, "MPLS Direct Loss and Delay Measurement (DLM+DM)"},
	{0x000e, "MPLS Inferred Loss and Delay Measurement (ILM+DM)"},
	{0x0021, "IPv4 packet"},
	{0x0022, "MPLS-TP CC message"},
	{0x0023, "MPLS-TP CV message"},
	{0x0024, "Protection State Coordination Protocol (PSC)"},
	{0x0025, "On-Demand CV"},
	{0x0026, "LI"},
	{0x0027, "Pseudo-Wire OAM"},
	{0x0028, "MAC Withdraw OAM Msg"},
	{0x0057, "IPv6 packet"},
	{0x0058, "Fault OAM"},
	{0x8902, "MPLS-TP OAM"},
}
