package link

import (
	"github.com/pktscope/pktscope/dissect/ethertype"
	"github.com/pktscope/pktscope/dissect/field"
)

// CookedProto declares the fields of both of Linux's cooked headers.
var CookedProto = field.NewProto("sll", "SLL", "Linux cooked capture")

var _ = CookedProto.FormatBy(formatCooked)

var (
	cookedPacket  = CookedProto.Uint16("sll.pkttype", "Packet type", field.Dec, field.Named(packetTypeName))
	cookedPacket8 = CookedProto.Uint8("sll.pkttype", "Packet type", field.Dec, field.Named(packetTypeName))
	cookedHA      = CookedProto.Uint16("sll.hatype", "Link-layer address type", field.Dec, field.Named(arpHardware.name))
	cookedHALen   = CookedProto.Uint16("sll.halen", "Link-layer address length", field.Dec)
	cookedHALen8  = CookedProto.Uint8("sll.halen", "Link-layer address length", field.Dec)
	cookedEther   = CookedProto.Ether("sll.src.eth", "Source")
	cookedIPv4    = CookedProto.IPv4("sll.src.ipv4", "Source")
	cookedOther   = CookedProto.Bytes("sll.src.other", "Source")
	cookedUnused  = CookedProto.Bytes("sll.unused", "Unused")
	cookedIface   = CookedProto.Uint32("sll.ifindex", "Interface index", field.Dec)
	cookedMBZ     = CookedProto.Bytes("sll.reserved", "Reserved")
	cookedTrailer = CookedProto.Bytes("sll.trailer", "Trailer")

	cookedEType = CookedProto.Uint16("sll.etype", "Protocol", field.Hex, field.Named(ethertype.Name))
	cookedGRE   = CookedProto.Uint16("sll.gretype", "Protocol", field.Hex, field.Named(greTypeName))
	cookedLType = CookedProto.Uint16("sll.ltype", "Protocol", field.Hex, field.Named(cookedTypes.name))
)

// Types of hardware and protocols in Linux's own numbering: if_arp.h and
// if_ether.h.
const (
	hardwareGRE    = 778
	linuxRaw8023   = 0x0001
	linuxEthernet  = 0x0003
	linuxLLC       = 0x0004
	linuxPPP       = 0x0007
	cookedV2       = 276
	cookedAddrSize = 8
)

// SentByUs is the packet type of what the host sent: PACKET_OUTGOING in if_packet.h.
const SentByUs = 4

func packetTypeName(v uint64) string {
	if v > 4 {
		return ""
	}
	return [...]string{"Unicast to us", "Broadcast", "Multicast", "Unicast to another host", "Sent by us"}[v]
}

func greTypeName(v uint64) string {
	if v == typeIPv4 {
		return "IP"
	}
	return ethertype.Name(v)
}

// A Cooked is the header that Linux gives to packets of the "any" device in
// place of their own: LINKTYPE_LINUX_SLL and LINKTYPE_LINUX_SLL2.
type Cooked struct {
	Version    uint8
	PacketType uint16
	Hardware   uint16
	Source     []byte
	Interface  uint32 // version 2
	Protocol   uint16

	size, head int  // of the packet with the header, and of the header
	cut        bool // before the packet type
}

// Proto implements dissect.Message.
func (*Cooked) Proto() *field.Proto { return CookedProto }

// NamesEtherType implements dissect.EtherTyped.
func (*Cooked) NamesEtherType() {}

// Decode reads the version that the link type says.
func (m *Cooked) Decode(d *field.Decoder) error {
	*m = Cooked{Version: 1, size: d.Len()}
	if d.Env.Key == field.Link.Key(cookedV2) {
		m.Version = 2
	}
	mark := d.Begin(&CookedProto.Def)
	d.Title(mark, uint64(m.Version))
	if m.Version == 2 {
		m.decode2(d)
	} else {
		m.decode1(d)
	}
	m.head = m.size - d.Len()
	d.Payload()
	d.End(mark)
	return d.Err()
}

func (m *Cooked) decode1(d *field.Decoder) {
	m.PacketType = d.Uint16(cookedPacket)
	m.Hardware = d.Uint16(cookedHA)
	m.cut = d.Bad()
	m.address(d, int(d.Uint16(cookedHALen)))
	m.protocol(d)
}

func (m *Cooked) decode2(d *field.Decoder) {
	if b := d.Peek(10); b != nil { // the numbering of the protocol hangs on what comes later
		m.Hardware = uint16(b[8])<<8 | uint16(b[9])
	}
	m.protocol(d)
	d.Bytes(cookedMBZ, 2)
	m.Interface = d.Uint32(cookedIface)
	m.Hardware = d.Uint16(cookedHA)
	m.PacketType = uint16(d.Uint8(cookedPacket8))
	size := d.Uint8(cookedHALen8)
	m.cut = d.Bad()
	m.address(d, int(size))
}

// address reads the sender's link-layer address, of which the header has
// room for eight bytes.
func (m *Cooked) address(d *field.Decoder, n int) {
	n = min(n, cookedAddrSize)
	if b := d.Peek(n); b != nil {
		m.Source = b
	}
	switch n {
	case 0:
	case 4:
		d.IPv4(cookedIPv4)
	case 6:
		d.Ether(cookedEther)
	default:
		d.Bytes(cookedOther, n)
	}
	if n < cookedAddrSize {
		d.Bytes(cookedUnused, cookedAddrSize-n)
	}
}

func (m *Cooked) protocol(d *field.Decoder) {
	switch {
	case m.Hardware == hardwareGRE:
		m.Protocol = d.Uint16(cookedGRE)
	case peek16(d) < minType:
		m.Protocol = d.Uint16(cookedLType)
	default:
		m.Protocol = d.Uint16(cookedEType)
	}
}

// Next is the EtherType or what Linux's own number stands for.
func (m *Cooked) Next(i int) field.Key {
	switch {
	case i > 0:
		return field.Key{}
	case m.Protocol >= minType:
		return field.EtherType.Key(uint64(m.Protocol))
	}
	switch m.Protocol {
	case linuxRaw8023:
		return field.EtherType.Key(typeIPX)
	case linuxEthernet:
		return EthernetKey
	case linuxLLC:
		return LLCKey
	case linuxPPP:
		return pppLinkKey
	}
	return field.Key{}
}

// Trailer reads what stands behind the payload.
func (m *Cooked) Trailer(d *field.Decoder) {
	readTrailer(d, cookedTrailer, m.size, m.head, noSum)
}

// AppendSource appends the sender's address.
func (m *Cooked) AppendSource(b []byte) []byte {
	switch len(m.Source) {
	case 4:
		return field.AppendIPv4(b, [4]byte(m.Source))
	case 6:
		return field.AppendBytes(b, m.Source, ':')
	}
	return b
}

// AppendDestination appends nothing: the header does not say.
func (*Cooked) AppendDestination(b []byte) []byte { return b }

// AppendProtocol names an EtherType that nothing is bound to by its number.
func (m *Cooked) AppendProtocol(b []byte) []byte {
	switch {
	case m.cut:
		return append(b, "Packet"...) // it is not known of what
	case m.Protocol < minType:
		return append(b, CookedProto.Short...)
	}
	return appendHex16(b, m.Protocol)
}

// AppendSummary appends the Info column of a packet with an unknown payload.
func (m *Cooked) AppendSummary(b []byte, _ *field.Names) []byte {
	if m.cut {
		return b
	}
	if s := packetTypeName(uint64(m.PacketType)); s != "" {
		return append(b, s...)
	}
	return append(field.AppendUint(append(b, "Unknown ("...), uint64(m.PacketType)), ')')
}

func formatCooked(b []byte, t *field.Tree, i int) []byte {
	return field.AppendUint(append(b, "Linux cooked capture v"...), t.Nodes[i].Val)
}
