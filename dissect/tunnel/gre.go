package tunnel

import "github.com/pktscope/pktscope/dissect/field"

// GREProto declares the fields of GRE.
var GREProto = field.NewProto("gre", "GRE", "Generic Routing Encapsulation")

var _ = GREProto.FormatBy(formatGRE)

var (
	greFlags = GREProto.Uint16("gre.flags_and_version", "Flags and Version", field.Hex,
		field.Bits(greC, greR, greK, greS, greStrict, greRecursion, greReserved, greVersion))
	greFlags1 = GREProto.Uint16("gre.flags_and_version", "Flags and Version", field.Hex,
		field.Bits(greC, greR, greK, greS, greStrict, greRecursion, greA, greReserved1, greVersion))
	greType = GREProto.Uint16("gre.proto", "Protocol Type", field.Hex, field.Named(greTypeName))

	greC         = GREProto.Bit("gre.flags.checksum", "Checksum Bit", 0x8000, yesNo)
	greR         = GREProto.Bit("gre.flags.routing", "Routing Bit", 0x4000, yesNo)
	greK         = GREProto.Bit("gre.flags.key", "Key Bit", 0x2000, yesNo)
	greS         = GREProto.Bit("gre.flags.sequence_number", "Sequence Number Bit", 0x1000, yesNo)
	greStrict    = GREProto.Bit("gre.flags.strict_source_route", "Strict Source Route Bit", 0x0800, yesNo)
	greRecursion = GREProto.Uint16("gre.flags.recursion_control", "Recursion control", field.Dec, field.Mask(0x0700))
	greA         = GREProto.Bit("gre.flags.ack", "Acknowledgment", 0x0080, yesNo)
	greReserved  = GREProto.Uint16("gre.flags.reserved", "Flags (Reserved)", field.Dec, field.Mask(0x00f8))
	greReserved1 = GREProto.Uint16("gre.flags.reserved", "Flags (Reserved)", field.Dec, field.Mask(0x0078))
	greVersion   = GREProto.Uint16("gre.flags.version", "Version", field.Dec, field.Mask(0x0007), field.Named(greVersionName))

	greOffset = GREProto.Uint16("gre.offset", "Offset", field.Dec)
	greKey    = GREProto.Uint32("gre.key", "Key", field.Hex)
	greLength = GREProto.Uint16("gre.key.payload_length", "Payload Length", field.Dec)
	greCallID = GREProto.Uint16("gre.key.call_id", "Call ID", field.Dec)
	greSeq    = GREProto.Uint32("gre.sequence_number", "Sequence Number", field.Dec)
	greAck    = GREProto.Uint32("gre.ack_number", "Acknowledgment Number", field.Dec)

	yesNo = field.Named(field.YesNo)
)

// Bits of GRE.Flags: RFC 1701, RFC 2890, and RFC 2637 for the last.
const (
	ChecksumPresent = 0x8000
	RoutingPresent  = 0x4000
	KeyPresent      = 0x2000
	SequencePresent = 0x1000
	AckPresent      = 0x0080
)

// A GRE is the header of Generic Routing Encapsulation: RFC 2784 and 2890,
// with the source routes of RFC 1701 and, as version 1, PPTP's of RFC 2637.
type GRE struct {
	Flags    uint16 // with the version in the low three bits
	Type     uint16 // EtherType of the payload
	Checksum uint16
	Key      uint32 // in version 1: payload length<<16 | call ID
	Seq, Ack uint32
	cut      bool // before the protocol type
}

// Proto implements dissect.Message.
func (*GRE) Proto() *field.Proto { return GREProto }

// Version is 0 for GRE and 1 for PPTP.
func (m *GRE) Version() int { return int(m.Flags & 7) }

// Decode reads the header with the optional fields that its flags announce.
func (m *GRE) Decode(d *field.Decoder) error {
	*m = GRE{}
	mark := d.Begin(&GREProto.Def)
	sum := d.Peek(d.Captured())
	if h := d.Peek(2); h != nil && h[1]&7 == 1 {
		m.Flags = d.Uint16(greFlags1)
	} else {
		m.Flags = d.Uint16(greFlags)
	}
	m.Type = d.Uint16(greType)
	m.cut = d.Bad()
	if m.Flags&(ChecksumPresent|RoutingPresent) != 0 {
		m.decodeChecksum(d, sum)
	}
	if m.Flags&KeyPresent != 0 {
		m.decodeKey(d)
	}
	if m.Flags&SequencePresent != 0 {
		m.Seq = d.Uint32(greSeq)
	}
	if m.Flags&AckPresent != 0 && m.Version() == 1 {
		m.Ack = d.Uint32(greAck)
	}
	if m.Flags&RoutingPresent != 0 {
		decodeRoutes(d)
	}
	if m.Type == typeWCCP {
		decodeRedirect(d)
	}
	if d.More() {
		d.Payload()
	}
	d.End(mark)
	return d.Err()
}

func (m *GRE) decodeKey(d *field.Decoder) {
	if m.Version() == 1 {
		m.Key = uint32(d.Uint16(greLength)) << 16
		m.Key |= uint32(d.Uint16(greCallID))
		return
	}
	m.Key = d.Uint32(greKey)
}

// Next is the protocol type, which means an EtherType but for those that only
// GRE uses.
func (m *GRE) Next(i int) field.Key {
	if i > 0 {
		if i == 1 && m.Type == typePPP {
			return field.Link.Key(linkPPP)
		}
		return field.Key{}
	}
	switch {
	case m.Type == 0, m.Type == 0x9000, isArubaVLAN(uint64(m.Type)), m.Type&0xf80f == 0x8000 && m.Type >= 0x8200: // keepalive, Aruba's
		return field.Key{}
	case m.Type == typeERSPAN && m.Flags&SequencePresent == 0:
		return ERSPAN1Key
	case m.Type == typeERSPAN, m.Type == typeERSPAN3:
		return ERSPANKey
	case m.Type == typeCMD:
		return CMDKey
	case m.Type == typeWCCP:
		return etherTypeKey(typeIPv4)
	case m.Type == typeNHRP:
		return field.IPProto.Key(protoNHRP)
	case m.Type == typeFrameRelay:
		return field.Link.Key(linkFrameRelay)
	}
	return etherTypeKey(m.Type)
}

// Silent leaves the columns to the layer below where the capture cut the protocol type.
func (m *GRE) Silent() bool { return m.cut }

// AppendSummary appends what is encapsulated.
func (m *GRE) AppendSummary(b []byte, _ *field.Names) []byte {
	name := greTypeName(uint64(m.Type))
	if name != "" {
		return appendEncapsulated(b, name, m.Type)
	}
	b = append(b, "Encapsulated 0x"...)
	for shift := 12; shift >= 0; shift -= 4 {
		b = append(b, "0123456789ABCDEF"[m.Type>>shift&15]) // capitals, as Wireshark has them here alone
	}
	return append(b, " (unknown)"...)
}

func formatGRE(b []byte, t *field.Tree, i int) []byte {
	b = append(b, t.Nodes[i].Def.Label...)
	c := t.Child(i, greType)
	if c < 0 {
		return b
	}
	b = append(b, " ("...)
	if s := greTypeName(t.Nodes[c].Val); s != "" {
		b = append(b, s...)
	} else {
		b = append(t.AppendShow(b, c), " - unknown"...)
	}
	return append(b, ')')
}
