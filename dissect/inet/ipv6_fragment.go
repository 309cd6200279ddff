package inet

import (
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/ipproto"
)

var ip6FragmentProto = field.NewProto("ipv6.fraghdr", "IPv6", "Fragment Header for IPv6", field.ExtensionOf(IPv6Proto))

// RFC 8200, section 4.5.
var (
	ip6FragNext     = ip6FragmentProto.Uint8("ipv6.fraghdr.nxt", "Next header", field.Dec, field.Named(ipproto.Name))
	ip6FragReserved = ip6FragmentProto.Uint8("ipv6.fraghdr.reserved_octet", "Reserved octet", field.Hex)
	ip6FragOffset   = ip6FragmentProto.Uint16("ipv6.fraghdr.offset", "Offset", field.Dec, field.Mask(0xfff8), field.Format(formatIPv6FragOffset))
	ip6FragBits     = ip6FragmentProto.Uint16("ipv6.fraghdr.reserved_bits", "Reserved bits", field.Dec, field.Mask(0x0006))
	ip6FragMore     = field.U16{Def: ip6FragmentProto.Bit("ipv6.fraghdr.more", "More Fragments", 0x0001, field.Size(2), field.Named(field.YesNo)).Def}
	ip6FragID       = ip6FragmentProto.Uint32("ipv6.fraghdr.ident", "Identification", field.Hex)
)

// An IPv6Fragment is the header before a part of a packet, RFC 8200
// section 4.5.
type IPv6Fragment struct {
	ip6Extension
	ID     uint32 // which fragments have in common
	Offset int    // in bytes
	More   bool
	Whole  *Reassembly // where a tracker put the packet together
}

// Proto implements dissect.Message.
func (*IPv6Fragment) Proto() *field.Proto { return ip6FragmentProto }

// Decode overwrites m with the header that d stands at.
func (m *IPv6Fragment) Decode(d *field.Decoder) error {
	*m = IPv6Fragment{Whole: m.Whole}
	m.inIPv6 = d.Env.Src.Is6()
	mark := d.Begin(&ip6FragmentProto.Def)
	m.NextHeader = d.Uint8(ip6FragNext)
	d.Uint8(ip6FragReserved)
	v := d.Shared16(ip6FragOffset, ip6FragBits, ip6FragMore)
	m.Offset, m.More = int(v&0xfff8), v&1 != 0
	m.ID = d.Uint32(ip6FragID)
	d.End(mark)
	if d.Bad() {
		return d.Err()
	}
	d.Env.IPProto, d.Env.Fragment = m.NextHeader, m.Fragment() && m.Whole == nil
	m.whole = true
	if d.More() {
		d.Payload()
	}
	m.Whole.generate(d, ip6ReassemblyFields)
	return nil
}

// Fragment reports whether the payload is part of a packet only; an atomic
// fragment, RFC 6946, is whole.
func (m *IPv6Fragment) Fragment() bool { return m.More || m.Offset != 0 }

// ClearFacts implements dissect.Stateful.
func (m *IPv6Fragment) ClearFacts() { m.Whole = nil }

// Next is what Next Header names. A fragment's payload has no protocol.
func (m *IPv6Fragment) Next(i int) field.Key {
	if m.Fragment() && m.Whole == nil {
		return field.Key{}
	}
	return ip6Next(m.NextHeader, i)
}

// AppendSummary appends the Info column.
func (m *IPv6Fragment) AppendSummary(b []byte, _ *field.Names) []byte {
	switch {
	case !m.whole:
		return b
	case m.Whole != nil || !m.Fragment():
		return ipproto.AppendNext(b, m.NextHeader)
	}
	b = field.AppendUint(append(b, "IPv6 fragment (off="...), uint64(m.Offset))
	if m.More {
		b = append(b, " more=y ident=0x"...)
	} else {
		b = append(b, " more=n ident=0x"...)
	}
	b = field.AppendHex(b, uint64(m.ID), 4)
	return append(field.AppendUint(append(b, " nxt="...), uint64(m.NextHeader)), ')')
}

// formatIPv6FragOffset tells bytes too, though the field counts eights of them.
func formatIPv6FragOffset(b []byte, t *field.Tree, i int) []byte {
	v := t.Nodes[i].Val
	b = field.AppendUint(append(t.AppendPattern(b, i), "Offset: "...), v)
	return append(field.AppendUint(append(b, " ("...), v*8), " bytes)"...)
}
