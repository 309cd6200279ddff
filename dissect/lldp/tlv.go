package lldp

import "github.com/pktscope/pktscope/dissect/field"

// IEEE 802.1AB, section 8.4: seven bits of type and nine of length, which
// counts what is behind them.
var (
	fTLV    = Proto.Scope("TLV", field.Format(formatTLV))
	fType   = Proto.Uint16("lldp.tlv.type", "TLV Type", field.Dec, field.Mask(0xfe00), field.Named(typeName))
	fLen    = Proto.Uint16("lldp.tlv.len", "TLV Length", field.Dec, field.Mask(0x01ff))
	fExcess = Proto.Expert("lldp.excess_length", "Invalid length, greater than expected", field.Warning, field.OfMalformed, field.Format(formatExcess))
	fFault  = Proto.Generated("pktscope.lldp.fault", "Fault", field.Text, field.Dec, 0)
)

// order is what may be wrong with the three TLVs that come first, each once:
// section 8.2.
type order uint8

const (
	inOrder order = iota
	badChassis
	badPort
	badTTL
	twoChassis
	twoPorts
	twoTTLs
)

// text is Wireshark's for the Info column.
func (o order) text() string {
	switch o {
	case badChassis:
		return "Invalid Chassis ID TLV"
	case badPort:
		return "Invalid Port ID TLV"
	case badTTL:
		return "Invalid Time-to-Live TLV"
	case twoChassis:
		return "Duplicate Chassis ID TLV"
	case twoPorts:
		return "Duplicate Port ID TLV"
	case twoTTLs:
		return "Duplicate Time-To-Live TLV"
	}
	return ""
}

// tlv reads the n-th TLV. It reports false behind the last one.
func (p *Packet) tlv(d *field.Decoder, n int) bool {
	m := d.Begin(fTLV)
	timeToLive(d)
	head := d.Shared16(field.U16(fType), fLen)
	typ := TLVType(head >> 9)
	d.Title(m, uint64(typ))
	d.Limit(m, fLen, 2+int(head&0x1ff))
	if !d.Bad() {
		p.inOrder(typ, n)
	}
	if !d.Bad() {
		p.value(d, typ)
		if typ < 16 && !d.Bad() {
			p.seen |= 1 << typ
		}
		if typ == End && d.More() {
			d.Expert(fExcess, uint64(d.Len()))
			d.Malformed(fLen)
		}
		if p.Contain(d, fFault, typ) {
			p.incorrect(d, typ)
		}
		d.SkipRest()
	}
	d.End(m)
	return typ != End
}

// timeToLive says before a TLV of the time to live what it makes of the message.
func timeToLive(d *field.Decoder) {
	b := d.Peek(4)
	if d.Tree() == nil || len(b) < 4 || TLVType(b[0]>>1) != TimeToLive {
		return
	}
	size := 2 + (int(b[0]&1)<<8 | int(b[1]))
	d.GenerateOver(fPDUType, d.Off(), min(size, d.Captured()), uint64(b[2])<<8|uint64(b[3]))
}

// excess notes that a TLV is longer than its value, which Wireshark says of some.
func excess(d *field.Decoder) {
	if d.More() {
		d.Expert(fExcess, 0)
	}
}

// formatExcess appends the line of fExcess. Its value is the length of an End TLV, 0
// for others.
func formatExcess(b []byte, t *field.Tree, i int) []byte {
	if n := t.Nodes[i].Val; n > 0 {
		b = field.AppendUint(append(b, "Invalid Length ("...), n)
		return append(b, ") for Type (End of LLDPDU), expected (0)"...)
	}
	return append(b, t.Nodes[i].Def.Label...)
}

// inOrder notes what is wrong with the n-th TLV's place.
func (p *Packet) inOrder(typ TLVType, n int) {
	switch {
	case p.wrong != inOrder:
	case n == 0 && typ != ChassisID:
		p.wrong = badChassis
	case n == 1 && typ != PortID:
		p.wrong = badPort
	case n == 2 && typ != TimeToLive:
		p.wrong = badTTL
	case n < 3:
	case typ == ChassisID:
		p.wrong = twoChassis
	case typ == PortID:
		p.wrong = twoPorts
	case typ == TimeToLive:
		p.wrong = twoTTLs
	}
}

// value reads what lies behind a TLV's length.
func (p *Packet) value(d *field.Decoder, typ TLVType) {
	switch typ {
	case ChassisID:
		if !p.Chassis.decode(d, &chassisFields) && p.wrong == inOrder {
			p.wrong = badChassis
		}
	case PortID:
		if !p.Port.decode(d, &portFields) && p.wrong == inOrder {
			p.wrong = badPort
		}
	case TimeToLive:
		p.TTL = d.Uint16(fTTL)
	case PortDescription:
		p.PortDescription = d.Text(fPortDescription)
	case SystemName:
		p.SystemName = d.Text(fSystemName)
		p.name(typ, p.SystemName)
	case SystemDescription:
		p.SystemDescription = d.Text(fSystemDescription)
		p.name(typ, p.SystemDescription)
	case Capabilities:
		p.Capabilities = d.Uint16(fCapabilities)
		p.Enabled = d.Uint16(fEnabled)
	case ManagementAddress:
		p.management(d)
	case Organization:
		p.organization(d)
	}
}
