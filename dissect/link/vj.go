package link

import "github.com/pktscope/pktscope/dissect/field"

// VJProto declares Van Jacobson's compression of TCP/IP headers: RFC 1144.
var VJProto = field.NewProto("vjc", "VJC", "PPP Van Jacobson compressed TCP/IP")

var vjPacket = VJProto.Bytes("pktscope.vjc.packet", "TCP/IP")

// Numbers of the PPP protocol of a compressed packet, and of one that is not: RFC 1661.
const (
	vjCompressed   = 0x002d
	vjUncompressed = 0x002f
)

// A VJ is a packet of a connection whose headers are compressed. The first is
// uncompressed: an IP packet with the connection's number in place of the protocol. The
// headers of the others hold only what has changed, which is left as it is.
type VJ struct {
	Data  []byte // aliases the packet
	Facts VJFacts

	compressed bool
}

// VJFacts are left by trackers; Decode keeps them. Restored says that the payload has a
// buffer of its own, in which the protocol stands again.
type VJFacts struct{ Restored bool }

// ClearFacts implements dissect.Stateful.
func (m *VJ) ClearFacts() { m.Facts = VJFacts{} }

// Proto implements dissect.Message.
func (*VJ) Proto() *field.Proto { return VJProto }

// Uncompressed reports whether the packet is an IP packet but for its protocol.
func (m *VJ) Uncompressed() bool { return !m.compressed }

// Decode reads the packet.
func (m *VJ) Decode(d *field.Decoder) error {
	*m = VJ{Facts: m.Facts, compressed: d.Env.Key == field.PPP.Key(vjCompressed)}
	m.Data = d.Peek(d.Captured())
	mark := d.Begin(&VJProto.Def)
	if m.Facts.Restored {
		d.Payload()
	}
	d.Rest(vjPacket)
	d.End(mark)
	return d.Err()
}

// Next is IP, where the protocol stands again.
func (m *VJ) Next(i int) field.Key {
	if i > 0 || !m.Facts.Restored {
		return field.Key{}
	}
	return IPv4Key
}

// AppendSummary appends which of both it is.
func (m *VJ) AppendSummary(b []byte, _ *field.Names) []byte {
	return append(b, pick(m.compressed, "Compressed TCP/IP", "Uncompressed TCP/IP")...)
}
