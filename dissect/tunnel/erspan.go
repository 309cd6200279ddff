package tunnel

import "github.com/pktscope/pktscope/dissect/field"

// ERSPANProto declares the fields of ERSPAN.
var ERSPANProto = field.NewProto("erspan", "ERSPAN", "Encapsulated Remote Switch Packet ANalysis")

var _ = ERSPANProto.FormatBy(formatERSPAN)

var (
	spanVersion = ERSPANProto.Uint16("erspan.version", "Version", field.Dec, field.Mask(0xf000), field.Named(spanVersionName))
	spanVLAN    = ERSPANProto.Uint16("erspan.vlan", "Vlan", field.Dec, field.Mask(0x0fff))
	spanCOS     = ERSPANProto.Uint16("erspan.cos", "COS", field.Dec, field.Mask(0xe000))
	spanEncap   = ERSPANProto.Uint16("erspan.encap", "Encap", field.Dec, field.Mask(0x1800), field.Named(spanEncapName))
	spanBSO     = ERSPANProto.Uint16("erspan.bso", "Bad/Short/Oversized", field.Dec, field.Mask(0x1800), field.Named(spanBSOName))
	spanCut     = ERSPANProto.Uint16("erspan.truncated", "Truncated", field.Dec, field.Mask(0x0400), field.Two("Truncated", "Not truncated"))
	spanID      = ERSPANProto.Uint16("erspan.spanid", "SpanID", field.Dec, field.Mask(0x03ff))

	spanReserved = ERSPANProto.Uint32("erspan.reserved", "Reserved", field.Dec, field.Mask(0xfff00000))
	spanIndex    = ERSPANProto.Uint32("erspan.index", "Index", field.Dec, field.Mask(0x000fffff))

	spanTime      = ERSPANProto.Uint32("erspan.timestamp", "Timestamp", field.Dec, field.Mask(0xffffffff), field.Unmasked())
	spanSGT       = ERSPANProto.Uint16("erspan.sgt", "Security Group Tag", field.Dec, field.Mask(0xffff), field.Unmasked())
	spanP         = ERSPANProto.Uint16("erspan.p", "Has Ethernet PDU", field.Dec, field.Mask(0x8000))
	spanFrame     = ERSPANProto.Uint16("erspan.ft", "Frame Type", field.Dec, field.Mask(0x7c00), field.Named(spanFrameName))
	spanHardware  = ERSPANProto.Uint16("erspan.hw", "Hardware ID", field.Dec, field.Mask(0x03f0))
	spanDirection = ERSPANProto.Bit("erspan.direction", "Direction", 0x0008, field.Width(16), field.Two("Egress", "Ingress"))
	spanGrain     = ERSPANProto.Uint16("erspan.gra", "Timestamp granularity", field.Dec, field.Mask(0x0006), field.Named(spanGrainName))
	spanO         = ERSPANProto.Uint16("erspan.o", "Optional Sub headers", field.Dec, field.Mask(0x0001))
)

// An ERSPAN is the header between GRE and a mirrored frame:
// draft-foschiano-erspan-03. Type I has none.
type ERSPAN struct {
	Type      uint8 // 1, 2 or 3; 0 for a version that is not known
	VLAN      uint16
	Session   uint16 // SpanID
	Truncated bool
	Index     uint32 // of the port, type II
	Timestamp uint32 // type III
	FrameType uint8  // type III
}

// Proto implements dissect.Message.
func (*ERSPAN) Proto() *field.Proto { return ERSPANProto }

// Decode reads the header. The subtree covers the mirrored frame as well,
// except in type I.
func (m *ERSPAN) Decode(d *field.Decoder) error {
	*m = ERSPAN{}
	mark := d.Begin(&ERSPANProto.Def)
	if d.Env.Key == ERSPAN1Key {
		m.Type = 1
		d.Payload()
		d.End(mark)
		return d.Err()
	}
	switch h := d.Peek(1); {
	case h != nil && h[0]>>4 == 1:
		m.VLAN = d.Shared16(spanVersion, spanVLAN) & 0x0fff
		m.decode2(d)
	case h != nil && h[0]>>4 == 2:
		m.VLAN = d.Shared16(spanVersion, spanVLAN) & 0x0fff
		m.decode3(d)
	default:
		d.Uint16(spanVersion)
	}
	if d.More() {
		d.Payload()
	}
	d.SkipRest()
	d.End(mark)
	return d.Err()
}

func (m *ERSPAN) decode2(d *field.Decoder) {
	m.Type = 2
	m.session(d.Shared16(spanCOS, spanEncap, spanCut, spanID))
	m.Index = d.Shared32(spanReserved, spanIndex) & 0x000fffff
}

func (m *ERSPAN) decode3(d *field.Decoder) {
	m.Type = 3
	m.session(d.Shared16(spanCOS, spanBSO, spanCut, spanID))
	m.Timestamp = d.Uint32(spanTime)
	d.Uint16(spanSGT)
	if h := d.Peek(2); h != nil && d.Tree() != nil {
		v, at := uint64(h[0])<<8|uint64(h[1]), d.Off()
		d.Put(spanP, at, 2, v>>15)
		d.Put(spanFrame, at, 2, v>>10&0x1f)
		d.Put(spanHardware, at, 2, v>>4&0x3f)
		d.Put(spanDirection, at, 2, v>>3&1)
		d.Put(spanGrain, at, 2, v>>1&3)
		d.Put(spanO, at, 2, v&1)
	}
	h := d.Peek(2)
	d.Skip(spanP, 2)
	if h == nil {
		return
	}
	m.FrameType = h[0] >> 2 & 0x1f
	if h[1]&1 != 0 {
		decodePlatform(d)
	}
}

func (m *ERSPAN) session(v uint16) {
	m.Truncated = v&0x0400 != 0
	m.Session = v & 0x03ff
}

// Next is the mirrored frame, where it is one of Ethernet.
func (m *ERSPAN) Next(i int) field.Key {
	if i > 0 || m.Type == 0 || m.FrameType != frameEthernet {
		return field.Key{}
	}
	return EthernetKey
}

// AppendSummary appends the Info column.
func (m *ERSPAN) AppendSummary(b []byte, _ *field.Names) []byte { return append(b, "ERSPAN:"...) }

func formatERSPAN(b []byte, t *field.Tree, i int) []byte {
	b = append(b, t.Nodes[i].Def.Label...)
	c := t.Child(i, spanVersion)
	if c < 0 {
		return append(b, " Type I"...)
	}
	if s := spanVersionName(t.Nodes[c].Val); s != "" {
		return append(append(b, ' '), s...)
	}
	return append(b, " Unknown"...)
}
