package inet

import "github.com/pktscope/pktscope/dissect/field"

// Extended echoes ask a node about one of its interfaces: RFC 8335, sections 2 and 3.
var (
	icmpExtended  = extendedFieldsOf(ICMPProto, "Sequence Number")
	icmp6Extended = extendedFieldsOf(ICMPv6Proto, "Sequence number")
)

// extendedFields are those of one protocol. The bits behind the sequence number are others
// in a request than in a reply.
type extendedFields struct {
	seq            field.U8
	request, reply []field.U8
}

func extendedFieldsOf(p *field.Proto, seq string) extendedFields {
	name := p.Name + ".ext.echo."
	bit := func(name, label string, mask uint64) field.U8 {
		return field.U8(p.Bit(name, label, mask, field.Size(1), field.Named(field.SetNotSet)))
	}
	return extendedFields{
		seq: p.Uint8(name+"seq", seq, field.DecHex),
		request: []field.U8{
			p.Uint8(name+"req.res", "Reserved", field.Hex, field.Mask(0xfe)),
			bit(name+"req.local", "Local bit", 0x01),
		},
		reply: []field.U8{
			p.Uint8(name+"rsp.state", "State", field.Dec, field.Mask(0xe0), field.Named(neighborState)),
			p.Uint8(name+"rsp.res", "Reserved", field.Hex, field.Mask(0x18)),
			bit(name+"rsp.active", "Active bit", 0x04),
			bit(name+"rsp.ipv4", "IPv4 bit", 0x02),
			bit(name+"rsp.ipv6", "IPv6 bit", 0x01),
		},
	}
}

// decodeExtended reads what stands behind the identifier, and returns the sequence number.
// What stands behind it says which interface is meant.
func decodeExtended(d *field.Decoder, f *extendedFields, request bool) uint16 {
	seq := d.Uint8(f.seq)
	if request {
		d.Shared8(f.request...)
	} else {
		d.Shared8(f.reply...)
	}
	return uint16(seq)
}

// neighborState names what the node's table of neighbours says of an address.
func neighborState(v uint64) string {
	return [...]string{"Reserved", "Incomplete", "Reachable", "Stale", "Delay", "Probe", "Failed", "Unknown"}[v&7]
}

// An object of the extension identifies an interface by name, index or address: RFC 8335,
// section 2.1.
var (
	icmpIfName     = ICMPProto.String("icmp.int_ident.name", "Name")
	icmpIfIndex    = ICMPProto.Uint32("icmp.int_ident.index", "Interface Index", field.Dec)
	icmpIfFamily   = ICMPProto.Uint16("icmp.int_ident.afi", "Address Family Identifier", field.Dec, field.Named(icmpFamilyName))
	icmpIfAddrLen  = ICMPProto.Uint8("icmp.int_ident.addr_length", "Address Length", field.Dec)
	icmpIfReserved = ICMPProto.Bytes("icmp.int_ident.reserved", "Reserved")
	icmpIfIPv4     = ICMPProto.IPv4("icmp.int_ident.ipv4", "Address")
	icmpIfIPv6     = ICMPProto.IPv6("icmp.int_ident.ipv6", "Address")
	icmpIfAddress  = ICMPProto.Bytes("icmp.int_ident.address", "Address")
)

// decodeInterface reads an object that identifies an interface in the way of its C-Type.
func decodeInterface(d *field.Decoder, ctype uint8) {
	switch ctype {
	case 1:
		d.Text(icmpIfName)
	case 2:
		d.Uint32(icmpIfIndex)
	case 3:
		family := d.Uint16(icmpIfFamily)
		d.Uint8(icmpIfAddrLen)
		d.Bytes(icmpIfReserved, 1)
		switch {
		case family == 1 && d.Len() >= 4:
			d.IPv4(icmpIfIPv4)
		case family == 2 && d.Len() >= 16:
			d.IPv6(icmpIfIPv6)
		case d.More():
			d.Bytes(icmpIfAddress, d.Len())
		}
	}
}

// icmpFamilyName names an address family: IANA, address-family-numbers.
func icmpFamilyName(v uint64) string {
	switch v {
	case 1:
		return "IPv4"
	case 2:
		return "IPv6"
	case 16389:
		return "48-bit MAC Address"
	case 16390:
		return "64-bit MAC Address"
	}
	return ""
}

// appendIdentified appends how an object identifies an interface.
func appendIdentified(b []byte, ctype uint64) []byte {
	switch ctype {
	case 1:
		return append(b, "Identifies Interface By Name"...)
	case 2:
		return append(b, "Identifies Interface By Index"...)
	case 3:
		return append(b, "Identifies Interface By Address"...)
	}
	return field.AppendUint(append(b, "Unknown C-Type "...), ctype)
}
