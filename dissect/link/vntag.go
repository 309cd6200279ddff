package link

import (
	"github.com/pktscope/pktscope/dissect/ethertype"
	"github.com/pktscope/pktscope/dissect/field"
)

// VNTagProto declares the fields of Cisco's VN-Tag.
var VNTagProto = field.NewProto("vntag", "VNTAG", "VN-Tag")

var (
	vntagDirection = VNTagProto.Bit("vntag.dir", "Direction", 0x80000000, field.Two("From Bridge", "To Bridge"), fourBytes)
	vntagPointer   = VNTagProto.Bit("vntag.ptr", "Pointer", 0x40000000, field.Two("vif_list_id", "vif_id"), fourBytes)
	vntagDst       = VNTagProto.Uint32("vntag.dst", "Destination", field.Dec, field.Mask(0x3fff0000))
	vntagLooped    = VNTagProto.Bit("vntag.looped", "Looped", 0x00008000, field.Named(field.YesNo), fourBytes)
	vntagReserved  = VNTagProto.Uint32("vntag.r", "Reserved", field.Dec, field.Mask(0x00004000))
	vntagVersion   = VNTagProto.Uint32("vntag.version", "Version", field.Dec, field.Mask(0x00003000))
	vntagSrc       = VNTagProto.Uint32("vntag.src", "Source", field.Dec, field.Mask(0x00000fff))
	vntagType      = VNTagProto.Uint16("vntag.etype", "Type", field.Hex, field.Named(ethertype.Name))
	vntagLen       = VNTagProto.Uint16("vntag.len", "Length", field.Dec)
	vntagTrailer   = VNTagProto.Bytes("vntag.trailer", "Trailer")
)

func fourBytes(d *field.Def) { d.Size, d.Width = 4, 32 }

// A VNTag names the virtual interfaces between which a fabric extender and its
// bridge pass a frame.
type VNTag struct {
	FromBridge bool
	List       bool   // Dst is a list of interfaces
	Dst        uint16 // a virtual interface
	Looped     bool   // the frame is on its way back to where it came from
	Version    uint8
	Src        uint16

	tagged
}

// Proto implements dissect.Message.
func (*VNTag) Proto() *field.Proto { return VNTagProto }

// NamesEtherType implements dissect.EtherTyped.
func (*VNTag) NamesEtherType() {}

// Decode reads the tag and the type behind it.
func (m *VNTag) Decode(d *field.Decoder) error {
	*m = VNTag{tagged: tagged{size: d.Len()}}
	mark := d.Begin(&VNTagProto.Def)
	v := d.Shared32(field.U32(vntagDirection), field.U32(vntagPointer), vntagDst, field.U32(vntagLooped), vntagReserved, vntagVersion, vntagSrc)
	m.FromBridge, m.List, m.Dst = v>>31 != 0, v>>30&1 != 0, uint16(v>>16&0x3fff)
	m.Looped, m.Version, m.Src = v>>15&1 != 0, uint8(v>>12&3), uint16(v&0xfff)
	m.decode(d, vntagLen, vntagType)
	d.End(mark)
	return d.Err()
}

// Trailer implements dissect.Trailing.
func (m *VNTag) Trailer(d *field.Decoder) { m.trailer(d, vntagTrailer) }

// AppendProtocol implements dissect.Titled.
func (m *VNTag) AppendProtocol(b []byte) []byte { return m.appendProtocol(b, VNTagProto.Short) }

// AppendSummary appends nothing: the tag has no words for the Info column.
func (*VNTag) AppendSummary(b []byte, _ *field.Names) []byte { return b }
