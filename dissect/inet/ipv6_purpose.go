package inet

import "encoding/binary"

// An ip6Purpose is a row of IANA's registry of special-purpose IPv6 addresses (RFC
// 6890, as RFC 8190 has it). Its five answers are bits, from the first column on.
type ip6Purpose struct {
	high, low uint64 // the prefix
	bits      int    // of the prefix
	name      string
	answers   uint8
	local     bool // whether it is globally reachable has no answer
}

// Answers of the registry's columns.
const (
	ip6AsSource = 1 << iota
	ip6AsDestination
	ip6Forwardable
	ip6Global
	ip6Reserved // by the protocol

	ip6Usable    = ip6AsSource | ip6AsDestination | ip6Forwardable
	ip6Anywhere  = ip6Usable | ip6Global
	ip6OnTheLink = ip6AsSource | ip6AsDestination | ip6Reserved
)

// ip6Purposes are the rows, of which the first that fits counts. Names are Wireshark's.
var ip6Purposes = [...]ip6Purpose{
	{0, 1, 128, "Loopback Address", ip6Reserved, false},
	{0, 0, 128, "Unspecified Address", ip6AsSource | ip6Reserved, false},
	{0, 0xffff00000000, 96, "IPv4-mapped Address", ip6Reserved, false},
	{0x64ff9b << 32, 0, 96, "IPv4-IPv6 Translat.", ip6Anywhere, false},
	{0x64ff9b0001 << 16, 0, 48, "IPv4-IPv6 Translat.", ip6Usable, false},
	{0x100 << 48, 0, 64, "Discard-Only Address Block", ip6Usable, false},
	{0x100<<48 | 1, 0, 64, "Dummy IPv6 Prefix", ip6AsSource, false},
	{0x20010000 << 32, 0, 32, "TEREDO", ip6Usable, true},
	{0x20010001 << 32, 1, 128, "Port Control Protocol Anycast", ip6Anywhere, false},
	{0x20010001 << 32, 2, 128, "Traversal Using Relays around NAT Anycast", ip6Anywhere, false},
	{0x20010001 << 32, 3, 128, "DNS-SD Service Registration Protocol Anycast", ip6Anywhere, false},
	{0x200100020000 << 16, 0, 48, "Benchmarking", ip6Usable, false},
	{0x20010003 << 32, 0, 32, "AMT", ip6Anywhere, false},
	{0x200100040112 << 16, 0, 48, "AS112-v6", ip6Anywhere, false},
	{0x20010020 << 32, 0, 28, "ORCHIDv2", ip6Anywhere, false},
	{0x20010030 << 32, 0, 28, "Drone Remote ID Protocol Entity Tags (DETs) Prefix", ip6Anywhere, false},
	{0x20010db8 << 32, 0, 32, "Documentation", 0, false},
	{0x2002 << 48, 0, 16, "6to4", ip6Usable, true},
	{0x2620004f8000 << 16, 0, 48, "Direct Delegation AS112 Service", ip6Anywhere, false},
	{0x3fff << 48, 0, 20, "Documentation", 0, false},
	{0x5f00 << 48, 0, 16, "Segment Routing (SRv6) SIDs", ip6Usable, false},
	{0xfc00 << 48, 0, 7, "Unique-Local", ip6Usable, true},
	{0xfe80 << 48, 0, 10, "Link-Local Unicast", ip6OnTheLink, false},
}

// ip6PurposeOf returns the row that an address of 16 bytes falls under, nil without one.
func ip6PurposeOf(a []byte) *ip6Purpose {
	high, low := binary.BigEndian.Uint64(a), binary.BigEndian.Uint64(a[8:])
	for i := range ip6Purposes {
		p := &ip6Purposes[i]
		if p.bits <= 64 {
			if (high^p.high)>>(64-p.bits) == 0 {
				return p
			}
			continue
		}
		if high == p.high && (low^p.low)>>(128-p.bits) == 0 {
			return p
		}
	}
	return nil
}

// ip6SpaceOf returns the allocation of IANA's registry of the IPv6 address space
// (RFC 4291, section 2.4) that an address is of.
func ip6SpaceOf(a []byte) string {
	switch first := binary.BigEndian.Uint16(a); {
	case first>>13 == 1:
		return "Global Unicast"
	case first>>9 == 0xfc>>1:
		return "Unique Local Unicast"
	case first>>6 == 0xfe80>>6:
		return "Link-Local Unicast"
	case first>>8 == 0xff:
		return "Multicast"
	}
	return "Reserved by IETF"
}

// ip6ScopeName is the name of a multicast address's scope: RFC 7346, section 2.
func ip6ScopeName(v uint64) string {
	switch v {
	case 0, 15:
		return "Reserved"
	case 1:
		return "Interface-Local scope"
	case 2:
		return "Link-Local scope"
	case 3:
		return "Realm-Local scope"
	case 4:
		return "Admin-Local scope"
	case 5:
		return "Site-Local scope"
	case 8:
		return "Organization-Local scope"
	case 14:
		return "Global scope"
	}
	return "Unassigned"
}
