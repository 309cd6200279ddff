package lldp

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/lldp"
	"github.com/pktscope/pktscope/internal/track/neighbor"
)

// Announcement is the latest announcement of a neighbour, decoded.
func Announcement(n *neighbor.Neighbor) *lldp.Packet {
	var p lldp.Packet
	n.Raw().Decode(&p)
	return &p
}

// AppendID appends the ID of a chassis or port: an address, a text, or the
// hexadecimal digits of other bytes.
func AppendID(b []byte, id *lldp.ID) []byte {
	switch id.Kind {
	case lldp.MACAddress, lldp.NetworkAddress:
		return id.AppendText(b)
	}
	text := bytes.TrimRight(id.Value, "\x00")
	if len(text) == 0 || !utf8.Valid(text) || bytes.IndexFunc(text, func(r rune) bool { return r < ' ' }) >= 0 {
		return field.AppendBytes(b, id.Value, 0)
	}
	return append(b, text...)
}

// Text is a text up to the zero byte that may end it.
func Text(value []byte) []byte {
	text, _, _ := bytes.Cut(value, []byte{0})
	return text
}

func appendDevice(b []byte, packet *lldp.Packet) []byte {
	if name := Text(packet.SystemName); len(name) > 0 {
		return append(b, name...)
	}
	return AppendID(b, &packet.Chassis)
}

// differs implements neighbor.Differs.
func differs(n *neighbor.Neighbor, a *neighbor.Announcement) neighbor.Fields {
	if n.Raw().Equal(a.Raw(), 0) {
		return 0
	}
	was, is := Announcement(n), a.Layer.Message.(*lldp.Packet)
	what := compare(was, is)
	if what == 0 && was.TTL == is.TTL {
		what = neighbor.Other
	}
	return what
}

// compare returns what differs between two announcements, without their time to
// live.
func compare(a, b *lldp.Packet) (what neighbor.Fields) {
	m, n := &a.Media, &b.Media
	what.Unless(a.Capabilities == b.Capabilities && a.Enabled == b.Enabled, neighbor.Capabilities)
	what.Unless(bytes.Equal(a.SystemDescription, b.SystemDescription), neighbor.Software)
	what.Unless(bytes.Equal(a.SystemName, b.SystemName), neighbor.Name)
	what.Unless(bytes.Equal(a.PortDescription, b.PortDescription), neighbor.PortDescription)
	what.Unless(slices.EqualFunc(a.Management, b.Management, sameManagement), neighbor.Management)
	what.Unless(a.PortVLAN == b.PortVLAN && a.HasPortVLAN() == b.HasPortVLAN(), neighbor.NativeVLAN)
	what.Unless(slices.EqualFunc(a.VLANs, b.VLANs, sameVLAN), neighbor.VLANs)
	what.Unless(slices.Equal(m.Policies, n.Policies), neighbor.Voice)
	what.Unless(m.Power == n.Power && a.Power.Requested == b.Power.Requested && a.Power.Allocated == b.Power.Allocated, neighbor.PowerUse)
	what.Unless(bytes.Equal(m.Hardware, n.Hardware) && bytes.Equal(m.Firmware, n.Firmware) && bytes.Equal(m.Software, n.Software) &&
		bytes.Equal(m.Serial, n.Serial) && bytes.Equal(m.Manufacturer, n.Manufacturer) && bytes.Equal(m.Model, n.Model) &&
		bytes.Equal(m.Asset, n.Asset), neighbor.Inventory)
	return what
}

func sameManagement(a, b lldp.Management) bool {
	return a.Family == b.Family && bytes.Equal(a.Bytes, b.Bytes)
}

func sameVLAN(a, b lldp.VLAN) bool { return a.ID == b.ID && bytes.Equal(a.Name, b.Name) }
