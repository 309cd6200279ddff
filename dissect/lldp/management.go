package lldp

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect/field"
)

// Section 8.5.9.
var (
	fManagementLen    = Proto.Uint8("lldp.mgn.address.len", "Address String Length", field.Dec)
	fManagementFamily = Proto.Uint8("lldp.mgn.address.subtype", "Address Subtype", field.Dec, field.Named(familyName))
	fManagementIPv4   = Proto.IPv4("lldp.mgn.addr.ip4", "Management Address")
	fManagementIPv6   = Proto.IPv6("lldp.mgn.addr.ip6", "Management Address")
	fManagementOther  = Proto.Bytes("lldp.mgn.addr.hex", "Management Address")
	fInterfaceKind    = Proto.Uint8("lldp.mgn.interface.subtype", "Interface Subtype", field.Dec, field.Named(interfaceKind))
	fInterface        = Proto.Uint32("lldp.mgn.interface.number", "Interface Number", field.Dec)
	fOIDLen           = Proto.Uint8("lldp.mgn.obj.len", "OID String Length", field.Dec)
	fOID              = Proto.Generated("lldp.mgn.obj.id", "Object Identifier", field.OID, field.Dec, 0)
)

// A Management is an address at which a system is managed.
type Management struct {
	Addr      netip.Addr // the zero Addr if it is not IP's
	Family    uint8      // IANA's number
	Bytes     []byte     // of the address
	Interface uint32     // the number of the interface that has it
	Numbered  uint8      // how it is numbered: InterfaceIndex or PortNumber
	OID       []byte     // BER's contents; field.AppendOID prints them
}

// How interfaces are numbered.
const (
	InterfaceIndex = 2
	PortNumber     = 3
)

func (p *Packet) management(d *field.Decoder) {
	var m Management
	n := int(d.Uint8(fManagementLen)) - 1 // it counts the family
	m.Family = d.Uint8(fManagementFamily)
	m.Bytes = d.Peek(n)
	switch {
	case m.Family == familyIPv4 && n == 4:
		m.Addr = d.IPv4(fManagementIPv4)
	case m.Family == familyIPv6 && n == 16:
		m.Addr = d.IPv6(fManagementIPv6)
	default:
		d.Bytes(fManagementOther, n)
	}
	m.Numbered = d.Uint8(fInterfaceKind)
	m.Interface = d.Uint32(fInterface)
	if size := int(d.Uint8(fOIDLen)); size > 0 {
		off := d.Off()
		m.OID = d.Peek(size)
		d.Skip(fOID, size)
		d.Put(fOID, off, size, 0)
	}
	if !d.Bad() && len(p.Management) < maxList {
		p.Management = append(p.Management, m)
	}
}

func interfaceKind(v uint64) string {
	switch v {
	case 1:
		return "Unknown"
	case InterfaceIndex:
		return "ifIndex"
	case PortNumber:
		return "System port number"
	}
	return ""
}
