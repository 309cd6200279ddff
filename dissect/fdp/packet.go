package fdp

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/tlv"
)

// Proto declares the fields of FDP.
var Proto = field.NewProto("fdp", "FDP", "Foundry Discovery Protocol")

var (
	fVersion  = Proto.Uint8("fdp.version", "Version?", field.Dec)
	fHoldtime = Proto.Uint8("fdp.holdtime", "Holdtime", field.Dec)
	fChecksum = Proto.Uint16("fdp.checksum", "Checksum?", field.Hex)
)

// A Packet is one announcement. What it keeps aliases the packet; a field is
// zero where its TLV is missing: see Has. Where a TLV is there twice, the last
// counts, and addresses go on.
type Packet struct {
	Version  uint8
	Holdtime uint8  // in seconds; 0 withdraws what was announced
	Checksum uint16 // not verified: how it is computed is not known
	tlv.Tally[TLVType]

	DeviceID, Interface []byte
	Capabilities        []byte // text: "Router"
	SoftwareVersion     []byte // several lines
	Platform            []byte
	Addresses           []netip.Addr
	VLANs               VLANMap
	NativeVLAN          uint16
	TagType             uint16 // the EtherType of the port's VLAN tags

	seen uint8 // bit t of the types below 8, then those of VLANBitmap and Tagging
}

// maxList bounds what is kept of a list: a packet with more is shown whole, and
// remembered so far.
const maxList = 256

// Has reports whether a TLV of type t, which has a name, is in the packet.
func (p *Packet) Has(t TLVType) bool { return p.seen&t.bit() != 0 }

// Proto implements dissect.Message.
func (*Packet) Proto() *field.Proto { return Proto }

// Decode overwrites p with the announcement that d stands at.
func (p *Packet) Decode(d *field.Decoder) error {
	*p = Packet{Addresses: p.Addresses[:0]}
	m := d.Begin(&Proto.Def)
	p.Version = d.Uint8(fVersion)
	p.Holdtime = d.Uint8(fHoldtime)
	p.Checksum = d.Uint16(fChecksum)
	for d.More() && p.tlv(d) {
	}
	d.End(m)
	return d.Err()
}

// AppendSummary appends the Info column, which has no more in Wireshark.
func (p *Packet) AppendSummary(b []byte, _ *field.Names) []byte {
	b = append(b, "FDP:"...)
	if p.Faults > 0 {
		b = p.AppendInfo(append(b, ' '))
	}
	return b
}
