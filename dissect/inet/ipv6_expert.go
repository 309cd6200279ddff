package inet

import "github.com/pktscope/pktscope/dissect/field"

// Expert information on the header of IPv6.
var (
	ip6VersionBogus = IPv6Proto.Expert("ipv6.bogus_ipv6_version", "Bogus IPv6 version", field.Failure, field.OfMalformed)
	ip6HeaderShort  = IPv6Proto.Expert("ipv6.invalid_header", "IPv6 header must be exactly 40 bytes", field.Failure, field.OfMalformed)
	ip6LengthBogus  = IPv6Proto.Expert("ipv6.plen_exceeds_framing", "IPv6 payload length exceeds framing length", field.Warning, field.OfProtocol, field.Format(appendIP6Length))
)

// appendIP6Length appends "IPv6 payload length exceeds framing length (40 bytes)".
func appendIP6Length(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	b = field.AppendUint(append(append(b, n.Def.Label...), " ("...), n.Val)
	return append(b, " bytes)"...)
}
