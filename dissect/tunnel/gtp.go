package tunnel

import "github.com/pktscope/pktscope/dissect/field"

// GTPProto declares the fields of GTP-U's header.
var GTPProto = field.NewProto("gtp", "GTP", "GPRS Tunneling Protocol")

var (
	gtpFlags = GTPProto.Uint8("gtp.flags", "Flags", field.Hex,
		field.Bits(gtpVersion, gtpType, gtpReserved, gtpE, gtpS, gtpPN))
	gtpVersion  = GTPProto.Uint8("gtp.flags.version", "Version", field.Dec, field.Mask(0xe0), field.Named(gtpVersionName))
	gtpType     = GTPProto.Uint8("gtp.flags.payload", "Protocol type", field.Dec, field.Mask(0x10), field.Named(gtpTypeName))
	gtpReserved = GTPProto.Uint8("gtp.flags.reserved", "Reserved", field.Dec, field.Mask(0x08))
	gtpE        = GTPProto.Bit("gtp.flags.e", "Is Next Extension Header present?", 0x04, field.Named(field.YesNo))
	gtpS        = GTPProto.Bit("gtp.flags.s", "Is Sequence Number present?", 0x02, field.Named(field.YesNo))
	gtpPN       = GTPProto.Bit("gtp.flags.pn", "Is N-PDU number present?", 0x01, field.Named(field.YesNo))

	gtpMessage  = GTPProto.Uint8("gtp.message", "Message Type", field.Hex, field.Named(gtpMessageName))
	gtpLength   = GTPProto.Uint16("gtp.length", "Length", field.Dec)
	gtpTEID     = GTPProto.Uint32("gtp.teid", "TEID", field.HexDec)
	gtpSeq      = GTPProto.Uint16("gtp.seq_number", "Sequence number", field.HexDec)
	gtpNPDU     = GTPProto.Uint8("gtp.npdu_number", "N-PDU Number", field.Hex)
	gtpNext     = GTPProto.Uint8("gtp.ext_hdr.next", "Next extension header type", field.Hex, field.Named(gtpExtensionName))
	gtpExt      = GTPProto.None("gtp.ext_hdr", "Extension header", field.Format(formatGTPExtension))
	gtpExtLen   = GTPProto.Uint8("gtp.ext_hdr.length", "Extension Header Length", field.Dec)
	gtpExtBytes = GTPProto.Bytes("pktscope.gtp.ext_hdr.data", "Content")
	gtpElements = GTPProto.Bytes("pktscope.gtp.elements", "Information elements")
)

// Messages of GTP-U: 3GPP TS 29.281, table 6.1-1.
const (
	gtpEchoRequest  = 1
	gtpEchoResponse = 2
	gtpError        = 26
	gtpExtensions   = 31
	gtpTunnelStatus = 253
	gtpEndMarker    = 254
	gtpTPDU         = 255
)

// gtpMost bounds the extension headers of a message.
const gtpMost = 32

// A GTP is the header of GTP-U, 3GPP TS 29.281, section 5.1, before a subscriber's
// packet. Other versions are left to UDP.
type GTP struct {
	Message uint8
	TEID    uint32 // tunnel endpoint
	Seq     uint16
	inner   field.Key
	is      bool
	read    bool // Message, before the capture ends
}

// Proto implements dissect.Message.
func (*GTP) Proto() *field.Proto { return GTPProto }

// Decode reads the header with its extensions.
func (m *GTP) Decode(d *field.Decoder) error {
	*m = GTP{}
	if b := d.Peek(1); b == nil || b[0]>>4 != 3 {
		if d.Captured() == 0 {
			d.Skip(&GTPProto.Def, 1) // nothing is there to tell
		}
		d.Payload()
		return d.Err()
	}
	m.is = true
	mark := d.Begin(&GTPProto.Def)
	flags := d.Uint8(gtpFlags)
	m.Message = d.Uint8(gtpMessage)
	m.read = !d.Bad()
	n := int(d.Uint16(gtpLength))
	m.TEID = d.Uint32(gtpTEID)
	end := d.Off() + n
	if flags&7 != 0 {
		m.optional(d, flags)
	}
	n = end - d.Off()
	switch {
	case d.Bad():
	case n < 0:
		d.Malformed(gtpLength)
	case m.Message == gtpTPDU:
		m.inner = ipVersion(d)
		d.PayloadN(n)
	case n > 0:
		d.Bytes(gtpElements, min(n, d.Len()))
	}
	d.End(mark)
	return d.Err()
}

// optional reads the four bytes that are there if one of three flags is set. Each
// holds something if its own flag is set.
func (m *GTP) optional(d *field.Decoder, flags uint8) {
	if flags&2 != 0 {
		m.Seq = d.Uint16(gtpSeq)
	} else {
		d.Skip(gtpSeq, 2)
	}
	if flags&1 != 0 {
		d.Uint8(gtpNPDU)
	} else {
		d.Skip(gtpNPDU, 1)
	}
	if flags&4 == 0 {
		d.Skip(gtpNext, 1)
		return
	}
	next := d.Uint8(gtpNext)
	for i := 0; next != 0 && i < gtpMost && !d.Bad(); i++ {
		mark := d.Begin(gtpExt)
		d.Title(mark, uint64(next))
		n := 4*int(d.Uint8(gtpExtLen)) - 2
		if n < 0 {
			d.Malformed(gtpExtLen)
		}
		if !d.Bad() {
			d.Bytes(gtpExtBytes, n)
		}
		next = d.Uint8(gtpNext)
		d.End(mark)
	}
}

// Next is IPv4 or IPv6, as the version of the packet says.
func (m *GTP) Next(i int) field.Key {
	if i > 0 || !m.is {
		return field.Key{}
	}
	return m.inner
}

// Silent leaves the row of what is none of this to UDP.
func (m *GTP) Silent() bool { return !m.is }

// AppendSummary appends the Info column: the message.
func (m *GTP) AppendSummary(b []byte, _ *field.Names) []byte {
	if !m.read {
		return b
	}
	if s := gtpMessageName(uint64(m.Message)); s != "" && m.is {
		return append(b, s...)
	}
	return append(b, "Unknown"...)
}

func gtpVersionName(v uint64) string {
	if v == 1 {
		return "GTP release 99 version"
	}
	return ""
}

func gtpTypeName(v uint64) string {
	if v == 1 {
		return "GTP"
	}
	return "GTP'"
}

func gtpMessageName(v uint64) string {
	switch v {
	case gtpEchoRequest:
		return "Echo request"
	case gtpEchoResponse:
		return "Echo response"
	case gtpError:
		return "Error indication"
	case gtpExtensions:
		return "Supported extension headers notification"
	case gtpTunnelStatus:
		return "Tunnel status"
	case gtpEndMarker:
		return "End Marker"
	case gtpTPDU:
		return "T-PDU"
	}
	return ""
}

// gtpExtensionName: 3GPP TS 29.281, figure 5.2.1-3.
func gtpExtensionName(v uint64) string {
	switch v {
	case 0:
		return "No more extension headers"
	case 0x20:
		return "Service Class Indicator"
	case 0x40:
		return "UDP Port number"
	case 0x81:
		return "RAN Container"
	case 0x82:
		return "Long PDCP PDU number"
	case 0x84:
		return "NR RAN Container"
	case 0x85:
		return "PDU Session container"
	case 0xc0:
		return "PDCP PDU number"
	}
	return ""
}

func formatGTPExtension(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "Extension header"...)
	if s := gtpExtensionName(t.Nodes[i].Val); s != "" {
		b = append(append(append(b, " ("...), s...), ')')
	}
	return b
}
