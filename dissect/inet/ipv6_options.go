package inet

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect/field"
)

var (
	ip6HopByHopProto = field.NewProto("ipv6.hopopts", "IPv6", "IPv6 Hop-by-Hop Option", field.ExtensionOf(IPv6Proto))
	ip6HopByHopHead  = ip6ExtensionProto(ip6HopByHopProto)
	ip6DestProto     = field.NewProto("ipv6.dstopts", "IPv6", "Destination Options for IPv6", field.ExtensionOf(IPv6Proto))
	ip6DestHead      = ip6ExtensionProto(ip6DestProto)
)

// An IPv6HopByHop is the header of options for every router, RFC 8200
// section 4.3.
type IPv6HopByHop struct {
	ip6Extension
	RouterAlert int // what routers are to look at, RFC 2711; -1 where nothing is
}

// Proto implements dissect.Message.
func (*IPv6HopByHop) Proto() *field.Proto { return ip6HopByHopProto }

// Decode overwrites m with the header that d stands at.
func (m *IPv6HopByHop) Decode(d *field.Decoder) error {
	*m = IPv6HopByHop{RouterAlert: -1}
	mark := d.Begin(&ip6HopByHopProto.Def)
	m.begin(d, mark, ip6HopByHopHead)
	for d.More() {
		if o := ip6ReadOption(d); o.typ == ip6RouterAlert {
			m.RouterAlert = int(o.value)
		}
	}
	d.End(mark)
	return m.end(d)
}

// AppendSummary appends the Info column.
func (m *IPv6HopByHop) AppendSummary(b []byte, _ *field.Names) []byte {
	return m.summary(b, "IPv6 hop-by-hop options")
}

// An IPv6Destination is the header of options for the receiver, RFC 8200
// section 4.6.
type IPv6Destination struct {
	ip6Extension
	Home netip.Addr // of a mobile node that sends from elsewhere, RFC 6275 section 6.3
}

// Proto implements dissect.Message.
func (*IPv6Destination) Proto() *field.Proto { return ip6DestProto }

// Decode overwrites m with the header that d stands at.
func (m *IPv6Destination) Decode(d *field.Decoder) error {
	*m = IPv6Destination{}
	mark := d.Begin(&ip6DestProto.Def)
	m.begin(d, mark, ip6DestHead)
	for d.More() {
		if o := ip6ReadOption(d); o.addr.IsValid() {
			m.Home = o.addr
		}
	}
	d.End(mark)
	if m.Home.IsValid() {
		d.Env.Src = m.Home
	}
	return m.end(d)
}

// AppendSource appends the home address, by which the sender is known.
func (m *IPv6Destination) AppendSource(b []byte) []byte { return ip6AppendAddr(b, m.Home) }

// AppendDestination leaves the receiver to the header below.
func (m *IPv6Destination) AppendDestination(b []byte) []byte { return b }

// AppendSummary appends the Info column.
func (m *IPv6Destination) AppendSummary(b []byte, _ *field.Names) []byte {
	return m.summary(b, "IPv6 destination options")
}
