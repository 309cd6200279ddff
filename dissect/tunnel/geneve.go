package tunnel

import (
	"github.com/pktscope/pktscope/dissect/ethertype"
	"github.com/pktscope/pktscope/dissect/field"
)

// GeneveProto declares the fields of Geneve.
var GeneveProto = field.NewProto("geneve", "Geneve", "Generic Network Virtualization Encapsulation")

var _ = GeneveProto.FormatBy(formatGeneve)

var (
	gnvVersion = GeneveProto.Uint8("geneve.version", "Version", field.Dec)
	gnvFlags   = GeneveProto.Uint8("geneve.flags", "Flags", field.Hex, field.Format(appendFlags), field.Bits(gnvOAM, gnvCritical, gnvFlagsRest))

	gnvOAM       = GeneveProto.Bit("geneve.flags.oam", "Operations, Administration and Management Frame", 0x80)
	gnvCritical  = GeneveProto.Bit("geneve.flags.critical", "Critical Options Present", 0x40)
	gnvFlagsRest = GeneveProto.Bit("geneve.flags.reserved", "Reserved", 0x3f)

	gnvType     = GeneveProto.Uint16("geneve.proto_type", "Protocol Type", field.Hex, field.Named(ethertype.Name))
	gnvVNI      = GeneveProto.Uint24("geneve.vni", "Virtual Network Identifier (VNI)", field.HexDec)
	gnvReserved = GeneveProto.Uint8("geneve.reserved", "Reserved", field.Hex)
	gnvNothing  = GeneveProto.Uint8("geneve.reserved", "Reserved", field.Hex, field.Hidden())
)

// A Geneve is the header of RFC 8926.
type Geneve struct {
	Version uint8
	Flags   uint8
	Type    uint16 // EtherType of the payload
	VNI     uint32
	cut     bool   // before its type
	Options []byte // class, type, flags and length, data; aliases the packet
}

// Proto implements dissect.Message.
func (*Geneve) Proto() *field.Proto { return GeneveProto }

// Decode reads the header and its options.
func (m *Geneve) Decode(d *field.Decoder) error {
	*m = Geneve{}
	mark := d.Begin(&GeneveProto.Def)
	options := 0
	if h := d.Peek(1); h != nil {
		m.Version = h[0] >> 6
		options = 4 * int(h[0]&0x3f)
		d.Put(gnvVersion, d.Off(), 1, uint64(m.Version))
		d.Put(gnvLength, d.Off(), 1, uint64(options))
	}
	d.Skip(gnvVersion, 1)
	m.Flags = d.Uint8(gnvFlags)
	m.Type = d.Uint16(gnvType)
	m.cut = d.Bad()
	m.VNI = d.Uint24(gnvVNI)
	if h := d.Peek(1); h != nil && h[0] == 0 {
		d.Uint8(gnvNothing)
	} else {
		d.Uint8(gnvReserved)
	}
	if options > 0 {
		m.decodeOptions(d, options)
	}
	if d.More() {
		d.Payload()
	}
	d.End(mark)
	return d.Err()
}

// Next is the EtherType.
func (m *Geneve) Next(i int) field.Key {
	if i > 0 {
		return field.Key{}
	}
	return etherTypeKey(m.Type)
}

// AppendSummary appends the Info column.
func (m *Geneve) AppendSummary(b []byte, _ *field.Names) []byte {
	if m.cut {
		return b
	}
	return appendEncapsulated(b, ethertype.Name(uint64(m.Type)), m.Type)
}

func formatGeneve(b []byte, t *field.Tree, i int) []byte {
	b = append(b, t.Nodes[i].Def.Label...)
	if c := t.Child(i, gnvVNI); c >= 0 {
		b = t.AppendShow(append(b, ", VNI: "...), c)
	}
	if c := t.Child(i, gnvFlags); c >= 0 && t.Nodes[c].Val&0x80 != 0 {
		b = append(b, ", OAM"...)
	}
	return b
}
