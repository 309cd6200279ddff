package cdp

import (
	"net/netip"

	"pktscope/dissect/field"
)

// Proto declares the fields of CDP.
var Proto = field.NewProto("cdp", "CDP", "Cisco Discovery Protocol")

var (
	fVersion    = Proto.Uint8("cdp.version", "Version", field.Dec)
	fTTL        = Proto.Uint8("cdp.ttl", "TTL", field.Dec, field.Unit(" second", " seconds"))
	fChecksum   = Proto.Uint16("cdp.checksum", "Checksum", field.Hex, field.Format(formatChecksum))
	fStatus     = Proto.Generated("cdp.checksum.status", "Checksum Status", field.Uint, field.Dec, 1, field.Named(statusName), field.Format(formatStatus))
	fCalculated = Proto.Generated("pktscope.cdp.checksum_calculated", "Calculated Checksum", field.Uint, field.Hex, 2, field.Hidden())
)

// A Packet is one announcement. What it keeps aliases the packet; a field is
// zero where its TLV is missing: see Has.
type Packet struct {
	Version, TTL uint8
	Checksum     uint16
	Sum          Sum

	DeviceID, PortID          []byte
	Platform, SoftwareVersion []byte
	Addresses, Management     []netip.Addr // the IP addresses among them
	Capabilities              uint32
	Gateway                   netip.Addr // of on-demand routing
	Prefixes                  []netip.Prefix
	VTPDomain                 []byte
	NativeVLAN, VoiceVLAN     uint16
	FullDuplex                bool
	MTU                       uint32
	PowerDraw                 uint16 // milliwatts
	SystemName, SystemOID     []byte
	Location                  []byte

	seen uint64 // bit t: a TLV of type t was read
}

// Has reports whether a TLV of type t, below 64, is in the packet.
func (p *Packet) Has(t TLVType) bool { return t < 64 && p.seen>>t&1 != 0 }

// Proto implements dissect.Message.
func (*Packet) Proto() *field.Proto { return Proto }

// Decode overwrites p with the announcement that d stands at.
func (p *Packet) Decode(d *field.Decoder) error {
	*p = Packet{Addresses: p.Addresses[:0], Management: p.Management[:0], Prefixes: p.Prefixes[:0]}
	m := d.Begin(&Proto.Def)
	p.header(d)
	for d.More() && p.tlv(d) {
	}
	d.End(m)
	return d.Err()
}

// header reads the four bytes before the TLVs and verifies the checksum, which
// covers all of them.
func (p *Packet) header(d *field.Decoder) {
	var sum uint16
	if d.Captured() == d.Len() {
		sum = checksum(d.Peek(d.Len()))
		p.Sum = SumBad
	}
	p.Version = d.Uint8(fVersion)
	p.TTL = d.Uint8(fTTL)
	off := d.Off()
	p.Checksum = d.Uint16(fChecksum)
	if p.Sum == SumBad && p.Checksum == sum {
		p.Sum = SumGood
	}
	d.GenerateAt(fStatus, off, uint64(p.Sum.status()))
	d.GenerateAt(fCalculated, off, uint64(sum))
}

// Next is what follows a TLV that does not say where it ends: nobody knows.
func (p *Packet) Next(int) field.Key { return field.Key{} }

// AppendSummary appends the Info column.
func (p *Packet) AppendSummary(b []byte, _ *field.Names) []byte {
	if p.DeviceID != nil {
		b = field.AppendEscaped(append(b, "Device ID: "...), p.DeviceID)
		b = append(b, "  "...)
	}
	if p.PortID != nil {
		b = field.AppendEscaped(append(b, "Port ID: "...), p.PortID)
		b = append(b, "  "...)
	}
	return b
}
