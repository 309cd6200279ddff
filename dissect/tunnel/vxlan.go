package tunnel

import "github.com/pktscope/pktscope/dissect/field"

// VXLANProto declares the fields of VXLAN and of its generic extension.
var VXLANProto = field.NewProto("vxlan", "VxLAN", "Virtual eXtensible Local Area Network")

var (
	vxFlags = VXLANProto.Uint16("vxlan.flags", "Flags", field.Hex, field.Format(appendFlags),
		field.Bits(vxG, vxI, vxD, vxA, vxReserved))
	vxG = VXLANProto.Bit("vxlan.flag_g", "GBP Extension", 0x8000, field.Two("Defined", "Not defined"))
	vxI = VXLANProto.Bit("vxlan.flag_i", "VXLAN Network ID (VNI)", 0x0800)
	vxD = VXLANProto.Bit("vxlan.flag_d", "Don't Learn", 0x0040)
	vxA = VXLANProto.Bit("vxlan.flag_a", "Policy Applied", 0x0008)

	vxReserved = VXLANProto.Uint16("vxlan.flags_reserved", "Reserved(R)", field.Hex, field.Mask(0x77b7))
	vxPolicy   = VXLANProto.Uint16("vxlan.gbp", "Group Policy ID", field.Dec)
	vxVNI      = VXLANProto.Uint24("vxlan.vni", "VXLAN Network Identifier (VNI)", field.Dec)
	vxLast     = VXLANProto.Uint8("vxlan.reserved8", "Reserved", field.Dec)

	gpeFlags = VXLANProto.Uint8("vxlan.flags", "Flags", field.Hex, field.Bits(gpeVersion, gpeI, gpeP, gpeO, gpeReserved))

	gpeVersion  = VXLANProto.Uint8("vxlan.ver", "Version", field.Dec, field.Mask(0x30))
	gpeI        = VXLANProto.Uint8("vxlan.i_bit", "Instance", field.Dec, field.Mask(0x08))
	gpeP        = VXLANProto.Uint8("vxlan.p_bit", "Next Protocol Bit", field.Dec, field.Mask(0x04))
	gpeO        = VXLANProto.Uint8("vxlan.o_bit", "OAM bit", field.Dec, field.Mask(0x01))
	gpeReserved = VXLANProto.Uint8("vxlan.flags_reserved", "Reserved(R)", field.Dec, field.Mask(0xc2))
	gpeMiddle   = VXLANProto.Uint16("vxlan.reserved_16", "Reserved", field.Dec)
	gpeNext     = VXLANProto.Uint8("vxlan.next_proto", "Next Protocol", field.Dec, field.Named(gpeNextName))
)

// gpeKey leads to the generic protocol extension,
// draft-ietf-nvo3-vxlan-gpe-12.
var gpeKey = field.UDPPort.Key(4790)

// Next protocols of the generic extension, its section 3.1, and of NSH: RFC 8300,
// section 2.2.
const (
	nextIPv4 = 1 + iota
	nextIPv6
	nextEthernet
	nextNSH
	nextMPLS
)

// A VXLAN is the header of RFC 7348, with the group policy of
// draft-smith-vxlan-group-policy, or that of the generic extension.
type VXLAN struct {
	VNI     uint32
	Policy  uint16 // group policy ID
	Generic bool
	Inner   uint8 // the generic extension's next protocol
}

// Proto implements dissect.Message.
func (*VXLAN) Proto() *field.Proto { return VXLANProto }

// Decode reads the eight bytes of the header.
func (m *VXLAN) Decode(d *field.Decoder) error {
	*m = VXLAN{Generic: d.Env.Key == gpeKey}
	mark := d.Begin(&VXLANProto.Def)
	if m.Generic {
		d.Uint8(gpeFlags)
		d.Uint16(gpeMiddle)
		m.Inner = d.Uint8(gpeNext)
	} else {
		d.Uint16(vxFlags)
		m.Policy = d.Uint16(vxPolicy)
	}
	m.VNI = d.Uint24(vxVNI)
	d.Uint8(vxLast)
	if d.More() {
		d.Payload()
	}
	d.End(mark)
	return d.Err()
}

// Next is Ethernet, or what the generic extension says.
func (m *VXLAN) Next(i int) field.Key {
	if i > 0 {
		return field.Key{}
	}
	if !m.Generic {
		return EthernetKey
	}
	return nextKey(m.Inner)
}

// nextKey leads to what a next protocol stands for.
func nextKey(next uint8) field.Key {
	switch next {
	case nextIPv4:
		return etherTypeKey(typeIPv4)
	case nextIPv6:
		return etherTypeKey(typeIPv6)
	case nextEthernet:
		return EthernetKey
	case nextNSH:
		return etherTypeKey(typeNSH)
	case nextMPLS:
		return etherTypeKey(typeMPLS)
	}
	return field.Key{}
}

// AppendSummary appends the Info column, which is empty.
func (m *VXLAN) AppendSummary(b []byte, _ *field.Names) []byte { return b }

func gpeNextName(v uint64) string {
	switch v {
	case nextIPv4:
		return "IPv4"
	case nextIPv6:
		return "IPv6"
	case nextEthernet:
		return "Ethernet"
	case nextNSH:
		return "Network Service Header"
	case nextMPLS:
		return "MPLS"
	}
	return ""
}
