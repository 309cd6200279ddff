// Package hsrp dissects Cisco's Hot Standby Router Protocol: version 1 (RFC 2281), and
// version 2, which is known from what routers send.
package hsrp

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect/field"
)

// Proto declares the fields of HSRP.
var Proto = field.NewProto("hsrp", "HSRP", "Cisco Hot Standby Router Protocol")

// Version 1: RFC 2281, section 5.1.
var (
	fVersion  = Proto.Uint8("hsrp.version", "Version", field.Dec)
	fOpcode   = Proto.Uint8("hsrp.opcode", "Op Code", field.Dec, field.Named(opcodeName))
	fState    = Proto.Uint8("hsrp.state", "State", field.Dec, field.Named(stateName))
	fHello    = Proto.Uint8("hsrp.hellotime", "Hellotime", field.Dec, field.Named(helloName))
	fHold     = Proto.Uint8("hsrp.holdtime", "Holdtime", field.Dec, field.Named(holdName))
	fPriority = Proto.Uint8("hsrp.priority", "Priority", field.Dec)
	fGroup    = Proto.Uint8("hsrp.group", "Group", field.Dec)
	fReserved = Proto.Uint8("hsrp.reserved", "Reserved", field.Dec)
	fAuth     = Proto.String("hsrp.auth_data", "Authentication Data", field.Format(appendAuth))
	fVirtual  = Proto.IPv4("hsrp.virt_ip", "Virtual IP Address")

	fAdvType      = Proto.Uint16("hsrp.adv.tlvtype", "Adv type", field.Dec, field.Named(advName))
	fAdvLength    = Proto.Uint16("hsrp.adv.tlvlength", "Adv length", field.Dec)
	fAdvState     = Proto.Uint8("hsrp.adv.state", "Adv state", field.Dec, field.Named(advStateName))
	fAdvReserved  = Proto.Uint8("hsrp.adv.reserved1", "Adv reserved1", field.Dec)
	fAdvActive    = Proto.Uint16("hsrp.adv.activegrp", "Adv active groups", field.Dec)
	fAdvPassive   = Proto.Uint16("hsrp.adv.passivegrp", "Adv passive groups", field.Dec)
	fAdvReserved2 = Proto.Uint32("hsrp.adv.reserved2", "Adv reserved2", field.Dec)
)

const opAdvertise = 3

// A Packet is a message of either version.
type Packet struct {
	Version         uint8 // 1 or 2, by where it is sent to; 0: it is none
	Opcode, State   uint8
	Group, Priority uint32
	Virtual         netip.Addr
	AdvState        uint8 // of an advertisement: the state of an interface

	interfaces bool // only an interface's state was read so far
	told       bool // the operation was read
	known      bool // the state was, too
}

// Proto implements dissect.Message.
func (*Packet) Proto() *field.Proto { return Proto }

// Where the versions are sent to in IPv4; in IPv6 there is version 2 alone.
var (
	group1 = netip.AddrFrom4([4]byte{224, 0, 0, 2})
	group2 = netip.AddrFrom4([4]byte{224, 0, 0, 102})
)

// Decode overwrites p with the message at d.
func (p *Packet) Decode(d *field.Decoder) error {
	*p = Packet{}
	switch dst := d.Env.Dst; {
	case dst == group1:
		p.Version = 1
	case dst == group2, dst.Is6():
		p.Version = 2
	default:
		d.Payload()
		return d.Err()
	}
	m := d.Begin(&Proto.Def)
	if p.Version == 1 {
		p.first(d)
	} else {
		p.tlvs(d)
	}
	d.End(m)
	return d.Err()
}

// first reads a message of version 1, and the TLVs of version 2 that IOS puts behind it.
func (p *Packet) first(d *field.Decoder) {
	d.Uint8(fVersion)
	p.Opcode = d.Uint8(fOpcode)
	p.told = !d.Bad()
	switch {
	case p.Opcode == opAdvertise:
		p.advertisement(d)
		return
	case p.Opcode > opAdvertise: // of which nothing is known
		d.Payload()
		return
	}
	p.State = d.Uint8(fState)
	p.known = !d.Bad()
	d.Uint8(fHello)
	d.Uint8(fHold)
	p.Priority = uint32(d.Uint8(fPriority))
	p.Group = uint32(d.Uint8(fGroup))
	d.Uint8(fReserved)
	d.TextN(fAuth, authSize)
	p.Virtual = d.IPv4(fVirtual)
	if b := d.Peek(2); b != nil && b[0] == tlvMD5 && b[1] == sizeMD5 {
		p.tlvs(d)
	}
	if !d.Bad() {
		d.Skip(fVirtual, d.Len())
	}
}

// advertisement reads what a router tells of an interface.
func (p *Packet) advertisement(d *field.Decoder) {
	d.Uint16(fAdvType)
	d.Uint16(fAdvLength)
	p.AdvState = d.Uint8(fAdvState)
	p.known = !d.Bad()
	d.Uint8(fAdvReserved)
	d.Uint16(fAdvActive)
	d.Uint16(fAdvPassive)
	d.Uint32(fAdvReserved2)
}

// Next implements dissect.Carrier: nothing is known of what is not HSRP, nor of an unknown operation.
func (*Packet) Next(int) field.Key { return field.Key{} }

// Silent leaves what is sent elsewhere to the layer below.
func (p *Packet) Silent() bool { return p.Version == 0 }

// Printable implements dissect.Printable: the summary is names of ours.
func (*Packet) Printable() bool { return true }

// AppendProtocol appends the Protocol column.
func (p *Packet) AppendProtocol(b []byte) []byte {
	if p.Version == 2 {
		return append(b, "HSRPv2"...)
	}
	return append(b, "HSRP"...)
}

// AppendSummary appends the Info column: "Hello (state Active)".
func (p *Packet) AppendSummary(b []byte, _ *field.Names) []byte {
	if p.interfaces {
		return append(b, "Interface State TLV"...)
	}
	if !p.told {
		return b
	}
	name := opcodeName(uint64(p.Opcode))
	if p.Version == 2 {
		name = opcode2Name(uint64(p.Opcode))
	}
	if name == "" {
		name = "Unknown"
	}
	if !p.known {
		return append(b, name...)
	}
	state := ""
	switch {
	case p.Version == 2:
		state = state2Name(uint64(p.State))
	case p.Opcode == opAdvertise:
		state = advStateName(uint64(p.AdvState))
	default:
		state = stateName(uint64(p.State))
	}
	if state == "" {
		state = "Unknown"
	}
	return append(append(append(append(b, name...), " (state "...), state...), ')')
}

func opcodeName(v uint64) string { return at(v, "Hello", "Coup", "Resign", "Advertise") }

func stateName(v uint64) string {
	switch v {
	case 8:
		return "Standby"
	case 16:
		return "Active"
	}
	return at(v, "Initial", "Learn", "Listen", "", "Speak")
}

func advName(v uint64) string { return at(v, "", "HSRP interface state", "IP redundancy") }

func advStateName(v uint64) string { return at(v, "", "Dormant", "Passive", "Active") }

func helloName(v uint64) string { return usual(v, 3) }

func holdName(v uint64) string { return usual(v, 10) }

func usual(v, usual uint64) string {
	if v == usual {
		return "Default"
	}
	return "Non-Default"
}

// at returns the name at v, "" where there is none.
func at(v uint64, names ...string) string {
	if v < uint64(len(names)) {
		return names[v]
	}
	return ""
}
