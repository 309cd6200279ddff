// Package tcpencap dissects Cisco's own encapsulation of IKE and ESP in TCP,
// which is not published: its format is known from captures.
// RFC 9329's is another: dissect/iketcp.
package tcpencap

import "github.com/pktscope/pktscope/dissect/field"

// Proto declares the fields of the encapsulation.
var Proto = field.NewProto("tcpencap", "TCPENCAP", "TCP Encapsulation of IPsec Packets")

// The trailer, behind an ESP packet or a UDP datagram.
var (
	fTrailer   = Proto.Bytes("tcpencap.unknown", "Unknown trailer")
	fZero      = Proto.Bytes("tcpencap.zero", "All zero")
	fSeq       = Proto.Uint16("tcpencap.seq", "Sequence number", field.Hex)
	fESPZero   = Proto.Uint16("tcpencap.espzero", "ESP zero", field.Hex)
	fDirection = Proto.Uint16("tcpencap.ikedirection", "ISAKMP traffic direction", field.Hex, field.Named(directionName))
	fMagic     = Proto.Bytes("tcpencap.magic", "Magic number")
	fProtocol  = Proto.Uint8("tcpencap.proto", "Protocol", field.Hex, field.Named(protocolName))
	fMagic2    = Proto.Bytes("tcpencap.magic2", "Magic 2")
)

// trailerSize is the length of the trailer.
const trailerSize = 16

// IP protocol numbers, which the trailer has.
const (
	udp = 17
	esp = 50
)

// A Packet is one segment: each holds one packet.
type Packet struct {
	Protocol uint8 // IP protocol number of what it holds: 17 for IKE, 50 for ESP; 0: it is none of this
	Seq      uint16
}

// Proto implements dissect.Message.
func (*Packet) Proto() *field.Proto { return Proto }

// Decode overwrites p with the segment at d. Other protocols use the port, too: a
// segment without the trailer is left to them.
func (p *Packet) Decode(d *field.Decoder) error {
	*p = Packet{Protocol: protocolOf(d.Peek(d.Len()))}
	if p.Protocol == 0 {
		if d.Captured() == 0 {
			d.Skip(&Proto.Def, 1) // nothing is there to tell
		}
		d.Payload()
		return d.Err()
	}
	m := d.Begin(&Proto.Def)
	d.PayloadN(d.Len() - trailerSize)
	d.Skip(&Proto.Def, d.Len()-trailerSize)
	t := d.Begin(fTrailer)
	d.Bytes(fZero, 4)
	p.Seq = d.Uint16(fSeq)
	if p.Protocol == udp {
		d.Uint16(fDirection)
	} else {
		d.Uint16(fESPZero)
	}
	d.Bytes(fMagic, 5)
	d.Uint8(fProtocol)
	d.Bytes(fMagic2, 2)
	d.End(t)
	d.End(m)
	return d.Err()
}

// protocolOf is what the segment b holds, 0 if it has no trailer that fits: four
// zero bytes, then a protocol that agrees with what the segment begins with,
// the ports of IKE or anything else.
func protocolOf(b []byte) uint8 {
	if len(b) <= trailerSize {
		return 0
	}
	t := b[len(b)-trailerSize:]
	ike := b[0] == 0x01 && b[1] == 0xf4 && b[2] == 0x01 && b[3] == 0xf4
	switch {
	case [4]byte(t) != [4]byte{}:
		return 0
	case t[13] == udp && ike, t[13] == esp && !ike:
		return t[13]
	}
	return 0
}

// Next is what the trailer says.
func (p *Packet) Next(i int) field.Key {
	if i > 0 || p.Protocol == 0 {
		return field.Key{}
	}
	return field.IPProto.Key(uint64(p.Protocol))
}

// Silent leaves the row of what is none of this to TCP.
func (p *Packet) Silent() bool { return p.Protocol == 0 }

// AppendSummary appends the Info column of a packet without a dissected payload.
func (p *Packet) AppendSummary(b []byte, _ *field.Names) []byte { return b }

func directionName(v uint64) string {
	switch v {
	case 0x0000:
		return "Server to client"
	case 0x4000:
		return "Client to server"
	}
	return ""
}

func protocolName(v uint64) string {
	switch v {
	case udp:
		return "ISAKMP"
	case esp:
		return "ESP"
	}
	return ""
}
