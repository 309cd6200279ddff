package tunnel

import "github.com/pktscope/pktscope/dissect/field"

// NSHProto declares the fields of the Network Service Header.
var NSHProto = field.NewProto("nsh", "NSH", "Network Service Header")

var (
	nshVersion = NSHProto.Uint16("nsh.version", "Version", field.DecHex, field.Mask(0xc000))
	nshOAM     = NSHProto.Uint16("nsh.Obit", "O Bit", field.Dec, field.Mask(0x2000))
	nshC       = NSHProto.Uint16("nsh.CBit", "C Bit", field.Dec, field.Mask(0x1000))
	nshTTL     = NSHProto.Uint16("nsh.ttl", "Time to live", field.Hex, field.Mask(0x0fc0))
	nshLength  = NSHProto.Uint16("nsh.length", "Length", field.DecHex, field.Mask(0x003f))
	nshType    = NSHProto.Uint8("nsh.mdtype", "MD Type", field.DecHex)
	nshNext    = NSHProto.Uint8("nsh.nextproto", "Next Protocol", field.Dec, field.Named(nshNextName))
	nshPath    = NSHProto.Uint24("nsh.spi", "SPI", field.DecHex)
	nshIndex   = NSHProto.Uint8("nsh.si", "SI", field.DecHex)
	nshContext = NSHProto.Bytes("nsh.contextheader", "Context Header")

	nshTLV     = NSHProto.Scope("TLV", field.Format(formatNSHTLV))
	nshClass   = NSHProto.Uint16("nsh.metadataclass", "TLV Class", field.DecHex)
	nshTLVType = NSHProto.Uint8("nsh.metadatatype", "Type", field.DecHex)
	nshTLVLen  = NSHProto.Uint8("nsh.metadatalen", "Length", field.Hex, field.Mask(0x7f))
	nshData    = NSHProto.Bytes("nsh.metadata", "Variable Metadata")
)

// Types of metadata: RFC 8300, section 2.2.
const (
	nshFixed    = 1
	nshVariable = 2
)

// nshHeader is how long the base and the service path header are together.
const nshHeader = 8

// An NSH is the header of RFC 8300: which chain of services a packet goes through, and
// how far it has come.
type NSH struct {
	Path  uint32 // service path identifier
	Index uint8  // service index
	Type  uint8  // of the metadata
	Inner uint8  // next protocol
}

// Proto implements dissect.Message.
func (*NSH) Proto() *field.Proto { return NSHProto }

// Decode reads the header with its metadata.
func (m *NSH) Decode(d *field.Decoder) error {
	*m = NSH{}
	mark := d.Begin(&NSHProto.Def)
	length := 4 * int(d.Shared16(nshVersion, nshOAM, nshC, nshTTL, nshLength)&0x3f)
	m.Type = d.Uint8(nshType)
	m.Inner = d.Uint8(nshNext)
	m.Path = d.Uint24(nshPath)
	m.Index = d.Uint8(nshIndex)
	switch rest := length - nshHeader; {
	case d.Bad():
	case rest < 0:
		d.Malformed(nshLength)
	case m.Type == nshFixed:
		for ; rest >= 4 && !d.Bad(); rest -= 4 {
			d.Bytes(nshContext, 4)
		}
	case m.Type == nshVariable:
		m.variable(d, rest)
	default:
		d.Bytes(nshData, rest)
	}
	if d.More() {
		d.Payload()
	}
	d.End(mark)
	return d.Err()
}

// variable reads n bytes of metadata of variable length: RFC 8300, section 2.5.1. A
// datum is padded to four bytes.
func (m *NSH) variable(d *field.Decoder, n int) {
	for end := d.Off() + n; end-d.Off() >= 4 && !d.Bad(); {
		mark := d.Begin(nshTLV)
		d.Uint16(nshClass)
		d.Uint8(nshTLVType)
		size := int(d.Uint8(nshTLVLen) & 0x7f)
		if size > end-d.Off() {
			d.Malformed(nshTLVLen)
		}
		if size > 0 {
			d.Bytes(nshData, size)
		}
		d.End(mark)
		if pad := -size & 3; pad > 0 && !d.Bad() {
			d.Skip(nshData, min(pad, end-d.Off()))
		}
	}
}

// Next is what the next protocol says: RFC 8300, section 2.2.
func (m *NSH) Next(i int) field.Key {
	if i > 0 {
		return field.Key{}
	}
	return nextKey(m.Inner)
}

// AppendSummary appends nothing: the header has no words for the Info column.
func (*NSH) AppendSummary(b []byte, _ *field.Names) []byte { return b }

func nshNextName(v uint64) string {
	if v == nextNSH {
		return NSHProto.Short
	}
	return gpeNextName(v)
}

func formatNSHTLV(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "TLV"...)
	if c := t.Child(i, nshClass); c >= 0 {
		b = field.AppendUint(append(b, ": Class "...), t.Nodes[c].Val)
	}
	if c := t.Child(i, nshTLVType); c >= 0 {
		b = field.AppendUint(append(b, " Type "...), t.Nodes[c].Val)
	}
	return b
}
