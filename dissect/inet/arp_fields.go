package inet

import (
	"github.com/pktscope/pktscope/dissect/ethertype"
	"github.com/pktscope/pktscope/dissect/field"
)

// ARPProto declares the fields of ARP.
var ARPProto = field.NewProto("arp", "ARP/RARP", "Address Resolution Protocol")

var _ = ARPProto.FormatBy(formatARP)

// RFC 826, "Packet format". An address whose kind is not known stands in the
// fields without that kind in their names.
var (
	arpHWType    = ARPProto.Uint16("arp.hw.type", "Hardware type", field.Dec, field.Named(arpHardwareName))
	arpProtoType = ARPProto.Uint16("arp.proto.type", "Protocol type", field.Hex, field.Named(ethertype.Name))
	arpHWSize    = ARPProto.Uint8("arp.hw.size", "Hardware size", field.Dec)
	arpProtoSize = ARPProto.Uint8("arp.proto.size", "Protocol size", field.Dec)
	arpOpcode    = ARPProto.Uint16("arp.opcode", "Opcode", field.Dec, field.Named(arpOperationName))

	arpIsGratuitous   = ARPProto.Generated("arp.isgratuitous", "Is gratuitous", field.Bool, field.Dec, 1)
	arpIsProbe        = ARPProto.Generated("arp.isprobe", "Is probe", field.Bool, field.Dec, 1)
	arpIsAnnouncement = ARPProto.Generated("arp.isannouncement", "Is announcement", field.Bool, field.Dec, 1)

	arpSrcHW    = ARPProto.Bytes("arp.src.hw", "Sender hardware address")
	arpSrcMAC   = ARPProto.Ether("arp.src.hw_mac", "Sender MAC address")
	arpSrcProto = ARPProto.Bytes("arp.src.proto", "Sender protocol address")
	arpSrcIPv4  = ARPProto.IPv4("arp.src.proto_ipv4", "Sender IP address")
	arpDstHW    = ARPProto.Bytes("arp.dst.hw", "Target hardware address")
	arpDstMAC   = ARPProto.Ether("arp.dst.hw_mac", "Target MAC address")
	arpDstProto = ARPProto.Bytes("arp.dst.proto", "Target protocol address")
	arpDstIPv4  = ARPProto.IPv4("arp.dst.proto_ipv4", "Target IP address")
)

// formatARP says in brackets what the packet is.
func formatARP(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "Address Resolution Protocol"...)
	op := t.Child(i, arpOpcode)
	if op < 0 || arpCut(t, i) {
		return b
	}
	b = append(b, " ("...)
	switch {
	case t.Child(i, arpIsProbe) >= 0:
		b = append(b, "ARP Probe"...)
	case t.Child(i, arpIsAnnouncement) >= 0:
		b = append(b, "ARP Announcement"...)
	default:
		b = appendARPOperation(b, t.Nodes[op].Val)
		if t.Child(i, arpIsGratuitous) >= 0 {
			b = append(b, "/gratuitous ARP"...)
		}
	}
	return append(b, ')')
}

// arpCut reports whether the addresses that the sizes in node i promise are
// not there.
func arpCut(t *field.Tree, i int) bool {
	hw, proto := t.Child(i, arpHWSize), t.Child(i, arpProtoSize)
	return uint64(t.Nodes[i].Len) < 8+2*(t.Nodes[hw].Val+t.Nodes[proto].Val)
}

func appendARPOperation(b []byte, op uint64) []byte {
	if name := arpOperationName(op); name != "" {
		return append(b, name...)
	}
	return field.AppendHex(append(b, "opcode 0x"...), op, 2)
}
