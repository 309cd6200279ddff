package inet

import (
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/ipproto"
)

// An ip6Extension is what extension headers have in common, RFC 8200
// section 4.
type ip6Extension struct {
	NextHeader uint8
	inIPv6     bool // where it belongs, and not behind an IPv4 header
	whole      bool
}

// An ip6ExtensionFields is how one of them names its first two bytes.
type ip6ExtensionFields struct {
	next, length field.U8
	octets       *field.Def // the length in bytes
}

func ip6ExtensionProto(p *field.Proto) ip6ExtensionFields {
	return ip6ExtensionFields{
		next:   p.Uint8(p.Name+".nxt", "Next Header", field.Dec, field.Named(ipproto.Name)),
		length: p.Uint8(p.Name+".len", "Length", field.Dec),
		octets: p.Generated(p.Name+".len_oct", "Length", field.Uint, field.Dec, 2, field.Unit(" byte", " bytes")),
	}
}

// begin reads Next Header and Hdr Ext Len, which bounds the open subtree.
func (m *ip6Extension) begin(d *field.Decoder, mark field.Subtree, f ip6ExtensionFields) {
	m.inIPv6 = d.Env.Src.Is6()
	m.NextHeader = d.Uint8(f.next)
	at := d.Off()
	n := 8 * (int(d.Uint8(f.length)) + 1) // in eights, not counting the first
	d.GenerateOver(f.octets, at, 1, uint64(n))
	d.Limit(mark, f.length, n)
}

// end hands on what stands behind the header; it must be called behind its
// subtree.
func (m *ip6Extension) end(d *field.Decoder) error {
	if d.Bad() {
		return d.Err()
	}
	d.Env.IPProto = m.NextHeader
	m.whole = true
	if d.More() || m.NextHeader != ipproto.NoNext {
		d.Payload()
	}
	return nil
}

// Next is the protocol or the extension header that Next Header names.
func (m *ip6Extension) Next(i int) field.Key { return ip6Next(m.NextHeader, i) }

// Nested reports whether the header is part of an IPv6 packet's.
func (m *ip6Extension) Nested() bool { return m.inIPv6 }

// AppendProtocol names the protocol that the header extends.
func (m *ip6Extension) AppendProtocol(b []byte) []byte {
	if m.inIPv6 {
		return append(b, "IPv6"...)
	}
	return append(b, "IPv4"...)
}

// summary appends the Info column: what the header is while nothing is known
// of what follows.
func (m *ip6Extension) summary(b []byte, name string) []byte {
	if m.whole {
		return ipproto.AppendNext(b, m.NextHeader)
	}
	return append(b, name...)
}
