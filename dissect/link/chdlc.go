package link

import "github.com/pktscope/pktscope/dissect/field"

// HDLCProto declares the fields of Cisco's HDLC.
var HDLCProto = field.NewProto("chdlc", "CHDLC", "Cisco HDLC")

var (
	hdlcAddress  = HDLCProto.Uint8("chdlc.address", "Address", field.Hex, field.Named(hdlcAddressName))
	hdlcControl  = HDLCProto.Uint8("chdlc.control", "Control", field.Hex)
	hdlcProtocol = HDLCProto.Uint16("chdlc.protocol", "Protocol", field.Hex, field.Named(hdlcTypes.name))
	hdlcPadding  = HDLCProto.Uint8("chdlc.clns_padding", "CLNS Padding", field.Hex)
)

// Addresses of Cisco's HDLC, RFC 1547 section 4.3.1.
const (
	hdlcUnicast   = 0x0f
	hdlcMulticast = 0x8f
)

func hdlcAddressName(v uint64) string {
	switch v {
	case hdlcUnicast:
		return "Unicast"
	case hdlcMulticast:
		return "Multicast"
	}
	return ""
}

// Protocols of Cisco's HDLC that are no EtherTypes, or mean another thing.
const (
	hdlcSLARP = 0x8035
	hdlcBPDU  = 0x4242
	hdlcOSI   = 0xfefe
)

var hdlcTypes = names{
	{0x0800, "IP"},
	{0x2000, "Cisco Discovery Protocol"},
	{hdlcBPDU, "Spanning Tree BPDU"},
	{0x6558, "Transparent Ethernet bridging"},
	{hdlcSLARP, "SLARP"},
	{0x8038, "DEC LanBridge"},
	{0x809b, "Appletalk"},
	{0x80f3, "AARP"},
	{0x8137, "Netware IPX/SPX"},
	{0x86dd, "IPv6"},
	{0x8847, "MPLS unicast"},
	{0x8848, "MPLS multicast"},
	{hdlcOSI, "OSI"},
}

// hdlcKeyOf is where a protocol of Cisco's HDLC is found.
func hdlcKeyOf(protocol uint16) field.Key {
	switch protocol {
	case hdlcSLARP:
		return SLARPKey
	case hdlcBPDU:
		return field.SAP.Key(sapBPDU)
	case hdlcOSI:
		return field.SAP.Key(sapOSI)
	}
	return field.EtherType.Key(uint64(protocol))
}

// An HDLC is the header of a frame in Cisco's HDLC: RFC 1547, section 4.3.1.
type HDLC struct {
	Address, Control uint8
	Protocol         uint16

	cut bool // before the header's end
}

// Proto implements dissect.Message.
func (*HDLC) Proto() *field.Proto { return HDLCProto }

// Decode reads the four bytes before the payload.
func (m *HDLC) Decode(d *field.Decoder) error {
	mark := d.Begin(&HDLCProto.Def)
	m.Address = d.Uint8(hdlcAddress)
	m.Control = d.Uint8(hdlcControl)
	m.Protocol = d.Uint16(hdlcProtocol)
	m.cut = d.Bad()
	if m.Protocol == hdlcOSI && d.Len() > 0 {
		if b := d.Peek(1); b == nil || b[0] == 0x03 {
			d.Uint8(hdlcPadding) // Cisco aligns CLNS with it
		}
	}
	d.Payload()
	d.End(mark)
	return d.Err()
}

// Next is the protocol number.
func (m *HDLC) Next(i int) field.Key {
	if i > 0 {
		return field.Key{}
	}
	return hdlcKeyOf(m.Protocol)
}

// AppendSource says that the frame has no addresses.
func (*HDLC) AppendSource(b []byte) []byte { return append(b, noAddress...) }

// AppendDestination says that the frame has no addresses.
func (*HDLC) AppendDestination(b []byte) []byte { return append(b, noAddress...) }

// AppendProtocol names a protocol that nothing is bound to by its number.
func (m *HDLC) AppendProtocol(b []byte) []byte {
	if m.cut {
		return append(b, HDLCProto.Short...)
	}
	return appendHex16(b, m.Protocol)
}

// AppendSummary appends the Info column of a frame with an unknown payload.
func (m *HDLC) AppendSummary(b []byte, _ *field.Names) []byte {
	return append(b, hdlcTypes.name(uint64(m.Protocol))...)
}
