package inet

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect/field"
)

// RFC 4861, section 4. The home agent bit is RFC 6275's, the preference RFC
// 4191's, the proxy bit RFC 4389's.
var (
	ndHopLimit  = ICMPv6Proto.Uint8("icmpv6.nd.ra.cur_hop_limit", "Cur hop limit", field.Dec)
	ndFlags     = ICMPv6Proto.Uint8("icmpv6.nd.ra.flag", "Flags", field.Hex, field.Format(appendRouterFlags), field.Bits(ndManaged, ndOther, ndHomeAgent, ndPref, ndProxy, ndStub, ndFlagsRsv))
	ndManaged   = ICMPv6Proto.Bit("icmpv6.nd.ra.flag.m", "Managed address configuration", 0x80, field.Named(field.SetNotSet))
	ndOther     = ICMPv6Proto.Bit("icmpv6.nd.ra.flag.o", "Other configuration", 0x40, field.Named(field.SetNotSet))
	ndHomeAgent = ICMPv6Proto.Bit("icmpv6.nd.ra.flag.h", "Home Agent", 0x20, field.Named(field.SetNotSet))
	ndPref      = ICMPv6Proto.Uint8("icmpv6.nd.ra.flag.prf", "Prf (Default Router Preference)", field.Dec, field.Mask(0x18), field.Named(ndPreference))
	ndProxy     = ICMPv6Proto.Bit("icmpv6.nd.ra.flag.p", "ND Proxy", 0x04, field.Named(field.SetNotSet))
	ndStub      = ICMPv6Proto.Bit("icmpv6.nd.ra.flag.s", "SNAC Router", 0x02, field.Named(field.SetNotSet))
	ndFlagsRsv  = ICMPv6Proto.Uint8("icmpv6.nd.ra.flag.rsv", "Reserved", field.Dec, field.Mask(0x01))
	ndLifetime  = ICMPv6Proto.Uint16("icmpv6.nd.ra.router_lifetime", "Router lifetime (s)", field.Dec)
	ndReachable = ICMPv6Proto.Uint32("icmpv6.nd.ra.reachable_time", "Reachable time (ms)", field.Dec)
	ndRetrans   = ICMPv6Proto.Uint32("icmpv6.nd.ra.retrans_timer", "Retrans timer (ms)", field.Dec)
	nsTarget    = ICMPv6Proto.IPv6("icmpv6.nd.ns.target_address", "Target Address")
	naFlags     = ICMPv6Proto.Uint32("icmpv6.nd.na.flag", "Flags", field.Hex, field.Format(appendAdvertFlags), field.Bits(naRouter, naSolicited, naOverride, naFlagsRsv))
	naRouter    = ICMPv6Proto.Bit("icmpv6.nd.na.flag.r", "Router", 0x80000000, field.Named(field.SetNotSet))
	naSolicited = ICMPv6Proto.Bit("icmpv6.nd.na.flag.s", "Solicited", 0x40000000, field.Named(field.SetNotSet))
	naOverride  = ICMPv6Proto.Bit("icmpv6.nd.na.flag.o", "Override", 0x20000000, field.Named(field.SetNotSet))
	naFlagsRsv  = ICMPv6Proto.Uint32("icmpv6.nd.na.flag.rsv", "Reserved", field.Dec, field.Mask(0x1fffffff))
	naTarget    = ICMPv6Proto.IPv6("icmpv6.nd.na.target_address", "Target Address")
	rdTarget    = ICMPv6Proto.IPv6("icmpv6.nd.rd.target_address", "Target Address")
	rdDest      = ICMPv6Proto.IPv6("icmpv6.rd.na.destination_address", "Destination Address")
)

// A Discovery is what neighbour discovery says, RFC 4861 section 4.
type Discovery struct {
	Target               netip.Addr // of solicitations, advertisements, redirects
	Flags                uint32     // of a neighbour's advertisement
	SourceLink           [6]byte    // of the option; HasSource
	TargetLink           [6]byte    // of the option; HasTarget
	HasSource, HasTarget bool
}

func (m *ICMPv6) decodeDiscovery(d *field.Decoder) {
	n := &m.Discovery
	switch m.Type {
	case ICMPv6RouterSolicit:
		d.Bytes(icmpv6Reserved, 4)
	case ICMPv6RouterAdvert:
		d.Uint8(ndHopLimit)
		d.Uint8(ndFlags)
		d.Uint16(ndLifetime)
		d.Uint32(ndReachable)
		d.Uint32(ndRetrans)
	case ICMPv6NeighborSolicit:
		d.Bytes(icmpv6Reserved, 4)
		n.Target = d.IPv6(nsTarget)
	case ICMPv6NeighborAdvert:
		n.Flags = d.Uint32(naFlags)
		n.Target = d.IPv6(naTarget)
	case ICMPv6Redirect:
		d.Bytes(icmpv6Reserved, 4)
		n.Target = d.IPv6(rdTarget)
		d.IPv6(rdDest)
	}
	m.discovered = !d.Bad()
	m.decodeNDOptions(d)
}

// ndPreference is the name of a router's preference, RFC 4191 section 2.1.
func ndPreference(v uint64) string {
	return [...]string{"Medium", "High", "Reserved", "Low"}[v&3]
}

func appendRouterFlags(b []byte, t *field.Tree, i int) []byte {
	b = appendPlain(b, t, i)
	b = appendSet(b, t.Nodes[i].Val, 0x80, "Managed address configuration", "Other configuration", "Home Agent")
	b = append(append(b, ", Prf (Default Router Preference): "...), ndPreference(t.Nodes[i].Val>>3)...)
	if t.Nodes[i].Val&0x04 != 0 {
		b = append(b, ", Proxy"...)
	}
	return b
}

func appendAdvertFlags(b []byte, t *field.Tree, i int) []byte {
	return appendSet(appendPlain(b, t, i), t.Nodes[i].Val, 0x80000000, "Router", "Solicited", "Override")
}

// appendSet appends ", name" for each bit from top down that is set.
func appendSet(b []byte, v, top uint64, names ...string) []byte {
	for i, name := range names {
		if v&(top>>i) != 0 {
			b = append(append(b, ", "...), name...)
		}
	}
	return b
}
