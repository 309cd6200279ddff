// Package nat dissects what IPsec wraps itself in to pass network address
// translation: the UDP encapsulation of RFC 3948.
package nat

import "github.com/pktscope/pktscope/dissect/field"

// Proto declares the fields of the encapsulation.
var Proto = field.NewProto("udpencap", "UDPENCAP", "UDP Encapsulation of IPsec Packets")

var (
	fKeepalive = Proto.None("udpencap.nat_keepalive", "NAT-keepalive packet")
	fMarker    = Proto.None("udpencap.non_esp_marker", "Non-ESP Marker")
)

// Keys of what the encapsulation holds.
var (
	ISAKMPKey = field.NewKey("nat.isakmp") // behind the Non-ESP Marker
	ESPKey    = field.NewKey("nat.esp")
)

// keepalive is the one byte of a NAT-keepalive, RFC 3948, section 2.3.
const keepalive = 0xff

// markerSize is the length of the Non-ESP Marker, four zero bytes where ESP
// has its SPI: RFC 3948, section 2.2.
const markerSize = 4

// A Kind says what a datagram of the encapsulation holds.
type Kind uint8

const (
	Broken    Kind = iota // too short for any of the others
	Keepalive             // nothing: it keeps a translation alive
	ISAKMP                // the Non-ESP Marker and a message of IKE
	ESP                   // an ESP packet
)

// A Packet is the payload of a UDP datagram on port 4500.
type Packet struct {
	Kind Kind
	// Payload is the message of IKE, behind the marker, or the ESP packet; nil
	// with the other kinds. It aliases the packet.
	Payload []byte
}

// Proto implements dissect.Message.
func (*Packet) Proto() *field.Proto { return Proto }

// Decode overwrites p with the datagram that d stands at.
func (p *Packet) Decode(d *field.Decoder) error {
	*p = Packet{}
	m := d.Begin(&Proto.Def)
	switch b := d.Peek(min(markerSize, d.Len())); {
	case b == nil:
		d.Skip(fMarker, min(markerSize, d.Len())) // the capture was cut
	case len(b) == 1 && b[0] == keepalive:
		p.Kind = Keepalive
		cover(d, fKeepalive, 1)
	case len(b) < markerSize:
		d.Malformed(fMarker)
	case [markerSize]byte(b) == [markerSize]byte{}:
		p.Kind = ISAKMP
		cover(d, fMarker, markerSize)
		p.Payload = d.Peek(d.Captured())
		d.Payload()
	default:
		p.Kind = ESP
		p.Payload = d.Peek(d.Captured())
		d.Payload()
	}
	d.End(m)
	return d.Err()
}

// cover reads n bytes that f stands for by being there.
func cover(d *field.Decoder, f *field.Def, n int) {
	m := d.Begin(f)
	d.Skip(f, n)
	d.End(m)
}

// Next is what the four bytes of the marker tell.
func (p *Packet) Next(i int) field.Key {
	switch {
	case i > 0:
	case p.Kind == ISAKMP:
		return ISAKMPKey
	case p.Kind == ESP:
		return ESPKey
	}
	return field.Key{}
}

// AppendSummary appends the Info column.
func (p *Packet) AppendSummary(b []byte, _ *field.Names) []byte {
	if p.Kind == Keepalive {
		return append(b, "NAT-keepalive"...)
	}
	return b
}
