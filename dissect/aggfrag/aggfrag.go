// Package aggfrag dissects AGGFRAG payloads, RFC 9347: several IP packets, and parts of
// packets, in one ESP packet, IP protocol 144. It is what IP-TFS sends. Wireshark has no
// fields for them; these are pktscope's own, by the names of section 6.1.
package aggfrag

import (
	"encoding/binary"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/ipproto"
)

// Proto declares the fields of an AGGFRAG payload.
var Proto = field.NewProto("pktscope.aggfrag", "AGGFRAG", "AGGFRAG Payload", field.Format(appendTitle))

// Sections 6.1.1 and 6.1.2.
var (
	fSubtype     = Proto.Uint8("pktscope.aggfrag.subtype", "Sub-Type", field.Dec, field.Named(subtypeName))
	fReserved    = Proto.Uint8("pktscope.aggfrag.reserved", "Reserved", field.Hex)
	fReserved6   = Proto.Uint8("pktscope.aggfrag.reserved", "Reserved", field.Hex, field.Mask(0xfc))
	fProbe       = Proto.Uint8("pktscope.aggfrag.p", "P: packetization layer path MTU discovery", field.Dec, field.Mask(0x02))
	fECN         = Proto.Uint8("pktscope.aggfrag.e", "E: congestion was experienced", field.Dec, field.Mask(0x01))
	fBlockOffset = Proto.Uint16("pktscope.aggfrag.block_offset", "BlockOffset", field.Dec)
	fLoss        = Proto.Uint32("pktscope.aggfrag.loss_event_rate", "LossEventRate", field.Dec)
	fRTT         = Proto.Generated("pktscope.aggfrag.rtt", "RTT", field.Uint, field.Dec, 4)
	fEcho        = Proto.Generated("pktscope.aggfrag.echo_delay", "Echo Delay", field.Uint, field.Dec, 4)
	fTransmit    = Proto.Generated("pktscope.aggfrag.transmit_delay", "Transmit Delay", field.Uint, field.Dec, 4)
	fTVal        = Proto.Uint32("pktscope.aggfrag.tval", "TVal", field.Hex)
	fTEcho       = Proto.Uint32("pktscope.aggfrag.techo", "TEcho", field.Hex)
	fUnknown     = Proto.Bytes("pktscope.aggfrag.data", "Data of an unknown sub-type")
)

// Sub-types: section 6.1.
const (
	Basic             = 0
	CongestionControl = 1
)

// A Packet is one AGGFRAG payload.
type Packet struct {
	Subtype     uint8 // Basic or CongestionControl
	P, E        bool
	BlockOffset int // bytes before the first block that begins here, or in a later payload
	Loss        uint32
	// RTT, Echo and Transmit have 22, 21 and 21 bits.
	RTT, Echo, Transmit uint32
	TVal, TEcho         uint32
	Blocks              []Block // in order; they alias the packet

	next uint8 // of the payload that is handed on: the first whole packet
}

// Proto implements dissect.Message.
func (*Packet) Proto() *field.Proto { return Proto }

// Decode overwrites p with the payload that d stands at. The first packet that is whole
// is handed on; a tracker attaches the others.
func (p *Packet) Decode(d *field.Decoder) error {
	*p = Packet{Blocks: p.Blocks[:0]}
	m := d.Begin(&Proto.Def)
	p.Subtype = d.Uint8(fSubtype)
	switch p.Subtype {
	case Basic:
		d.Uint8(fReserved)
		p.BlockOffset = int(d.Uint16(fBlockOffset))
	case CongestionControl:
		p.congestion(d)
	default: // a receiver drops it
		d.Bytes(fUnknown, d.Len())
		d.End(m)
		return d.Err()
	}
	p.blocks(d)
	d.End(m)
	return d.Err()
}

// congestion reads what stands behind the sub-type with congestion control.
func (p *Packet) congestion(d *field.Decoder) {
	flags := d.Shared8(fReserved6, fProbe, fECN)
	p.P, p.E = flags&2 != 0, flags&1 != 0
	p.BlockOffset = int(d.Uint16(fBlockOffset))
	p.Loss = d.Uint32(fLoss)
	off, b := d.Off(), d.Peek(8)
	if d.Skip(fRTT, 8); b != nil {
		v := binary.BigEndian.Uint64(b)
		p.RTT, p.Echo, p.Transmit = uint32(v>>42), uint32(v>>21&(1<<21-1)), uint32(v&(1<<21-1))
		d.Put(fRTT, off, 3, uint64(p.RTT))
		d.Put(fEcho, off+2, 4, uint64(p.Echo))
		d.Put(fTransmit, off+5, 3, uint64(p.Transmit))
	}
	p.TVal = d.Uint32(fTVal)
	p.TEcho = d.Uint32(fTEcho)
}

// Next is the protocol of the first whole packet.
func (p *Packet) Next(i int) field.Key {
	if i > 0 || p.next == 0 {
		return field.Key{}
	}
	return field.IPProto.Key(uint64(p.next))
}

// AppendSummary appends the Info column of a payload without a whole packet: "AGGFRAG,
// IPv4 (20 of 44 bytes)".
func (p *Packet) AppendSummary(b []byte, _ *field.Names) []byte {
	b = append(b, "AGGFRAG"...)
	if p.Subtype > CongestionControl {
		return field.AppendUint(append(b, " of unknown sub-type "...), uint64(p.Subtype))
	}
	for i := range p.Blocks {
		b = p.Blocks[i].append(append(b, ", "...))
	}
	return b
}

// Printable implements dissect.Printable: the summary is numbers and names of ours.
func (*Packet) Printable() bool { return true }

func subtypeName(v uint64) string {
	switch v {
	case Basic:
		return "Basic"
	case CongestionControl:
		return "Congestion Control"
	}
	return ""
}

// appendTitle appends "AGGFRAG Payload, Basic".
func appendTitle(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "AGGFRAG Payload"...)
	if c := i + 1; c < int(t.Nodes[i].End) {
		if name := subtypeName(t.Nodes[c].Val); name != "" {
			b = append(append(b, ", "...), name...)
		}
	}
	return b
}

// protocolOf is the IP protocol of a block of that type.
func protocolOf(typ BlockType) uint8 {
	switch typ {
	case IPv4:
		return ipproto.IPv4
	case IPv6:
		return ipproto.IPv6
	}
	return 0
}
