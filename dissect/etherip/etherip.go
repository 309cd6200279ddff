// Package etherip dissects EtherIP, RFC 3378: Ethernet frames in IP protocol 97, which
// bridges between sites put into IPsec.
package etherip

import "github.com/pktscope/pktscope/dissect/field"

// Proto declares the fields of EtherIP.
var Proto = field.NewProto("etherip", "ETHERIP", "Ethernet over IP")

var _ = Proto.FormatBy(appendTitle)

// RFC 3378, section 2: the version and the reserved bits share two bytes.
var (
	fVersion     = Proto.Uint16("etherip.ver", "Version", field.Dec, field.Mask(0xf000))
	fReserved    = Proto.Uint16("etherip.reserved", "Reserved", field.Hex, field.Mask(0x0fff))
	fNotThree    = Proto.Expert("etherip.ver.not3", "Version must be 3", field.Warning, field.OfProtocol)
	fNotReserved = Proto.Expert("etherip.reserved.not0", "Reserved field must be 0", field.Warning, field.OfProtocol)
)

// Version is the only one there is.
const Version = 3

// Key leads to the Ethernet frame, without its frame check sequence.
var Key = field.NewKey("etherip.ethernet")

// A Packet is the header before an Ethernet frame.
type Packet struct {
	Version  uint8
	Reserved uint16 // 0 if the sender follows the RFC
}

// Proto implements dissect.Message.
func (*Packet) Proto() *field.Proto { return Proto }

// Decode overwrites p with the header that d stands at. Another version is read like
// version 3, as Wireshark does: early implementations wrote the 3 into the wrong bits.
func (p *Packet) Decode(d *field.Decoder) error {
	*p = Packet{}
	m := d.Begin(&Proto.Def)
	if b := d.Peek(2); b != nil {
		p.Version = b[0] >> 4
		d.Put(fVersion, d.Off(), 2, uint64(p.Version))
		if p.Version != Version {
			d.Expert(fNotThree, 0)
		}
	}
	p.Reserved = d.Uint16(fReserved) & 0x0fff
	if p.Reserved != 0 {
		d.Expert(fNotReserved, 0)
	}
	if d.Len() == 0 {
		d.Malformed(Proto) // no frame
	}
	d.Payload()
	d.End(m)
	return d.Err()
}

// Next is an Ethernet frame.
func (*Packet) Next(i int) field.Key {
	if i > 0 {
		return field.Key{}
	}
	return Key
}

// AppendSummary appends the Info column of a packet without a frame.
func (p *Packet) AppendSummary(b []byte, _ *field.Names) []byte { return b }

// Printable implements dissect.Printable.
func (*Packet) Printable() bool { return true }

func appendTitle(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "EtherIP"...)
	if n := t.Child(i, fVersion); n >= 0 {
		b = field.AppendUint(append(b, ", Version "...), t.Nodes[n].Val)
	}
	return b
}
