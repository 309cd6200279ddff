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

	whole bool // the header was read
}

// Proto implements dissect.Message.
func (*Packet) Proto() *field.Proto { return Proto }

// Decode overwrites p with the packet that d stands at. What is compressed stays
// so.
func (p *Packet) Decode(d *field.Decoder) error {
	*p = Packet{}
	m := d.Begin(&Proto.Def)
	p.NextHeader = d.Uint8(fNext)
	p.Flags = d.Uint8(fFlags)
	p.CPI = d.Uint16(fCPI)
	p.whole = !d.Bad()
	d.Payload()
	d.End(m)
	return d.Err()
}

// Next is zero: the payload is compressed, and stays so.
func (*Packet) Next(int) field.Key { return field.Key{} }

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
