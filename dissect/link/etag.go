package link

import (
	"strconv"

	"github.com/pktscope/pktscope/dissect/ethertype"
	"github.com/pktscope/pktscope/dissect/field"
)

// ETagProto declares the fields of the tag of IEEE 802.1BR.
var ETagProto = field.NewProto("etag", "ETAG", "802.1BR E-Tag")

var _ = ETagProto.FormatBy(formatETag)

var (
	etagPriority    = ETagProto.Uint16("etag.pcp", "E-PCP", field.Dec, field.Mask(0xe000), field.Named(priorityName))
	etagDEI         = ETagProto.Uint16("etag.dei", "E-DEI", field.Dec, field.Mask(0x1000))
	etagIngressBase = ETagProto.Uint16("etag.iecid_base", "Ingress_E-CID_base", field.Hex, field.Mask(0x0fff))
	etagReserved    = ETagProto.Uint16("etag.resv", "Reserved", field.Dec, field.Mask(0xc000))
	etagGroup       = ETagProto.Uint16("etag.group", "GRP", field.Dec, field.Mask(0x3000), field.Named(etagGroupName))
	etagBase        = ETagProto.Uint16("etag.ecid_base", "E-CID_base", field.Hex, field.Mask(0x0fff))
	etagIngressExt  = ETagProto.Uint8("etag.iecid_ext", "Ingress_E-CID_ext", field.Hex)
	etagExt         = ETagProto.Uint8("etag.ecid_ext", "E-CID_ext", field.Hex)
	etagType        = ETagProto.Uint16("etag.etype", "Type", field.Hex, field.Named(ethertype.Name))
	etagTrailer     = ETagProto.Bytes("etag.trailer", "Trailer")
)

func etagGroupName(v uint64) string {
	if v == 0 {
		return "Point-to-point"
	}
	return "Point-to-multipoint"
}

// An ETag names the channels by which a bridge and its port extenders, such as a fabric
// extender, pass a frame: IEEE 802.1BR, section 7.5.
type ETag struct {
	Priority uint8
	DEI      bool   // drop eligible
	Ingress  uint32 // the channel that the frame came in by
	Group    uint8  // 0: Channel is of one port
	Channel  uint32

	tagged
}

// Proto implements dissect.Message.
func (*ETag) Proto() *field.Proto { return ETagProto }

// NamesEtherType implements dissect.EtherTyped.
func (*ETag) NamesEtherType() {}

// Decode reads the tag and the type behind it.
func (m *ETag) Decode(d *field.Decoder) error {
	*m = ETag{tagged: tagged{size: d.Len()}}
	mark := d.Begin(&ETagProto.Def)
	in := d.Shared16(etagPriority, etagDEI, etagIngressBase)
	to := d.Shared16(etagReserved, etagGroup, etagBase)
	m.Priority, m.DEI, m.Group = uint8(in>>13), in&0x1000 != 0, uint8(to>>12&3)
	m.Ingress = uint32(d.Uint8(etagIngressExt))<<12 | uint32(in&0xfff)
	m.Channel = uint32(d.Uint8(etagExt))<<12 | uint32(to&0xfff)
	m.decode(d, etagType, etagType)
	d.End(mark)
	return d.Err()
}

// Trailer implements dissect.Trailing.
func (m *ETag) Trailer(d *field.Decoder) { m.trailer(d, etagTrailer) }

// AppendProtocol implements dissect.Titled.
func (m *ETag) AppendProtocol(b []byte) []byte { return m.appendProtocol(b, ETagProto.Short) }

// AppendSummary appends the Info column of a frame with an unknown payload, Ethernet's.
func (*ETag) AppendSummary(b []byte, _ *field.Names) []byte { return append(b, "Ethernet II"...) }

// formatETag appends the tag as one number, and the channels of which it has the parts.
func formatETag(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "802.1BR E-Tag"...)
	if t.Child(i, etagExt) < 0 {
		return b
	}
	value := func(f field.Field) uint64 { return t.Nodes[t.Child(i, f)].Val }
	in, to := value(etagIngressBase), value(etagBase)
	tag := (value(etagPriority)<<13|value(etagDEI)<<12|in)<<16 | value(etagReserved)<<14 | value(etagGroup)<<12 | to
	tag = tag<<16 | value(etagIngressExt)<<8 | value(etagExt)
	b = strconv.AppendUint(append(b, ", TCI: 0x"...), tag, 16)
	b = field.AppendUint(append(b, " Ingress_E-CID: "...), value(etagIngressExt)<<12|in)
	return field.AppendUint(append(b, " E-CID: "...), value(etagExt)<<12|to)
}
