package tunnel

import (
	"encoding/binary"

	"github.com/pktscope/pktscope/dissect/field"
)

// LISPProto declares the fields of LISP's data packets.
var LISPProto = field.NewProto("lisp-data", "LISP Data", "Locator/ID Separation Protocol (Data)")

var (
	lispFlags = LISPProto.Uint8("lisp-data.flags", "Flags", field.Hex,
		field.Bits(lispN, lispL, lispE, lispV, lispI, lispRes))
	lispN   = LISPProto.Bit("lisp-data.flags.nonce", "N bit (Nonce present)", 0x80, field.Named(field.SetNotSet))
	lispL   = LISPProto.Bit("lisp-data.flags.lsb", "L bit (Locator-Status-Bits field enabled)", 0x40, field.Named(field.SetNotSet))
	lispE   = LISPProto.Bit("lisp-data.flags.enr", "E bit (Echo-Nonce-Request)", 0x20, field.Named(field.SetNotSet))
	lispV   = LISPProto.Bit("lisp-data.flags.mv", "V bit (Map-Version present)", 0x10, field.Named(field.SetNotSet))
	lispI   = LISPProto.Bit("lisp-data.flags.iid", "I bit (Instance ID present)", 0x08, field.Named(field.SetNotSet))
	lispRes = LISPProto.Uint8("lisp-data.flags.res", "Reserved", field.Hex, field.Mask(0x07))

	lispNonce  = LISPProto.Uint24("lisp-data.nonce", "Nonce", field.DecHex)
	lispMap    = LISPProto.Uint24("lisp-data.mapver", "Map-Version", field.Hex, field.Bits(lispSrcMap, lispDstMap))
	lispSrcMap = LISPProto.Uint24("lisp-data.srcmapver", "Source Map-Version", field.Dec, field.Mask(0xfff000))
	lispDstMap = LISPProto.Uint24("lisp-data.dstmapver", "Destination Map-Version", field.Dec, field.Mask(0x000fff))

	lispInstance = LISPProto.Uint24("lisp-data.iid", "Instance ID", field.Dec)
	lispLocators = LISPProto.Uint32("lisp-data.lsb", "Locator-Status-Bits", field.Hex, field.Mask(0xffffffff))
	lispFew      = LISPProto.Uint8("lisp-data.lsb8", "Locator-Status-Bits", field.Hex, field.Mask(0xff))
)

// A LISP is the header of RFC 9300, section 5.1, before an IP packet between sites.
type LISP struct {
	Flags    uint8
	Instance uint32 // 0 without one
	inner    field.Key
	fits     bool // the header is one, as far as its bytes tell
}

// Proto implements dissect.Message.
func (*LISP) Proto() *field.Proto { return LISPProto }

// Decode reads the eight bytes of the header.
func (m *LISP) Decode(d *field.Decoder) error {
	*m = LISP{}
	mark := d.Begin(&LISPProto.Def)
	m.Flags = d.Uint8(lispFlags)
	if m.Flags&0x10 != 0 {
		d.Uint24(lispMap)
	} else {
		d.Uint24(lispNonce)
	}
	if m.Flags&0x08 != 0 {
		m.Instance = d.Uint24(lispInstance)
	}
	m.locators(d)
	m.inner = ipVersion(d)
	m.fits = m.Flags&7 == 0 && !d.Bad() && (!d.More() || fillsIP(d.Peek(6), d.Len()))
	if d.More() {
		d.Payload()
	}
	d.End(mark)
	return d.Err()
}

// Yields implements dissect.Yielding: a header has no bits that are reserved, and is before
// an IP packet that is as long as its datagram.
func (m *LISP) Yields() bool { return !m.fits }

// locators reads the bits of locators, which mean nothing without their flag. An
// instance ID leaves one byte of them.
func (m *LISP) locators(d *field.Decoder) {
	switch m.Flags & 0x48 {
	case 0x48:
		d.Uint8(lispFew)
	case 0x40:
		d.Uint32(lispLocators)
	case 0x08:
		d.Skip(lispFew, 1)
	default:
		d.Skip(lispLocators, 4)
	}
}

// ipVersion is the key of the IP packet that d stands before, by its version: none
// where it is neither 4 nor 6.
func ipVersion(d *field.Decoder) field.Key {
	b := d.Peek(1)
	switch {
	case b == nil:
	case b[0]>>4 == 4:
		return etherTypeKey(typeIPv4)
	case b[0]>>4 == 6:
		return etherTypeKey(typeIPv6)
	}
	return field.Key{}
}

// fillsIP reports whether b begins an IP packet of n bytes.
func fillsIP(b []byte, n int) bool {
	switch {
	case len(b) < 6:
	case b[0]>>4 == 4:
		return b[0]&15 >= 5 && int(binary.BigEndian.Uint16(b[2:])) == n
	case b[0]>>4 == 6:
		return 40+int(binary.BigEndian.Uint16(b[4:])) == n
	}
	return false
}

// Next is IPv4 or IPv6, as the version of the packet says.
func (m *LISP) Next(i int) field.Key {
	if i > 0 {
		return field.Key{}
	}
	return m.inner
}

// AppendSummary appends the Info column of a packet that is not IP.
func (*LISP) AppendSummary(b []byte, _ *field.Names) []byte {
	return append(b, "LISP-encapsulated packet"...)
}
