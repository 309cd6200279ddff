package edp

import (
	"bytes"

	"github.com/pktscope/pktscope/dissect/field"
)

var (
	fDisplay = Proto.Nest("edp.display", "Display", field.Format(formatDisplay))
	fName    = Proto.String("edp.display.string", "Name")

	fInfo        = Proto.Nest("edp.info", "Info", field.Format(formatInfo))
	fSlot        = Proto.Uint16("edp.info.slot", "Slot", field.Dec)
	fPort        = Proto.Uint16("edp.info.port", "Port", field.Dec)
	fChassis     = Proto.Uint16("edp.info.vchassid", "Virt chassis", field.Dec)
	fInfoPad     = Proto.Bytes("edp.info.reserved", "Reserved")
	fRelease     = Proto.Scope("Version", field.Format(formatRelease))
	fSoftware    = Proto.Uint32("edp.info.version", "Version", field.Hex)
	fMajor1      = Proto.Uint8("edp.info.version.major1", "Version (major1)", field.Dec)
	fMajor2      = Proto.Uint8("edp.info.version.major2", "Version (major2)", field.Dec)
	fSustaining  = Proto.Uint8("edp.info.version.sustaining", "Version (sustaining)", field.Dec)
	fInternal    = Proto.Uint8("edp.info.version.internal", "Version (internal)", field.Dec)
	fConnections = Proto.Bytes("edp.info.vchassconn", "Connections")

	fLink      = Proto.Nest("edp.link", "Link", field.Format(formatLink))
	fLinkFlags = Proto.Uint8("edp.link.flags", "Flags", field.Hex, field.Bits(
		Proto.Bit("edp.link.flags.autoneg", "Autonegotiation", 0x80, field.Named(field.SetNotSet)),
		Proto.Bit("edp.link.flags.flowcontrol", "Flow Control", 0x08, field.Named(field.SetNotSet)),
		Proto.Uint8("edp.link.flags.unknown", "Unknown", field.Hex, field.Mask(0x77)),
	))
	fConfigured = Proto.Uint8("edp.link.conf", "Configured Speed", field.Hex, field.Named(speedName))
	fActual     = Proto.Uint8("edp.link.actual", "Actual Speed", field.Hex, field.Named(speedName))
	fZero       = Proto.Uint8("edp.link.zero", "Zero", field.Dec)
	fLinkOther  = Proto.Bytes("edp.link.unknown", "Unknown")
)

// display reads the device's name, up to the zero byte that may end it.
func display(d *field.Decoder) []byte { return upToZero(d.Text(fName)) }

func upToZero(text []byte) []byte {
	text, _, _ = bytes.Cut(text, []byte{0})
	return text
}

// Info is where an announcement was sent, and by which software.
type Info struct {
	Slot, Port  uint32 // counted from 1, as devices do; on the wire from 0
	Chassis     uint16 // virtual chassis
	Version     [4]byte
	Connections []byte // of the virtual chassis
}

func (n *Info) decode(d *field.Decoder) {
	n.Slot = counted(d, fSlot)
	n.Port = counted(d, fPort)
	n.Chassis = d.Uint16(fChassis)
	d.Bytes(fInfoPad, 6)
	m := d.Begin(fRelease)
	off := d.Off()
	v := d.Uint32(fSoftware)
	n.Version = [4]byte{byte(v >> 24), byte(v >> 16), byte(v >> 8), byte(v)}
	if d.Tree() != nil {
		for i, f := range [...]field.U8{fMajor1, fMajor2, fSustaining, fInternal} {
			d.Put(f, off+i, 1, uint64(n.Version[i]))
		}
	}
	d.End(m)
	n.Connections = d.Bytes(fConnections, 16)
}

// counted reads a number that is one less than the one it stands for.
func counted(d *field.Decoder, f field.U16) uint32 {
	off, b := d.Off(), d.Peek(2)
	d.Skip(f, 2)
	if b == nil {
		return 0
	}
	v := uint32(b[0])<<8 + uint32(b[1]) + 1
	d.Put(f, off, 2, uint64(v))
	return v
}

// A Link is a port's speed, as one of 1 for 10M, 2 for 100M, 3 for 1G; 0 for
// autonegotiation.
type Link struct {
	Flags              uint8
	Configured, Actual uint8
}

// SpeedName is the name of a Link's speed, "Unknown" for one without.
func SpeedName(v uint8) string {
	if s := speedName(uint64(v)); s != "" {
		return s
	}
	return "Unknown"
}

func speedName(v uint64) string {
	names := [...]string{"Autoneg", "10M", "100M", "1G"}
	if v < uint64(len(names)) {
		return names[v]
	}
	return ""
}

// linkSize is the only length that a Link's fields are known for.
const linkSize = 4

func (l *Link) decode(d *field.Decoder) {
	if d.Len() != linkSize {
		d.Rest(fLinkOther)
		return
	}
	l.Flags = d.Uint8(fLinkFlags)
	l.Configured = d.Uint8(fConfigured)
	l.Actual = d.Uint8(fActual)
	d.Uint8(fZero)
}

// formatDisplay appends "Display: "sw1"".
func formatDisplay(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "Display"...)
	c := t.Child(i, fName)
	if c < 0 {
		return b
	}
	return append(field.AppendEscaped(append(b, ": \""...), upToZero(t.Text(c))), '"')
}

// formatInfo appends "Info: Slot/Port: 1/1, Version: 7.6.4.99".
func formatInfo(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "Info"...)
	slot, port, release := t.Child(i, fSlot), t.Child(i, fPort), t.Child(i, fRelease)
	if slot < 0 || port < 0 {
		return b
	}
	b = field.AppendUint(append(b, ": Slot/Port: "...), t.Nodes[slot].Val)
	b = field.AppendUint(append(b, '/'), t.Nodes[port].Val)
	if release < 0 {
		return b
	}
	if c := t.Child(release, fSoftware); c >= 0 {
		b = appendVersion(append(b, ", Version: "...), t.Nodes[c].Val, 4)
	}
	return b
}

// appendVersion appends the first n numbers of a version with dots between them.
func appendVersion(b []byte, v uint64, n int) []byte {
	for i := range n {
		if i > 0 {
			b = append(b, '.')
		}
		b = field.AppendUint(b, v>>(24-8*i)&0xff)
	}
	return b
}

// formatRelease appends "Version: 7.6.4 Internal: 99".
func formatRelease(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "Version"...)
	c := t.Child(i, fSoftware)
	if c < 0 {
		return b
	}
	b = appendVersion(append(b, ": "...), t.Nodes[c].Val, 3)
	return field.AppendUint(append(b, " Internal: "...), t.Nodes[c].Val&0xff)
}

func formatLink(b []byte, _ *field.Tree, _ int) []byte { return append(b, "Linkinfo"...) }
