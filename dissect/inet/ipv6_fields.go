package inet

import (
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/ipproto"
)

// IPv6Proto declares the fields of IPv6's header; those of extension headers
// stand beside their messages.
var IPv6Proto = field.NewProto("ipv6", "IPv6", "Internet Protocol Version 6")

var _ = IPv6Proto.FormatBy(formatIPv6)

// RFC 8200, section 3.
var (
	ip6Version      = IPv6Proto.Uint8("ipv6.version", "Version", field.Dec, field.Mask(0xf0), field.Unmasked())
	ip6TrafficClass = IPv6Proto.Uint32("ipv6.tclass", "Traffic Class", field.Hex, field.Mask(0x0ff00000), field.Bits(ip6DSCP, ip6ECN), field.Format(formatTrafficClass))
	ip6DSCP         = IPv6Proto.Uint32("ipv6.tclass.dscp", "Differentiated Services Codepoint", field.Dec, field.Mask(0x0fc00000), field.Named(ipDSCPName))
	ip6ECN          = IPv6Proto.Uint32("ipv6.tclass.ecn", "Explicit Congestion Notification", field.Dec, field.Mask(0x00300000), field.Named(ipECNName))
	ip6FlowLabel    = IPv6Proto.Uint24("ipv6.flow", "Flow Label", field.Hex, field.Mask(0xfffff))
	ip6PayloadLen   = IPv6Proto.Uint16("ipv6.plen", "Payload Length", field.Dec, field.Format(formatIPv6Length))
	ip6NextHeader   = IPv6Proto.Uint8("ipv6.nxt", "Next Header", field.Dec, field.Named(ipproto.Name))
	ip6HopLimit     = IPv6Proto.Uint8("ipv6.hlim", "Hop Limit", field.Dec)
	ip6Src          = IPv6Proto.IPv6("ipv6.src", "Source Address", field.At(8))
	ip6Stream       = IPv6Proto.Generated("ipv6.stream", "Stream index", field.Uint, field.Dec, 4)
	ip6Dst          = IPv6Proto.IPv6("ipv6.dst", "Destination Address", field.At(24))

	_ = IPv6Proto.Alias("ip.version", "Version", ip6Version).FormatBy(formatVersionAlias)
	_ = IPv6Proto.Alias("ipv6.addr", "Source or Destination Address", ip6Src, ip6Dst).Holding()
	_ = IPv6Proto.Host("ipv6.src_host", "Source Host", ip6Src)
	_ = IPv6Proto.Host("ipv6.dst_host", "Destination Host", ip6Dst)
	_ = IPv6Proto.Host("ipv6.host", "Source or Destination Host", ip6Src, ip6Dst)
)

// formatVersionAlias says what the alias is for, as Wireshark does.
func formatVersionAlias(b []byte, t *field.Tree, i int) []byte {
	b = field.AppendUint(append(t.AppendPattern(b, i), "Version: "...), t.Nodes[i].Val)
	return append(b, ` [This field makes the filter match on "ip.version == 6" possible]`...)
}

func formatIPv6(b []byte, t *field.Tree, i int) []byte {
	return appendAddrs(append(b, "Internet Protocol Version 6"...), t, i, ip6Src, ip6Dst)
}

// formatIPv6Length tells of a length that stands among the options, RFC 2675.
func formatIPv6Length(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	b = field.AppendUint(append(b, "Payload Length: "...), n.Val)
	if n.Val != 0 || n.Parent < 0 {
		return b
	}
	hop := t.Child(int(n.Parent), ip6HopByHopProto)
	if hop < 0 {
		return b
	}
	for c := hop + 1; c < int(t.Nodes[hop].End); c++ {
		if t.Is(c, ip6OptJumbo) {
			return append(b, " (Jumbogram)"...)
		}
	}
	return b
}

func formatTrafficClass(b []byte, t *field.Tree, i int) []byte {
	v := t.Nodes[i].Val
	b = field.AppendHex(append(t.AppendPattern(b, i), "Traffic Class: 0x"...), v, 1)
	return appendDSField(b, v)
}
