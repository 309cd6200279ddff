package filter

import "net/netip"

// A special is a block of the registries of special-purpose addresses (RFC 6890): what
// it is for, and in which places its addresses may stand.
type special struct {
	prefix netip.Prefix
	name   string
	mask   uint64
}

// Bits of special.mask.
const (
	asSource = 1 << (4 - iota)
	asDestination
	forwardable
	global
	reserved
)

const (
	local    = asSource | asDestination               // not forwarded
	inside   = asSource | asDestination | forwardable // not global
	anywhere = inside | global
)

// specials returns IANA's registries of special-purpose addresses, with the names and
// the bits that Wireshark 4.6 has.
func specials() []special {
	block := func(prefix, name string, mask uint64) special {
		return special{netip.MustParsePrefix(prefix), name, mask}
	}
	return []special{
		block("0.0.0.0/32", `"This host on this network"`, asSource|reserved),
		block("10.0.0.0/8", "Private-Use", inside),
		block("100.64.0.0/10", "Shared Address Space", inside),
		block("127.0.0.0/8", "Loopback", reserved),
		block("169.254.0.0/16", "Link Local", local|reserved),
		block("172.16.0.0/12", "Private-Use", inside),
		block("192.0.0.0/29", "IPv4 Service Continuity Prefix", inside),
		block("192.0.0.8/32", "IPv4 dummy address", asSource),
		block("192.0.0.9/32", "Port Control Protocol Anycast", anywhere),
		block("192.0.0.10/32", "Traversal Using Relays around NAT Anycast", anywhere),
		block("192.0.0.170/32", "NAT64/DNS64 Discovery", reserved),
		block("192.0.0.171/32", "NAT64/DNS64 Discovery", reserved),
		block("192.0.2.0/24", "Documentation (TEST-NET-1)", 0),
		block("192.31.196.0/24", "AS112-v4", anywhere),
		block("192.52.193.0/24", "AMT", anywhere),
		block("192.88.99.2/32", "6a44-relay anycast address", inside),
		block("192.168.0.0/16", "Private-Use", inside),
		block("192.175.48.0/24", "Direct Delegation AS112 Service", anywhere),
		block("198.18.0.0/15", "Benchmarking", inside),
		block("198.51.100.0/24", "Documentation (TEST-NET-2)", 0),
		block("203.0.113.0/24", "Documentation (TEST-NET-3)", 0),
		block("255.255.255.255/32", "Limited Broadcast", asDestination|reserved),
		block("240.0.0.0/4", "Reserved", reserved),

		block("::/128", "Unspecified Address", asSource|reserved),
		block("::1/128", "Loopback Address", reserved),
		block("::ffff:0:0/96", "IPv4-mapped Address", reserved),
		block("64:ff9b::/96", "IPv4-IPv6 Translat.", anywhere),
		block("64:ff9b:1::/48", "IPv4-IPv6 Translat.", inside),
		block("100::/64", "Discard-Only Address Block", inside),
		block("100:0:0:1::/64", "Dummy IPv6 Prefix", asSource),
		block("2001::/32", "TEREDO", inside),
		block("2001:1::1/128", "Port Control Protocol Anycast", anywhere),
		block("2001:1::2/128", "Traversal Using Relays around NAT Anycast", anywhere),
		block("2001:1::3/128", "DNS-SD Service Registration Protocol Anycast", anywhere),
		block("2001:2::/48", "Benchmarking", inside),
		block("2001:3::/32", "AMT", anywhere),
		block("2001:4:112::/48", "AS112-v6", anywhere),
		block("2001:20::/28", "ORCHIDv2", anywhere),
		block("2001:30::/28", "Drone Remote ID Protocol Entity Tags (DETs) Prefix", anywhere),
		block("2001:db8::/32", "Documentation", 0),
		block("2002::/16", "6to4", inside),
		block("2620:4f:8000::/48", "Direct Delegation AS112 Service", anywhere),
		block("3fff::/20", "Documentation", 0),
		block("5f00::/16", "Segment Routing (SRv6) SIDs", inside),
		block("fc00::/7", "Unique-Local", inside),
		block("fe80::/10", "Link-Local Unicast", local|reserved),
	}
}

// specialFinder returns what finds the block of an address. Of blocks within each other
// the narrower stands first.
func specialFinder() func(a netip.Addr) (special, bool) {
	blocks := specials()
	return func(a netip.Addr) (special, bool) {
		for _, b := range blocks {
			if b.prefix.Contains(a) {
				return b, true
			}
		}
		return special{}, false
	}
}
