// Package iketcp dissects the TCP encapsulation of IKE and ESP, RFC 9329, which
// was RFC 8229. Wireshark 4.0 has no fields for it; these are pktscope's own.
package iketcp

import "github.com/pktscope/pktscope/dissect/field"

// Proto declares the fields of the encapsulation.
var Proto = field.NewProto("pktscope.iketcp", "IKETCP", "TCP Encapsulation of IKE and IPsec Packets")

var (
	fPrefix = Proto.String("pktscope.iketcp.prefix", "Stream Prefix")
	fLength = Proto.Uint16("pktscope.iketcp.length", "Length", field.Dec)
)

// Key leads to a message of the stream, which is put together before.
var Key = field.NewKey("iketcp")

// Prefix is what the side that opened the connection sends before all else:
// section 4.
const Prefix = "IKETCP"

// LengthSize is the length of the length, which counts itself: section 3.
const LengthSize = 2

// A Packet is one message of the stream, with the prefix if it is the first. What
// follows is what RFC 3948 puts into UDP: ESP, or the Non-ESP Marker and IKE.
type Packet struct {
	First  bool // the prefix stands before it
	Length int  // of the message, with the length itself
}

// Proto implements dissect.Message.
func (*Packet) Proto() *field.Proto { return Proto }

// Decode overwrites p with the message that d stands at.
func (p *Packet) Decode(d *field.Decoder) error {
	*p = Packet{}
	m := d.Begin(&Proto.Def)
	if b := d.Peek(min(len(Prefix), d.Captured())); d.Len() >= len(Prefix) && len(b) > 0 && string(b) == Prefix[:len(b)] {
		p.First = true
		d.TextN(fPrefix, len(Prefix))
	}
	p.Length = int(d.Uint16(fLength))
	if p.Length < LengthSize || p.Length-LengthSize > d.Len() {
		d.Malformed(fLength)
	}
	if p.Length > LengthSize {
		d.PayloadN(p.Length - LengthSize)
	}
	d.End(m)
	return d.Err()
}

// encapsulation is the port of RFC 3948.
const encapsulation = 4500

// Next is what RFC 3948 puts into UDP.
func (*Packet) Next(i int) field.Key {
	if i > 0 {
		return field.Key{}
	}
	return field.UDPPort.Key(encapsulation)
}

// AppendSummary appends the Info column of a message that holds nothing.
func (p *Packet) AppendSummary(b []byte, _ *field.Names) []byte {
	b = append(b, "TCP encapsulation of IKE and IPsec, length "...)
	return field.AppendUint(b, uint64(p.Length))
}

// Printable implements dissect.Printable.
func (*Packet) Printable() bool { return true }
