package inet

import (
	"encoding/binary"

	"github.com/pktscope/pktscope/dissect/field"
)

// ip6AddrFields are the fields of what an address tells: of the source's, or of the
// destination's.
type ip6AddrFields struct {
	space, purpose        *field.Def
	answers               [5]*field.Def // of an ip6Purpose, in its order
	flags, reserved       *field.Def
	rendezvous, prefix    *field.Def
	transient, scope      *field.Def
	gateway, site         *field.Def // 6to4
	server, port, client  *field.Def // Teredo
	mac, isatap, prefixed *field.Def
}

var (
	ip6SrcTells = newIP6AddrFields("src_", "Source ")
	ip6DstTells = newIP6AddrFields("dst_", "Destination ")

	ip6EmbedPrefix = IPv6Proto.Generated("ipv6.embed_ipv4_prefix", "Embedded IPv4 Prefix", field.Raw, field.Dec, 0)
	ip6Embed       = IPv6Proto.Generated("ipv6.embed_ipv4", "Embedded IPv4", field.IPv4, field.Dec, 4)
)

// newIP6AddrFields declares the fields of an address. Labels of those that stand below
// the address do not say which.
func newIP6AddrFields(word, which string) *ip6AddrFields {
	name := func(rest string) string { return "ipv6." + word + rest }
	bit := func(rest, label string) *field.Def {
		return IPv6Proto.Generated(name("special_purpose_"+rest), label, field.Bool, field.Dec, 0)
	}
	flag := func(rest, label string, mask uint64) *field.Def {
		return IPv6Proto.Generated(name("multicast_flags."+rest), label, field.Bool, field.Dec, 2, field.Mask(mask))
	}
	ipv4 := func(rest, label string) *field.Def {
		return IPv6Proto.Generated(name(rest), which+label, field.IPv4, field.Dec, 4)
	}
	return &ip6AddrFields{
		space:   IPv6Proto.Generated(name("addr_space"), "Address Space", field.Text, field.Dec, 0),
		purpose: IPv6Proto.Generated(name("special_purpose"), "Special-Purpose Allocation", field.Text, field.Dec, 0),
		answers: [5]*field.Def{
			bit("source", "Source"), bit("destination", "Destination"), bit("forwardable", "Forwardable"),
			bit("global", "Globally Reachable"), bit("reserved", "Reserved-by-Protocol"),
		},
		flags:      IPv6Proto.Generated(name("multicast_flags"), "Multicast Flags", field.Uint, field.Hex, 2, field.Mask(0x00f0), field.Format(formatIP6Flags)),
		reserved:   IPv6Proto.Generated(name("multicast_flags.reserved"), "Reserved", field.Uint, field.Dec, 2, field.Mask(0x0080)),
		rendezvous: flag("embed_rp", "Rendezvous Point (RP)", 0x0040),
		prefix:     flag("network_prefix", "Network Prefix", 0x0020),
		transient:  flag("transient", "Transient", 0x0010),
		scope:      IPv6Proto.Generated(name("multicast_scope"), "Multicast Scope", field.Uint, field.Hex, 2, field.Mask(0x000f), field.Named(ip6ScopeName)),
		gateway:    ipv4("6to4_gw_ipv4", "6to4 Gateway IPv4"),
		site:       IPv6Proto.Generated(name("6to4_sla_id"), which+"6to4 SLA ID", field.Uint, field.Dec, 2),
		server:     ipv4("ts_ipv4", "Teredo Server IPv4"),
		port:       IPv6Proto.Generated(name("tc_port"), which+"Teredo Port", field.Uint, field.Dec, 2),
		client:     ipv4("tc_ipv4", "Teredo Client IPv4"),
		mac:        IPv6Proto.Generated(name("slaac_mac"), which+"SLAAC MAC", field.Ether, field.Dec, 6),
		isatap:     ipv4("isatap_ipv4", "ISATAP IPv4"),
		prefixed:   ipv4("embed_ipv4", "Embedded IPv4"),
	}
}

// Aliases for the fields of either address.
var (
	_ = ip6Either("addr_space", "Address Space", func(f *ip6AddrFields) *field.Def { return f.space })
	_ = ip6Either("addr_special_purpose", "Special-Purpose Allocation", func(f *ip6AddrFields) *field.Def { return f.purpose })
	_ = ip6Either("addr_special_purpose_source", "Source", func(f *ip6AddrFields) *field.Def { return f.answers[0] })
	_ = ip6Either("addr_special_purpose_destination", "Destination", func(f *ip6AddrFields) *field.Def { return f.answers[1] })
	_ = ip6Either("addr_special_purpose_forwardable", "Forwardable", func(f *ip6AddrFields) *field.Def { return f.answers[2] })
	_ = ip6Either("addr_special_purpose_global", "Globally Reachable", func(f *ip6AddrFields) *field.Def { return f.answers[3] })
	_ = ip6Either("addr_special_purpose_reserved", "Reserved-by-Protocol", func(f *ip6AddrFields) *field.Def { return f.answers[4] })
	_ = ip6Either("multicast_flags", "Multicast Flags", func(f *ip6AddrFields) *field.Def { return f.flags })
	_ = ip6Either("multicast_flags.reserved", "Reserved", func(f *ip6AddrFields) *field.Def { return f.reserved })
	_ = ip6Either("multicast_flags.embed_rp", "Rendezvous Point (RP)", func(f *ip6AddrFields) *field.Def { return f.rendezvous })
	_ = ip6Either("multicast_flags.network_prefix", "Network Prefix", func(f *ip6AddrFields) *field.Def { return f.prefix })
	_ = ip6Either("multicast_flags.transient", "Transient", func(f *ip6AddrFields) *field.Def { return f.transient })
	_ = ip6Either("multicast_scope", "Multicast Scope", func(f *ip6AddrFields) *field.Def { return f.scope })
	_ = ip6Either("6to4_gw_ipv4", "6to4 Gateway IPv4", func(f *ip6AddrFields) *field.Def { return f.gateway })
	_ = ip6Either("6to4_sla_id", "6to4 SLA ID", func(f *ip6AddrFields) *field.Def { return f.site })
	_ = ip6Either("ts_ipv4", "Teredo Server IPv4", func(f *ip6AddrFields) *field.Def { return f.server })
	_ = ip6Either("tc_port", "Teredo Port", func(f *ip6AddrFields) *field.Def { return f.port })
	_ = ip6Either("tc_ipv4", "Teredo Client IPv4", func(f *ip6AddrFields) *field.Def { return f.client })
	_ = ip6Either("slaac_mac", "SLAAC MAC", func(f *ip6AddrFields) *field.Def { return f.mac })
	_ = ip6Either("isatap_ipv4", "ISATAP IPv4", func(f *ip6AddrFields) *field.Def { return f.isatap })
)

// ip6Either declares the alias of a field of the source and the destination.
func ip6Either(name, label string, of func(*ip6AddrFields) *field.Def) *field.Def {
	return IPv6Proto.Alias("ipv6."+name, label, of(ip6SrcTells), of(ip6DstTells))
}

// below adds to the tree what the address says of its kind, below its node, the tree's
// last.
func (f *ip6AddrFields) below(t *field.Tree) {
	at := int32(len(t.Nodes) - 1)
	up := t.Nodes[at]
	a := t.Bytes(int(at))
	if len(a) != 16 {
		return
	}
	node := field.Node{Off: up.Off, Buf: up.Buf, Len: 2, Flags: field.IsGenerated}
	text := node
	text.Def, text.Val, text.Flags = f.space, t.Keep([]byte(ip6SpaceOf(a))), field.IsGenerated|field.IsKept
	t.Add(at, text)
	if p := ip6PurposeOf(a); p != nil {
		text.Def, text.Val, text.Len = f.purpose, t.Keep([]byte(p.name)), 16
		f.addAnswers(t, t.Add(at, text), p)
	}
	if a[0] == 0xff {
		f.addMulticast(t, at, node)
	}
	t.Nodes[at].End = int32(len(t.Nodes))
}

// addAnswers adds the answers of p below node at.
func (f *ip6AddrFields) addAnswers(t *field.Tree, at int32, p *ip6Purpose) {
	if at < 0 {
		return
	}
	node := t.Nodes[at]
	node.Flags = field.IsGenerated
	for i, d := range f.answers {
		if p.local && 1<<i == ip6Global {
			continue
		}
		node.Def, node.Val = d, uint64(p.answers>>i&1)
		t.Add(at, node)
	}
	t.Nodes[at].End = int32(len(t.Nodes))
}

// addMulticast adds the flags and the scope of a multicast address below node at: RFC
// 7371, section 2, and RFC 4291, section 2.7.
func (f *ip6AddrFields) addMulticast(t *field.Tree, at int32, node field.Node) {
	v := uint64(binary.BigEndian.Uint16(t.Bytes(int(at))))
	node.Def, node.Val = f.flags, f.flags.Value(v)
	if flags := t.Add(at, node); flags >= 0 {
		part := node
		part.Flags = 0
		for _, d := range [...]*field.Def{f.reserved, f.rendezvous, f.prefix, f.transient} {
			part.Def, part.Val = d, d.Value(v)
			t.Add(flags, part)
		}
		t.Nodes[flags].End = int32(len(t.Nodes))
	}
	node.Def, node.Val = f.scope, f.scope.Value(v)
	t.Add(at, node)
}

// formatIP6Flags appends the names of the flags that are set.
func formatIP6Flags(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	b = append(append(t.AppendPattern(b, i), n.Def.Label...), ": "...)
	b = n.Def.AppendNumber(b, n.Val)
	for _, flag := range [...]struct {
		bit  uint64
		name string
	}{{4, ", Rendezvous Point (RP)"}, {2, ", Network Prefix"}, {1, ", Transient"}} {
		if n.Val&flag.bit != 0 {
			b = append(b, flag.name...)
		}
	}
	return b
}
