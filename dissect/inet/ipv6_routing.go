package inet

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect/field"
)

// Routing types, IANA's registry "Routing Types".
const (
	ip6SourceRoute  = 0 // RFC 2460 section 4.4, deprecated by RFC 5095
	ip6MobileRoute  = 2 // RFC 6275 section 6.4
	ip6RPLRoute     = 3 // RFC 6554 section 3
	ip6SegmentRoute = 4 // RFC 8754 section 2
)

var ip6RoutingProto = field.NewProto("ipv6.routing", "IPv6", "Routing Header for IPv6", field.ExtensionOf(IPv6Proto))

var _ = ip6RoutingProto.FormatBy(formatRouting)

var (
	ip6RoutingHead = ip6ExtensionProto(ip6RoutingProto)
	ip6RouteType   = ip6RoutingProto.Uint8("ipv6.routing.type", "Type", field.Dec, field.Named(ip6RouteName))
	ip6RouteLeft   = ip6RoutingProto.Uint8("ipv6.routing.segleft", "Segments Left", field.Dec)
	ip6RouteData   = ip6RoutingProto.Bytes("ipv6.routing.unknown_data", "Type-Specific Data")

	ip6RouteReserved  = ip6RoutingProto.Bytes("ipv6.routing.src.reserved", "Reserved")
	ip6RouteAddr      = ip6RoutingProto.IPv6("ipv6.routing.src.addr", "Address", field.Format(formatRouteFrom1))
	ip6MobileReserved = ip6RoutingProto.Bytes("ipv6.routing.mipv6.reserved", "Reserved")
	ip6MobileHome     = ip6RoutingProto.IPv6("ipv6.routing.mipv6.home_address", "Home Address", field.Format(formatRouteFrom1))

	ip6RPLCmprI     = ip6RoutingProto.Uint32("ipv6.routing.rpl.cmprI", "Compressed Internal Octets (CmprI)", field.Dec, field.Mask(0xf0000000))
	ip6RPLCmprE     = ip6RoutingProto.Uint32("ipv6.routing.rpl.cmprE", "Compressed Final Octets (CmprE)", field.Dec, field.Mask(0x0f000000))
	ip6RPLPad       = ip6RoutingProto.Uint32("ipv6.routing.rpl.pad", "Padding Bytes", field.Dec, field.Mask(0x00f00000))
	ip6RPLUnused    = ip6RoutingProto.Uint32("ipv6.routing.rpl.reserved", "Reserved", field.Dec, field.Mask(0x000fffff))
	ip6RPLAddresses = ip6RoutingProto.Bytes("ipv6.routing.rpl.address", "Address")

	ip6SegmentLast  = ip6RoutingProto.Uint8("ipv6.routing.srh.last_entry", "Last Entry", field.Dec)
	ip6SegmentFlags = ip6RoutingProto.Uint8("ipv6.routing.srh.flags", "Flags", field.Hex)
	ip6SegmentTag   = ip6RoutingProto.Bytes("ipv6.routing.srh.tag", "Tag")
	ip6SegmentAddr  = ip6RoutingProto.IPv6("ipv6.routing.srh.addr", "Address", field.Format(formatRouteFrom0))
)

// An IPv6Routing is the header that names stops on the way, RFC 8200
// section 4.4.
type IPv6Routing struct {
	ip6Extension
	Type         uint8
	SegmentsLeft uint8
	Final        netip.Addr // the receiver, where the packet has stops left
}

// Proto implements dissect.Message.
func (*IPv6Routing) Proto() *field.Proto { return ip6RoutingProto }

// Decode overwrites m with the header that d stands at.
func (m *IPv6Routing) Decode(d *field.Decoder) error {
	*m = IPv6Routing{}
	mark := d.Begin(&ip6RoutingProto.Def)
	m.begin(d, mark, ip6RoutingHead)
	m.Type = d.Uint8(ip6RouteType)
	m.SegmentsLeft = d.Uint8(ip6RouteLeft)
	final := m.stops(d)
	d.End(mark)
	if m.SegmentsLeft > 0 && final.IsValid() {
		m.Final, d.Env.Dst = final, final
	}
	return m.end(d)
}

// stops reads the data of the routing type and returns the last stop.
func (m *IPv6Routing) stops(d *field.Decoder) (final netip.Addr) {
	switch m.Type {
	case ip6SourceRoute:
		d.Bytes(ip6RouteReserved, 4)
		for d.Len() >= 16 && !d.Bad() {
			final = d.IPv6(ip6RouteAddr)
		}
	case ip6MobileRoute:
		d.Bytes(ip6MobileReserved, 4)
		final = d.IPv6(ip6MobileHome)
	case ip6SegmentRoute:
		return m.segments(d)
	case ip6RPLRoute:
		d.Shared32(ip6RPLCmprI, ip6RPLCmprE, ip6RPLPad, ip6RPLUnused)
		if d.More() {
			d.Bytes(ip6RPLAddresses, d.Len())
		}
	default:
		if d.More() {
			d.Bytes(ip6RouteData, d.Len())
		}
	}
	return final
}

// segments reads the list of RFC 8754, which begins with the last stop.
func (m *IPv6Routing) segments(d *field.Decoder) (final netip.Addr) {
	last := int(d.Uint8(ip6SegmentLast))
	d.Uint8(ip6SegmentFlags)
	d.Bytes(ip6SegmentTag, 2)
	for i := 0; i <= last && d.Len() >= 16 && !d.Bad(); i++ {
		if a := d.IPv6(ip6SegmentAddr); i == 0 {
			final = a
		}
	}
	d.Skip(ip6RouteData, d.Len()) // TLVs, RFC 8754 section 2.1
	return final
}

// AppendSource leaves the sender to the header below.
func (m *IPv6Routing) AppendSource(b []byte) []byte { return b }

// AppendDestination appends the last stop, where there are stops left.
func (m *IPv6Routing) AppendDestination(b []byte) []byte { return ip6AppendAddr(b, m.Final) }

// AppendSummary appends the Info column.
func (m *IPv6Routing) AppendSummary(b []byte, _ *field.Names) []byte {
	return m.summary(b, "IPv6 routing")
}

func ip6RouteName(v uint64) string {
	switch v {
	case ip6SourceRoute:
		return "Source Route"
	case 1:
		return "Nimrod"
	case ip6MobileRoute:
		return "Type 2 Routing"
	case ip6RPLRoute:
		return "RPL Source Route"
	case ip6SegmentRoute:
		return "Segment Routing"
	case 5:
		return "Compact Routing Header 16"
	case 6:
		return "Compact Routing Header 32"
	case 253:
		return "Experiment 1"
	case 254:
		return "Experiment 2"
	}
	return ""
}

func formatRouting(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "Routing Header for IPv6"...)
	if c := t.Child(i, ip6RouteType); c >= 0 {
		if name := ip6RouteName(t.Nodes[c].Val); name != "" {
			return append(append(append(b, " ("...), name...), ')')
		}
		return append(field.AppendUint(append(b, " (Unknown type "...), t.Nodes[c].Val), ')')
	}
	return b
}

func formatRouteFrom0(b []byte, t *field.Tree, i int) []byte { return appendStop(b, t, i, 0) }
func formatRouteFrom1(b []byte, t *field.Tree, i int) []byte { return appendStop(b, t, i, 1) }

// appendStop appends "Address[2]: 2001:db8::7"; stops are counted from first.
func appendStop(b []byte, t *field.Tree, i, first int) []byte {
	n := &t.Nodes[i]
	if n.Parent >= 0 {
		c := t.Child(int(n.Parent), n.Def)
		for ; c >= 0 && c != i; c = t.Next(c, n.Def) {
			first++
		}
	}
	b = field.AppendUint(append(b, "Address["...), uint64(first))
	return t.AppendShow(append(b, "]: "...), i)
}
