package lldp

import (
	"bytes"
	"net/netip"

	"github.com/pktscope/pktscope/dissect/field"
)

// An ID is that of a chassis or of a port: IEEE 802.1AB, sections 8.5.2 and
// 8.5.3.
type ID struct {
	Kind    Kind
	Subtype uint8  // the Kind's number on the wire, which the two count differently
	Value   []byte // behind the subtype; a network address begins with its family
}

// A Kind says what an ID is.
type Kind uint8

const (
	Reserved Kind = iota
	ChassisComponent
	InterfaceAlias
	PortComponent
	MACAddress
	NetworkAddress
	InterfaceName
	CircuitID
	Local
)

var (
	chassisKinds = [...]Kind{Reserved, ChassisComponent, InterfaceAlias, PortComponent, MACAddress, NetworkAddress, InterfaceName, Local}
	portKinds    = [...]Kind{Reserved, InterfaceAlias, PortComponent, MACAddress, NetworkAddress, InterfaceName, CircuitID, Local}
)

// String is Wireshark's name.
func (k Kind) String() string { return kindNames[k][0] }

// kindNames are the name and the abbreviation that the Info column has.
var kindNames = [...][2]string{
	Reserved:         {"Reserved", "Rs"},
	ChassisComponent: {"Chassis component", "CC"},
	InterfaceAlias:   {"Interface alias", "IA"},
	PortComponent:    {"Port component", "PC"},
	MACAddress:       {"MAC address", "MA"},
	NetworkAddress:   {"Network address", "NA"},
	InterfaceName:    {"Interface name", "IN"},
	CircuitID:        {"Agent circuit Id", "AC"},
	Local:            {"Locally assigned", "LA"},
}

var (
	fFamily = Proto.Uint8("lldp.network_address.subtype", "Network Address family", field.Dec, field.Named(familyName))

	chassisFields = idFields{
		subtype: Proto.Uint8("lldp.chassis.subtype", "Chassis Id Subtype", field.Dec, field.Named(chassisKindName)),
		bytes:   Proto.Bytes("lldp.chassis.id", "Chassis Id").Def,
		mac:     Proto.Ether("lldp.chassis.id.mac", "Chassis Id"),
		ip4:     Proto.IPv4("lldp.chassis.id.ip4", "Chassis Id"),
		ip6:     Proto.IPv6("lldp.chassis.id.ip6", "Chassis Id"),
		kinds:   chassisKinds,
	}
	portFields = idFields{
		subtype: Proto.Uint8("lldp.port.subtype", "Port Id Subtype", field.Dec, field.Named(portKindName)),
		bytes:   Proto.String("lldp.port.id", "Port Id").Def,
		mac:     Proto.Ether("lldp.port.id.mac", "Port Id"),
		ip4:     Proto.IPv4("lldp.port.id.ip4", "Port Id"),
		ip6:     Proto.IPv6("lldp.port.id.ip6", "Port Id"),
		kinds:   portKinds,
	}
)

// idFields are the fields of either.
type idFields struct {
	subtype field.U8
	bytes   *field.Def
	mac     field.MAC
	ip4     field.IP4
	ip6     field.IP6
	kinds   [8]Kind
}

func chassisKindName(v uint64) string { return kindName(chassisKinds, v) }
func portKindName(v uint64) string    { return kindName(portKinds, v) }

func kindName(kinds [8]Kind, v uint64) string {
	if v < uint64(len(kinds)) {
		return kinds[v].String()
	}
	return ""
}

// Numbers of address families: IANA, address-family-numbers.
const (
	familyIPv4 = 1
	familyIPv6 = 2
)

// decode reads an ID. It reports false if that is none, which a capture that
// was cut does not tell.
func (id *ID) decode(d *field.Decoder, f *idFields) bool {
	id.Subtype = d.Uint8(f.subtype)
	if int(id.Subtype) < len(f.kinds) {
		id.Kind = f.kinds[id.Subtype]
	}
	id.Value = d.Peek(d.Len())
	if !id.good() {
		if d.Captured() == d.Len() {
			d.Malformed(f.subtype)
			return false
		}
		d.Skip(f.subtype, d.Len())
		return true
	}
	switch id.Kind {
	case MACAddress:
		d.Ether(f.mac)
	case NetworkAddress:
		switch d.Uint8(fFamily) {
		case familyIPv4:
			d.IPv4(f.ip4)
		case familyIPv6:
			d.IPv6(f.ip6)
		default:
			d.Bytes(field.Bytes{Def: f.bytes}, d.Len())
		}
	default:
		d.Bytes(field.Bytes{Def: f.bytes}, d.Len())
	}
	return true
}

// good reports whether the value is as long as its kind wants.
func (id *ID) good() bool {
	switch n := len(id.Value); {
	case n == 0:
		return false
	case id.Kind == MACAddress:
		return n == 6
	case id.Kind == NetworkAddress && id.Value[0] == familyIPv4:
		return n == 5
	case id.Kind == NetworkAddress && id.Value[0] == familyIPv6:
		return n == 17
	}
	return true
}

// MAC is the address that the ID is; ok is false if it is none.
func (id *ID) MAC() (a [6]byte, ok bool) {
	if id.Kind != MACAddress || len(id.Value) != 6 {
		return a, false
	}
	return [6]byte(id.Value), true
}

// Addr is the IP address that the ID is, the zero Addr if it is none.
func (id *ID) Addr() netip.Addr {
	if id.Kind != NetworkAddress || !id.good() || id.Value[0] > familyIPv6 {
		return netip.Addr{}
	}
	a, _ := netip.AddrFromSlice(id.Value[1:])
	return a
}

// AppendText appends the ID as Wireshark shows it: an address, a text, or
// hexadecimal digits.
func (id *ID) AppendText(b []byte) []byte {
	switch id.Kind {
	case Reserved:
		return append(b, "Reserved"...)
	case MACAddress:
		return field.AppendBytes(b, id.Value, ':')
	case NetworkAddress:
		if a := id.Addr(); a.Is4() {
			return field.AppendIPv4(b, a.As4())
		} else if a.IsValid() {
			return field.AppendIPv6(b, a)
		}
		return field.AppendBytes(b, id.Value[min(1, len(id.Value)):], 0)
	case PortComponent:
		return field.AppendBytes(b, id.Value, 0)
	}
	return appendText(b, id.Value)
}

// appendText appends text up to the zero byte that may end it.
func appendText(b, text []byte) []byte {
	text, _, _ = bytes.Cut(text, []byte{0})
	return field.AppendEscaped(b, text)
}

// appendInfo appends "MA/00:19:2f:a7:b2:8d".
func (id *ID) appendInfo(b []byte) []byte {
	return id.AppendText(append(append(b, kindNames[id.Kind][1]...), '/'))
}
