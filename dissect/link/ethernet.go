package link

import "pktscope/dissect/field"

// EthernetProto declares the fields of Ethernet.
var EthernetProto = field.NewProto("eth", "Ethernet", "Ethernet", field.Format(formatEthernet))

var (
	ethDst     = EthernetProto.Ether("eth.dst", "Destination", field.Bits(ethAddr, ethLG, ethIG))
	ethSrc     = EthernetProto.Ether("eth.src", "Source", field.Bits(ethAddr, ethLG, ethIG))
	ethType    = EthernetProto.Uint16("eth.type", "Type", field.Hex, field.Named(EtherTypeName))
	ethLen     = EthernetProto.Uint16("eth.len", "Length", field.Dec)
	ethTrailer = EthernetProto.Bytes("eth.trailer", "Trailer")
	ethPadding = EthernetProto.Bytes("eth.padding", "Padding")

	ethAddr = EthernetProto.Ether("eth.addr", "Address")
	ethLG   = EthernetProto.Bit("eth.lg", "LG bit", 0x020000, field.Width(24),
		field.Two("Locally administered address (this is NOT the factory default)", "Globally unique address (factory default)"))
	ethIG = EthernetProto.Bit("eth.ig", "IG bit", 0x010000, field.Width(24),
		field.Two("Group address (multicast/broadcast)", "Individual address (unicast)"))
)

// maxLength is the largest value of the type field that is a length, IEEE
// 802.3 section 3.2.6.
const maxLength = 1500

// An Ethernet is the header of an Ethernet II or IEEE 802.3 frame.
type Ethernet struct {
	Dst, Src [6]byte
	Type     uint16 // a length up to 1500
}

// Proto implements dissect.Message.
func (*Ethernet) Proto() *field.Proto { return EthernetProto }

// Decode reads the fourteen bytes before the payload.
func (m *Ethernet) Decode(d *field.Decoder) error {
	mark := d.Begin(&EthernetProto.Def)
	m.Dst = d.Ether(ethDst)
	m.Src = d.Ether(ethSrc)
	if t := d.Peek(2); t != nil && uint16(t[0])<<8|uint16(t[1]) <= maxLength {
		m.Type = d.Uint16(ethLen)
		d.PayloadN(int(m.Type))
	} else {
		m.Type = d.Uint16(ethType)
		d.Payload()
	}
	d.End(mark)
	return d.Err()
}

// Next is the EtherType, or LLC behind a length.
func (m *Ethernet) Next(i int) field.Key {
	if i > 0 {
		return field.Key{}
	}
	if m.Type <= maxLength {
		return LLCKey
	}
	return field.EtherType.Key(uint64(m.Type))
}

// AppendSource appends the sender's address.
func (m *Ethernet) AppendSource(b []byte) []byte { return field.AppendBytes(b, m.Src[:], ':') }

// AppendDestination appends the receiver's address.
func (m *Ethernet) AppendDestination(b []byte) []byte { return field.AppendBytes(b, m.Dst[:], ':') }

// AppendProtocol names an EtherType that nothing is bound to by its number.
func (m *Ethernet) AppendProtocol(b []byte) []byte {
	if m.Type > maxLength {
		return field.AppendHex(append(b, "0x"...), uint64(m.Type), 2)
	}
	return append(b, EthernetProto.Short...)
}

// AppendSummary appends the Info column of a frame with an unknown payload.
func (m *Ethernet) AppendSummary(b []byte, _ *field.Names) []byte {
	return append(b, "Ethernet II"...)
}

func formatEthernet(b []byte, t *field.Tree, i int) []byte {
	if t.Child(i, "eth.len") >= 0 {
		return append(b, "IEEE 802.3 Ethernet "...)
	}
	b = append(b, "Ethernet II"...)
	if c := t.Child(i, "eth.src"); c >= 0 {
		b = t.AppendShow(append(b, ", Src: "...), c)
	}
	if c := t.Child(i, "eth.dst"); c >= 0 {
		b = t.AppendShow(append(b, ", Dst: "...), c)
	}
	return b
}

// Trailer reads padding and whatever else stands behind the payload.
func (m *Ethernet) Trailer(d *field.Decoder) {
	n := d.Captured()
	d.Bytes(ethPadding, n)
}
