package cdp

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/tlv"
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
// zero where its TLV is missing: see Has. Where a TLV is there twice, the last
// counts, and lists go on.
type Packet struct {
	Version  uint8
	TTL      uint8 // the holdtime in seconds; 0 withdraws what was announced
	Checksum uint16
	Sum      Sum
	tlv.Tally[TLVType]

	DeviceID, PortID          []byte
	Platform, SoftwareVersion []byte // the latter has several lines
	Capabilities              uint32 // of CapRouter and its like
	Addresses, Management     []netip.Addr
	Foreign                   []Address  // those of protocols other than IP
	Gateway                   netip.Addr // of on-demand routing
	Prefixes                  []netip.Prefix
	Hello                     Hello
	VTPDomain                 []byte
	NativeVLAN                uint16
	FullDuplex                bool
	VoiceReply, VoiceQuery    Voice
	MTU                       uint32
	TrustBitmap               uint8 // of TrustExtended
	UntrustedCoS              uint8 // the priority that an untrusted port's packets get

	PowerDraw      uint16 // milliwatts
	PowerRequested Power
	PowerAvailable Power // the first level is what there is, the second what the management sets
	SparePoE       uint8

	SystemName, SystemOID []byte // the latter in BER: see AppendOID
	LocationType          uint8
	Location              []byte
	ExternalPort          []byte
	Unidirectional        uint8
	EnergyWise            EnergyInfo
	AccessPoint           AccessPoint // HP's own TLVs

	seen      uint64 // bit t: a TLV of type t was read
	portFirst bool   // the Port ID stands before the Device ID
}

// maxList bounds what is kept of a list: a packet that claims more is shown
// whole, and remembered so far.
const maxList = 256

// Has reports whether a TLV of type t, below 64, is in the packet.
func (p *Packet) Has(t TLVType) bool { return t < 64 && p.seen>>t&1 != 0 }

// Proto implements dissect.Message.
func (*Packet) Proto() *field.Proto { return Proto }

// Decode overwrites p with the announcement that d stands at.
func (p *Packet) Decode(d *field.Decoder) error {
	p.clear()
	m := d.Begin(&Proto.Def)
	p.header(d)
	for d.More() && p.tlv(d) {
	}
	d.End(m)
	return d.Err()
}

// clear empties p and keeps the room of its lists.
func (p *Packet) clear() {
	addresses, management, foreign := p.Addresses[:0], p.Management[:0], p.Foreign[:0]
	prefixes, requested, available := p.Prefixes[:0], p.PowerRequested.Levels[:0], p.PowerAvailable.Levels[:0]
	*p = Packet{}
	p.Addresses, p.Management, p.Foreign, p.Prefixes = addresses, management, foreign, prefixes
	p.PowerRequested.Levels, p.PowerAvailable.Levels = requested, available
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
	if p.Sum == SumBad {
		d.Expert(fBadChecksum, uint64(sum))
	}
	d.GenerateAt(fStatus, off, uint64(p.Sum.status()))
	d.GenerateAt(fCalculated, off, uint64(sum))
}

// Next returns no key: the bytes behind a TLV of unknown length have no protocol.
func (p *Packet) Next(int) field.Key { return field.Key{} }

// CarriesData implements dissect.Final.
func (p *Packet) CarriesData() {}

// AppendSummary appends the Info column.
func (p *Packet) AppendSummary(b []byte, _ *field.Names) []byte {
	if p.portFirst {
		b = appendName(b, "Port ID: ", p.PortID)
	}
	b = appendName(b, "Device ID: ", p.DeviceID)
	if !p.portFirst {
		b = appendName(b, "Port ID: ", p.PortID)
	}
	return p.AppendInfo(b)
}

func appendName(b []byte, what string, name []byte) []byte {
	if name == nil {
		return b
	}
	return append(field.AppendEscaped(append(b, what...), name), "  "...)
}
