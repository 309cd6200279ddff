package edp

import (
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/tlv"
)

// Proto declares the fields of EDP.
var Proto = field.NewProto("edp", "EDP", "Extreme Discovery Protocol")

var (
	fVersion  = Proto.Uint8("edp.version", "Version", field.Dec)
	fReserved = Proto.Uint8("edp.reserved", "Reserved", field.Dec)
	fLength   = Proto.Uint16("edp.length", "Data length", field.Dec)
	fSequence = Proto.Uint16("edp.seqno", "Sequence number", field.Dec)
	fIDType   = Proto.Uint16("edp.midtype", "Machine ID type", field.Dec, field.Named(idTypeName))
	fMAC      = Proto.Ether("edp.midmac", "Machine MAC")
)

// A Packet is one announcement, or a message of a protocol that EDP carries. What
// it keeps aliases the packet; a field is zero where its TLV is missing: see Has.
// Where a TLV is there twice, the last counts, and VLANs go on.
type Packet struct {
	Version  uint8
	Length   uint16 // of all from the version on, as the packet says
	Checksum uint16
	Sum      Sum
	Sequence uint16
	IDType   uint16 // of the machine's ID: 0 for a MAC address
	MAC      [6]byte
	tlv.Tally[TLVType]

	Name  []byte // of the device
	Info  Info
	VLANs []VLAN
	Link  Link

	seen     uint32    // bit t: a TLV of type t was read
	elements []element // of the Info column
	carried  TLVType   // the last TLV of a protocol that the Protocol column names
}

// maxList bounds what is kept of a list: a packet with more is shown whole, and
// remembered so far.
const maxList = 256

// Has reports whether a TLV of type t, below 32, is in the packet.
func (p *Packet) Has(t TLVType) bool { return t < 32 && p.seen>>t&1 != 0 }

// Proto implements dissect.Message.
func (*Packet) Proto() *field.Proto { return Proto }

// Decode overwrites p with the announcement that d stands at.
func (p *Packet) Decode(d *field.Decoder) error {
	*p = Packet{VLANs: p.VLANs[:0], elements: p.elements[:0]}
	m := d.Begin(&Proto.Def)
	end := p.header(d)
	for d.More() && p.tlv(d, end-d.Off()) {
	}
	if d.More() {
		d.Rest(fRest)
	}
	d.End(m)
	return d.Err()
}

// header reads what stands before the TLVs and returns the offset at which these
// end by the packet's length.
func (p *Packet) header(d *field.Decoder) (end int) {
	start, all := d.Off(), d.Peek(d.Captured())
	p.Version = d.Uint8(fVersion)
	d.Uint8(fReserved)
	p.Length = d.Uint16(fLength)
	p.checksum(d, all)
	p.Sequence = d.Uint16(fSequence)
	p.IDType = d.Uint16(fIDType)
	p.MAC = d.Ether(fMAC)
	return start + int(p.Length)
}

func idTypeName(v uint64) string {
	if v == 0 {
		return "MAC"
	}
	return ""
}

// AppendProtocol appends the Protocol column: that of the last TLV of a protocol of
// its own.
func (p *Packet) AppendProtocol(b []byte) []byte {
	if p.carried != Null {
		return append(b, p.carried.String()...)
	}
	return append(b, Proto.Short...)
}

// AppendSummary appends the Info column: the TLVs, some with what they are about.
func (p *Packet) AppendSummary(b []byte, _ *field.Names) []byte {
	b = append(b, "EDP:"...)
	for i := range p.elements {
		b = p.elements[i].append(append(b, ' '), p.Sequence)
	}
	if p.Faults > 0 {
		b = p.AppendInfo(append(b, ' '))
	}
	return b
}
