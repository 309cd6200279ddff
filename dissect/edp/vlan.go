package edp

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect/field"
)

var (
	fVLAN      = Proto.Nest("edp.vlan", "Vlan", field.Format(formatVLAN))
	fVLANFlags = Proto.Uint8("edp.vlan.flags", "Flags", field.Hex, field.Bits(
		Proto.Bit("edp.vlan.flags.ip", "Flags-IP", 0x80, field.Named(field.SetNotSet)),
		Proto.Uint8("edp.vlan.flags.reserved", "Flags-reserved", field.Hex, field.Mask(0x7e)),
		Proto.Bit("edp.vlan.flags.unknown", "Flags-Unknown", 0x01, field.Named(field.SetNotSet)),
	))
	fVLANPad1 = Proto.Bytes("edp.vlan.reserved1", "Reserved1")
	fVLANID   = Proto.Uint16("edp.vlan.id", "Vlan ID", field.Dec)
	fVLANPad2 = Proto.Bytes("edp.vlan.reserved2", "Reserved2")
	fVLANIP   = Proto.IPv4("edp.vlan.ip", "IP addr")
	fVLANName = Proto.String("edp.vlan.name", "Name")
)

// A VLAN is one of a device's VLANs, with its address there.
type VLAN struct {
	ID   uint16
	Addr netip.Addr // not valid where the VLAN has none
	Name []byte
}

// hasIP is the flag of a VLAN that has an address.
const hasIP = 0x80

func (p *Packet) vlan(d *field.Decoder, e *element) {
	var v VLAN
	flags := d.Uint8(fVLANFlags)
	d.Bytes(fVLANPad1, 1)
	v.ID = d.Uint16(fVLANID)
	e.id, e.has = v.ID, !d.Bad()
	d.Bytes(fVLANPad2, 4)
	a := d.IPv4(fVLANIP)
	if flags&hasIP != 0 {
		v.Addr = a
	}
	v.Name = upToZero(d.Text(fVLANName))
	if e.has && len(p.VLANs) < maxList {
		p.VLANs = append(p.VLANs, v)
	}
}

// formatVLAN appends "Vlan: ID 100, Name "Default"".
func formatVLAN(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "Vlan"...)
	c := t.Child(i, fVLANID)
	if c < 0 {
		return b
	}
	b = field.AppendUint(append(b, ": ID "...), t.Nodes[c].Val)
	if c = t.Child(i, fVLANName); c >= 0 {
		b = append(field.AppendEscaped(append(b, ", Name \""...), upToZero(t.Text(c))), '"')
	}
	return b
}
