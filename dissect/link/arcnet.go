package link

import "github.com/pktscope/pktscope/dissect/field"

// ARCNETProto declares the fields of ARCNET.
var ARCNETProto = field.NewProto("arcnet", "ARCNET", "ARCNET")

var (
	arcnetSrc       = ARCNETProto.Uint8("arcnet.src", "Source", field.Hex)
	arcnetDst       = ARCNETProto.Uint8("arcnet.dst", "Dest", field.Hex)
	arcnetOffset    = ARCNETProto.Bytes("arcnet.offset", "Offset")
	arcnetProtocol  = ARCNETProto.Uint8("arcnet.protID", "Protocol ID", field.Hex, field.Named(arcnetProtocols.name))
	arcnetException = ARCNETProto.Uint8("arcnet.exception_flag", "Exception Flag", field.Hex)
	arcnetPadding   = ARCNETProto.Uint16("arcnet.padding", "Padding", field.Hex)
	arcnetSplit     = ARCNETProto.Uint8("arcnet.split_flag", "Split Flag", field.Dec)
	arcnetSequence  = ARCNETProto.Uint16("arcnet.sequence", "Sequence", field.Dec)
)

// Protocol IDs. Those of RFC 1051 and two more have no fragmentation header.
const (
	arcnetDiagnose = 0x80
	arcnetIPv6     = 0xc4
	arcnetBACnet   = 0xcd
	arcnetIPv4     = 0xd4
	arcnetARP      = 0xd5
	arcnetRARP     = 0xd6
	arcnetNovell   = 0xec
	arcnetOldIPv4  = 0xf0
	arcnetOldARP   = 0xf1
	arcnetVINES    = 0xf7
	arcnetIPX      = 0xfa

	arcnetLinux     = 129  // the link type whose header has an offset
	arcnetExcepting = 0xff // a split flag that is none: RFC 1201's exception packet
)

var arcnetProtocols = names{
	{0x00, "Datapoint boot"},
	{0x01, "Datapoint mount"},
	{0x08, "PowerLAN beacon"},
	{arcnetDiagnose, "Diagnose"},
	{arcnetIPv6, "IPv6"},
	{arcnetBACnet, "BACnet"},
	{arcnetIPv4, "RFC 1201 IP"},
	{arcnetARP, "RFC 1201 ARP"},
	{arcnetRARP, "RFC 1201 RARP"},
	{0xdd, "Appletalk"},
	{0xe8, "Encapsulated Ethernet"},
	{arcnetNovell, "Novell of some sort"},
	{arcnetOldIPv4, "RFC 1051 IP"},
	{arcnetOldARP, "RFC 1051 ARP"},
	{0xf3, "PowerLAN beacon2"},
	{arcnetVINES, "Banyan VINES"},
	{arcnetIPX, "IPX"},
}

// An ARCNET is the header of an ARCNET frame and of RFC 1201's fragmentation:
// LINKTYPE_ARCNET_BSD and LINKTYPE_ARCNET_LINUX. Fragments are not put
// together; each is read as if it were the first.
type ARCNET struct {
	Src, Dst  uint8
	Protocol  uint8
	SplitFlag uint8
	Sequence  uint16

	addressed, whole bool // that far the header was there to be read
}

// Proto implements dissect.Message.
func (*ARCNET) Proto() *field.Proto { return ARCNETProto }

// Decode reads the header that the link type says.
func (m *ARCNET) Decode(d *field.Decoder) error {
	*m = ARCNET{}
	linux := d.Env.Key == field.Link.Key(arcnetLinux)
	mark := d.Begin(&ARCNETProto.Def)
	m.Src = d.Uint8(arcnetSrc)
	m.Dst = d.Uint8(arcnetDst)
	m.addressed = !d.Bad()
	if linux {
		d.Bytes(arcnetOffset, 2)
	}
	m.Protocol = d.Uint8(arcnetProtocol)
	if m.splits() {
		m.decodeSplit(d, linux)
	}
	m.whole = !d.Bad()
	d.Payload()
	d.End(mark)
	return d.Err()
}

// splits reports whether frames of the protocol have a fragmentation header.
func (m *ARCNET) splits() bool {
	switch m.Protocol {
	case arcnetOldIPv4, arcnetOldARP, arcnetDiagnose, arcnetBACnet:
		return false
	}
	return true
}

// decodeSplit reads the fragmentation header. In an exception packet, of which
// Linux hides the beginning, another one and the protocol once more stand
// before it.
func (m *ARCNET) decodeSplit(d *field.Decoder, linux bool) {
	if b := d.Peek(1); b != nil && b[0] == arcnetExcepting && !linux {
		d.Uint8(arcnetException)
		d.Uint16(arcnetPadding)
		d.Uint8(arcnetProtocol)
	}
	m.SplitFlag = d.Uint8(arcnetSplit)
	m.Sequence = d.Uint16(arcnetSequence)
}

// Next is what the protocol ID says.
func (m *ARCNET) Next(i int) field.Key {
	if i > 0 {
		return field.Key{}
	}
	switch m.Protocol {
	case arcnetIPv4, arcnetOldIPv4:
		return IPv4Key
	case arcnetIPv6:
		return IPv6Key
	case arcnetARP, arcnetRARP, arcnetOldARP:
		return field.EtherType.Key(typeARP)
	case arcnetIPX, arcnetNovell:
		return field.EtherType.Key(typeIPX)
	case arcnetVINES:
		return field.EtherType.Key(typeVINES)
	case arcnetBACnet:
		return LLCKey
	}
	return field.Key{}
}

// AppendSource appends the sender's address.
func (m *ARCNET) AppendSource(b []byte) []byte {
	if !m.addressed {
		return b
	}
	return appendHex8(b, m.Src)
}

// AppendDestination appends the receiver's address; 0 is everyone's.
func (m *ARCNET) AppendDestination(b []byte) []byte {
	if !m.addressed {
		return b
	}
	return appendHex8(b, m.Dst)
}

// appendHex8 appends "0xbe".
func appendHex8(b []byte, v uint8) []byte { return field.AppendHex(append(b, "0x"...), uint64(v), 1) }

// AppendProtocol names a protocol that nothing is bound to by its number.
func (m *ARCNET) AppendProtocol(b []byte) []byte {
	if !m.whole {
		return append(b, ARCNETProto.Short...)
	}
	return appendHex16(b, uint16(m.Protocol))
}

// AppendSummary appends the Info column of a frame with an unknown payload.
func (*ARCNET) AppendSummary(b []byte, _ *field.Names) []byte { return append(b, ARCNETProto.Label...) }
