package link

import (
	"github.com/pktscope/pktscope/dissect/ethertype"
	"github.com/pktscope/pktscope/dissect/field"
)

// RTagProto declares the fields of the redundancy tag of IEEE 802.1CB.
var RTagProto = field.NewProto("rtag", "R-TAG", "802.1cb R-TAG")

var (
	rtagReserved = RTagProto.Uint16("rtag.reserved", "<reserved>", field.Hex)
	rtagSeq      = RTagProto.Uint16("rtag.seqno", "Sequence number", field.Dec)
	rtagType     = RTagProto.Uint16("rtag.protocol", "Type", field.Hex, field.Named(ethertype.Name))
	rtagTrailer  = RTagProto.Bytes("rtag.trailer", "Trailer")
)

// An RTag numbers a frame that is sent over several paths, so that its duplicates are
// known: IEEE 802.1CB, section 7.8.
type RTag struct {
	Seq uint16

	tagged
}

// Proto implements dissect.Message.
func (*RTag) Proto() *field.Proto { return RTagProto }

// NamesEtherType implements dissect.EtherTyped.
func (*RTag) NamesEtherType() {}

// Decode reads the tag and the type behind it.
func (m *RTag) Decode(d *field.Decoder) error {
	*m = RTag{tagged: tagged{size: d.Len()}}
	mark := d.Begin(&RTagProto.Def)
	d.Uint16(rtagReserved)
	m.Seq = d.Uint16(rtagSeq)
	m.decode(d, rtagType, rtagType)
	d.End(mark)
	return d.Err()
}

// Trailer implements dissect.Trailing.
func (m *RTag) Trailer(d *field.Decoder) { m.trailer(d, rtagTrailer) }

// AppendProtocol implements dissect.Titled.
func (m *RTag) AppendProtocol(b []byte) []byte { return m.appendProtocol(b, RTagProto.Short) }

// AppendSummary appends the Info column of a frame with an unknown payload.
func (m *RTag) AppendSummary(b []byte, _ *field.Names) []byte {
	return field.AppendUint(append(b, "R-TAG: "...), uint64(m.Seq))
}
