// Package ipcomp dissects the header of IP Payload Compression, RFC 3173, which
// stands within ESP where IPsec compresses what it protects.
package ipcomp

import (
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/ipproto"
)

// Proto declares the fields of IPComp.
var Proto = field.NewProto("ipcomp", "IPComp", "IP Payload Compression")

// RFC 3173, section 3.3.
var (
	fNext  = Proto.Uint8("ipcomp.next_header", "Next Header", field.Hex, field.Named(ipproto.Name))
	fFlags = Proto.Uint8("ipcomp.flags", "IPComp Flags", field.Hex)
	fCPI   = Proto.Uint16("ipcomp.cpi", "IPComp CPI", field.Hex, field.Named(cpiName))
)

// Wireshark shows what is compressed as data; these are pktscope's own.
var (
	fCompressed = Proto.Bytes("pktscope.ipcomp.compressed", "Compressed Data", field.Format(formatSized))
	fInflated   = Proto.Bytes("pktscope.ipcomp.decompressed", "Decompressed Data", field.Format(formatSized))
)

// Compression Parameter Indexes: RFC 3173, section 3.3.
const (
	CPIDeflate    = 2
	CPINegotiated = 256 // the first that peers agree on by IKE
)

// cpiName names the Compression Parameter Indexes that stand for an algorithm,
// IANA's "IPComp transform identifiers"; others are negotiated.
func cpiName(v uint64) string {
	switch v {
	case 1:
		return "OUI"
	case 2:
		return "DEFLATE"
	case 3:
		return "LZS"
	case 4:
		return "LZJH"
	}
	return ""
}

// A Packet is one datagram whose payload is compressed.
type Packet struct {
	NextHeader uint8 // of what is compressed
	Flags      uint8
	CPI        uint16
	Data       []byte // what is compressed, as far as it was captured; it aliases the packet
	Facts      Facts  // set by trackers; Decode keeps them

	whole bool // the header was read
}

// Facts are the result of decompression. The bytes must live as long as the packet does,
// and be its buffer of that number.
type Facts struct {
	Plain []byte // nil: it was not decompressed
	Buf   uint8
}

// ClearFacts implements dissect.Stateful.
func (p *Packet) ClearFacts() { p.Facts = Facts{} }

// Proto implements dissect.Message.
func (*Packet) Proto() *field.Proto { return Proto }

// Decode overwrites p with the packet that d stands at. What is compressed stays so
// without Facts.
func (p *Packet) Decode(d *field.Decoder) error {
	*p = Packet{Facts: p.Facts}
	m := d.Begin(&Proto.Def)
	p.NextHeader = d.Uint8(fNext)
	p.Flags = d.Uint8(fFlags)
	p.CPI = d.Uint16(fCPI)
	p.whole = !d.Bad()
	p.Data = d.Peek(d.Captured())
	if p.Facts.Plain != nil {
		p.plain(d)
	} else {
		d.Payload()
	}
	d.End(m)
	return d.Err()
}

// plain reads what was compressed, and hands on what it was before.
func (p *Packet) plain(d *field.Decoder) {
	d.Bytes(fCompressed, d.Captured())
	a := d.Inner(p.Facts.Buf, p.Facts.Plain)
	d.Payload()
	d.Bytes(fInflated, d.Len())
	d.Outer(a)
}

// Next is the protocol of what was compressed; it is zero where that stays so.
func (p *Packet) Next(i int) field.Key {
	if i > 0 || p.Facts.Plain == nil {
		return field.Key{}
	}
	return field.IPProto.Key(uint64(p.NextHeader))
}

// formatSized appends "Compressed Data: 0102 (2 bytes)".
func formatSized(b []byte, t *field.Tree, i int) []byte {
	b = field.AppendCut(append(append(b, t.Nodes[i].Def.Label...), ": "...), t.Bytes(i))
	n := t.Nodes[i].Len
	b = field.AppendUint(append(b, " ("...), uint64(n))
	if n == 1 {
		return append(b, " byte)"...)
	}
	return append(b, " bytes)"...)
}

// AppendSummary appends the Info column.
func (p *Packet) AppendSummary(b []byte, _ *field.Names) []byte {
	if !p.whole {
		return b
	}
	b = append(b, "IPComp (CPI="...)
	if name := cpiName(uint64(p.CPI)); name != "" {
		b = append(b, name...)
	} else {
		b = field.AppendHex(append(b, "0x"...), uint64(p.CPI), 2)
	}
	return append(b, ')')
}

// Printable implements dissect.Printable: the summary is numbers and names of ours.
func (*Packet) Printable() bool { return true }
