package link

import (
	"github.com/pktscope/pktscope/dissect/ethertype"
	"github.com/pktscope/pktscope/dissect/field"
)

// VLANProto declares the fields of an IEEE 802.1Q tag.
var VLANProto = field.NewProto("vlan", "VLAN", "802.1Q Virtual LAN")

var _ = VLANProto.FormatBy(formatVLAN)

var (
	vlanPriority = VLANProto.Uint16("vlan.priority", "Priority", field.Dec, field.Mask(0xe000), field.Named(priorityName))
	vlanDEI      = VLANProto.Bit("vlan.dei", "DEI", 0x1000, field.Two("Eligible", "Ineligible"), twoBytes)
	vlanID       = VLANProto.Uint16("vlan.id", "ID", field.Dec, field.Mask(0x0fff))
	vlanType     = VLANProto.Uint16("vlan.etype", "Type", field.Hex, field.Named(ethertype.Name))
	vlanLen      = VLANProto.Uint16("vlan.len", "Length", field.Dec)
	vlanTrailer  = VLANProto.Bytes("vlan.trailer", "Trailer")
)

func twoBytes(d *field.Def) { d.Size, d.Width = 2, 16 }

// priorityName names a priority as IEEE 802.1Q-2005, annex G, recommends.
func priorityName(v uint64) string {
	return [...]string{
		"Best Effort (default)", "Background", "Excellent Effort", "Critical Applications",
		"Video, < 100ms latency and jitter", "Voice, < 10ms latency and jitter",
		"Internetwork Control", "Network Control",
	}[v&7]
}

// A VLAN is a customer tag: IEEE 802.1Q, section 9.6.
type VLAN struct {
	Priority uint8
	DEI      bool // drop eligible
	ID       uint16
	cut      bool // before the tag's control information ends

	tagged
}

// Proto implements dissect.Message.
func (*VLAN) Proto() *field.Proto { return VLANProto }

// NamesEtherType implements dissect.EtherTyped.
func (*VLAN) NamesEtherType() {}

// Decode reads the tag's control information and the type behind it.
func (m *VLAN) Decode(d *field.Decoder) error {
	*m = VLAN{tagged: tagged{size: d.Len()}}
	mark := d.Begin(&VLANProto.Def)
	tci := d.Shared16(vlanPriority, field.U16(vlanDEI), vlanID)
	m.Priority, m.DEI, m.ID, m.cut = uint8(tci>>13), tci&0x1000 != 0, tci&0x0fff, d.Bad()
	m.decode(d, vlanLen, vlanType)
	d.End(mark)
	return d.Err()
}

// Trailer implements dissect.Trailing.
func (m *VLAN) Trailer(d *field.Decoder) { m.trailer(d, vlanTrailer) }

// AppendProtocol implements dissect.Titled.
func (m *VLAN) AppendProtocol(b []byte) []byte { return m.appendProtocol(b, VLANProto.Short) }

// AppendSummary appends the Info column of a frame with an unknown payload.
func (m *VLAN) AppendSummary(b []byte, _ *field.Names) []byte {
	if m.cut {
		return b
	}
	b = field.AppendUint(append(b, "PRI: "...), uint64(m.Priority))
	b = append(b, "  DEI: "...)
	b = append(b, '0'+bit(m.DEI))
	return field.AppendUint(append(b, "  ID: "...), uint64(m.ID))
}

// bit is 1 for true.
func bit(set bool) byte {
	if set {
		return 1
	}
	return 0
}

func formatVLAN(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "802.1Q Virtual LAN"...)
	b = appendChild(append(b, ", PRI: "...), t, i, vlanPriority)
	if c := t.Child(i, vlanDEI); c >= 0 {
		b = append(b, ", DEI: "...)
		b = append(b, '0'+bit(t.Nodes[c].Val != 0))
	}
	return appendChild(append(b, ", ID: "...), t, i, vlanID)
}

// appendChild appends the value of the child of node i that is of field f,
// if there is one.
func appendChild(b []byte, t *field.Tree, i int, f field.Field) []byte {
	if c := t.Child(i, f); c >= 0 {
		return t.AppendShow(b, c)
	}
	return b
}
