package lldp

import (
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/tlv"
)

// Proto declares the fields of LLDP.
var Proto = field.NewProto("lldp", "LLDP", "Link Layer Discovery Protocol")

// A Packet is one announcement. What it keeps aliases the packet; a field is
// zero where its TLV is missing: see Has. Where a TLV is there twice, the last
// counts, and lists go on.
type Packet struct {
	Chassis, Port ID
	TTL           uint16 // the holdtime in seconds; 0 withdraws what was announced
	tlv.Tally[TLVType]

	PortDescription               []byte
	SystemName, SystemDescription []byte
	Capabilities, Enabled         uint16 // of CapBridge and its like
	Management                    []Management

	// Of IEEE 802.1.
	PortVLAN       uint16 // 0: untagged frames are not of a VLAN
	ManagementVLAN uint16
	VLANs          []VLAN
	// Of IEEE 802.3.
	PHY          PHY
	Power        Power
	Aggregation  Aggregation
	MaxFrameSize uint16
	// Of LLDP-MED.
	Media Media

	seen  uint16 // bit t: a TLV of type t was read
	found found
	wrong order // what is wrong with the first three TLVs
	names []naming
}

// A naming is a name or a description of the system as the Info column has them: each,
// in their order.
type naming struct {
	typ  TLVType
	text []byte
}

func (p *Packet) name(typ TLVType, text []byte) {
	if text != nil && len(p.names) < maxList {
		p.names = append(p.names, naming{typ, text})
	}
}

// maxList bounds what is kept of a list: a packet with more is shown whole,
// and remembered so far.
const maxList = 256

// A TLVType says what a TLV holds.
type TLVType uint8

const (
	End               TLVType = 0
	ChassisID         TLVType = 1
	PortID            TLVType = 2
	TimeToLive        TLVType = 3
	PortDescription   TLVType = 4
	SystemName        TLVType = 5
	SystemDescription TLVType = 6
	Capabilities      TLVType = 7
	ManagementAddress TLVType = 8
	Organization      TLVType = 127
)

// Has reports whether a TLV of type t, which is no organization's, is there.
func (p *Packet) Has(t TLVType) bool { return t < 16 && p.seen>>t&1 != 0 }

// found are the organizations' TLVs that were read.
type found uint8

const (
	foundPortVLAN found = 1 << iota
	foundManagementVLAN
	foundPHY
	foundPower
	foundAggregation
	foundMaxFrameSize
	foundMedia
)

// has notes that an organization's TLV was read.
func (p *Packet) has(d *field.Decoder, f found) {
	if !d.Bad() {
		p.found |= f
	}
}

// HasPortVLAN reports whether the PVID is announced; the methods below likewise.
func (p *Packet) HasPortVLAN() bool       { return p.found&foundPortVLAN != 0 }
func (p *Packet) HasManagementVLAN() bool { return p.found&foundManagementVLAN != 0 }
func (p *Packet) HasPHY() bool            { return p.found&foundPHY != 0 }
func (p *Packet) HasPower() bool          { return p.found&foundPower != 0 }
func (p *Packet) HasAggregation() bool    { return p.found&foundAggregation != 0 }
func (p *Packet) HasMaxFrameSize() bool   { return p.found&foundMaxFrameSize != 0 }
func (p *Packet) HasMedia() bool          { return p.found&foundMedia != 0 }

// Proto implements dissect.Message.
func (*Packet) Proto() *field.Proto { return Proto }

// Decode overwrites p with the announcement that d stands at.
func (p *Packet) Decode(d *field.Decoder) error {
	*p = Packet{Management: p.Management[:0], VLANs: p.VLANs[:0], names: p.names[:0], Media: Media{Policies: p.Media.Policies[:0], Locations: p.Media.Locations[:0]}}
	m := d.Begin(&Proto.Def)
	if !d.More() {
		d.Skip(fType, 2)
	}
	n := 0
	for d.More() && p.tlv(d, n) {
		n++
	}
	if n > 0 && n < mandatory && !d.More() && p.wrong == inOrder {
		d.Skip(fType, 2) // which fails: the next of the three is missing
	}
	d.End(m)
	return d.Err()
}

// mandatory is how many TLVs a message begins with: section 8.2.
const mandatory = 3

// AppendSummary appends the Info column: chassis, port, time to live, name and
// description.
func (p *Packet) AppendSummary(b []byte, _ *field.Names) []byte {
	if p.wrong != inOrder {
		return append(b, p.wrong.text()...)
	}
	if p.Has(ChassisID) {
		b = append(p.Chassis.appendInfo(b), ' ')
	}
	if p.Has(PortID) {
		b = append(p.Port.appendInfo(b), ' ')
	}
	if p.Has(TimeToLive) {
		b = append(field.AppendUint(b, uint64(p.TTL)), ' ')
		if p.TTL == 0 {
			b = append(b, "(Shutdown LLDPDU) "...)
		}
	}
	for _, s := range p.names {
		b = append(b, pick(s.typ == SystemName, "SysN=", "SysD=")...)
		b = append(appendText(b, s.text), ' ')
	}
	return p.AppendInfo(b)
}

func pick(cond bool, yes, no string) string {
	if cond {
		return yes
	}
	return no
}
