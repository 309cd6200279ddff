package link

import (
	"encoding/binary"

	"github.com/pktscope/pktscope/dissect/field"
)

// BackboneProto declares the fields of IEEE 802.1ah, Provider Backbone Bridges. The
// type and the trailer are fields that it shares with the provider's tag.
var BackboneProto = field.NewProto("ieee8021ah", "IEEE 802.1AH", "IEEE 802.1ah", field.ExtensionOf(ServiceProto))

var _ = BackboneProto.FormatBy(formatBackbone)

var (
	pbbTag      = BackboneProto.Scope("I-Tag", field.Format(formatServiceTag))
	pbbPriority = BackboneProto.Uint32("ieee8021ah.priority", "Priority", field.Dec, field.Mask(0xe0000000))
	pbbDrop     = BackboneProto.Uint32("ieee8021ah.drop", "DROP", field.Dec, field.Mask(0x10000000))
	pbbNCA      = BackboneProto.Uint32("ieee8021ah.nca", "NCA", field.Dec, field.Mask(0x08000000))
	pbbRes1     = BackboneProto.Uint32("ieee8021ah.res1", "RES1", field.Dec, field.Mask(0x04000000))
	pbbRes2     = BackboneProto.Uint32("ieee8021ah.res2", "RES2", field.Dec, field.Mask(0x03000000))
	pbbService  = BackboneProto.Uint32("ieee8021ah.isid", "I-SID", field.Dec, field.Mask(0x00ffffff))
	pbbDst      = BackboneProto.Ether("ieee8021ah.cdst", "C-Destination")
	pbbSrc      = BackboneProto.Ether("ieee8021ah.csrc", "C-Source")
)

// A Backbone is the service tag of IEEE 802.1ah, section 9.7, with the addresses of
// the customer's frame that it carries.
type Backbone struct {
	Priority uint8
	Service  uint32 // I-SID
	Dst, Src [6]byte

	flags uint32
	tagged
}

// Proto implements dissect.Message.
func (*Backbone) Proto() *field.Proto { return BackboneProto }

// NamesEtherType implements dissect.EtherTyped.
func (*Backbone) NamesEtherType() {}

// Decode reads the tag, the customer's addresses and the type behind them.
func (m *Backbone) Decode(d *field.Decoder) error {
	*m = Backbone{tagged: tagged{size: d.Len()}}
	mark := d.Begin(&BackboneProto.Def)
	tag := d.Begin(pbbTag)
	if b := d.Peek(4); b != nil {
		m.flags = binary.BigEndian.Uint32(b)
		for _, f := range [...]field.U32{pbbPriority, pbbDrop, pbbNCA, pbbRes1, pbbRes2} {
			d.Put(f, d.Off(), 1, f.Value(uint64(m.flags)))
		}
		d.Put(pbbService, d.Off()+1, 3, pbbService.Value(uint64(m.flags)))
	}
	d.Skip(pbbService, 4)
	m.Priority, m.Service = uint8(m.flags>>29), m.flags&0xffffff
	d.End(tag)
	m.Dst = d.Ether(pbbDst)
	m.Src = d.Ether(pbbSrc)
	m.decode(d, serviceType, serviceType)
	d.End(mark)
	return d.Err()
}

// Trailer implements dissect.Trailing.
func (m *Backbone) Trailer(d *field.Decoder) { m.trailer(d, serviceTrailer) }

// AppendProtocol implements dissect.Titled.
func (m *Backbone) AppendProtocol(b []byte) []byte { return m.appendProtocol(b, BackboneProto.Short) }

// AppendSummary appends the Info column of a frame with an unknown payload.
func (m *Backbone) AppendSummary(b []byte, _ *field.Names) []byte {
	b = field.AppendUint(append(b, "PRI: "...), uint64(m.Priority))
	b = field.AppendUint(append(b, "  Drop: "...), uint64(m.flags>>28&1))
	b = field.AppendUint(append(b, "  NCA: "...), uint64(m.flags>>27&1))
	b = field.AppendUint(append(b, "  Res1: "...), uint64(m.flags>>26&1))
	b = field.AppendUint(append(b, "  Res2: "...), uint64(m.flags>>24&3))
	return field.AppendUint(append(b, "  I-SID: "...), uint64(m.Service))
}

func formatBackbone(b []byte, t *field.Tree, i int) []byte {
	b = append(b, t.Nodes[i].Def.Label...)
	if c := t.Child(i, pbbTag); c >= 0 {
		if s := t.Child(c, pbbService); s >= 0 {
			b = t.AppendShow(append(b, ", I-SID: "...), s)
		}
	}
	if c := t.Child(i, pbbSrc); c >= 0 {
		b = t.AppendShow(append(b, ", C-Src: "...), c)
	}
	if c := t.Child(i, pbbDst); c >= 0 {
		b = t.AppendShow(append(b, ", C-Dst: "...), c)
	}
	return b
}

func formatServiceTag(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "I-Tag"...)
	if s := t.Child(i, pbbService); s >= 0 {
		b = t.AppendShow(append(b, ", I-SID: "...), s)
	}
	return b
}
