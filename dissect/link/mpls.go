package link

import "github.com/pktscope/pktscope/dissect/field"

// MPLSProto declares the fields of an MPLS label stack.
var MPLSProto = field.NewProto("mpls", "MPLS", "MultiProtocol Label Switching Header")

var _ = MPLSProto.FormatBy(formatMPLS)

var (
	mplsLabel  = MPLSProto.Uint32("mpls.label", "MPLS Label", field.Dec, field.Mask(0xfffff000), field.Format(formatLabel))
	mplsExp    = MPLSProto.Uint32("mpls.exp", "MPLS Experimental Bits", field.Dec, field.Mask(0x00000e00))
	mplsBottom = MPLSProto.Uint32("mpls.bottom", "MPLS Bottom Of Label Stack", field.Dec, field.Mask(0x00000100))
	mplsTTL    = MPLSProto.Uint32("mpls.ttl", "MPLS TTL", field.Dec, field.Mask(0x000000ff))
)

// Reserved labels, RFC 3032 section 2.1 and later.
const (
	labelGAL = 13 // RFC 5586
)

func labelName(v uint64) string {
	switch v {
	case 0:
		return "IPv4 Explicit-Null"
	case 1:
		return "Router Alert"
	case 2:
		return "IPv6 Explicit-Null"
	case 3:
		return "Implicit-Null"
	case 7:
		return "Entropy Label Indicator (ELI)"
	case labelGAL:
		return "Generic Associated Channel Label (GAL)"
	case 14:
		return "OAM Alert"
	}
	return ""
}

// An MPLS is a label stack: RFC 3032, section 2.1.
type MPLS struct {
	Depth int    // labels
	Label uint32 // at the bottom
	TTL   uint8  // at the top

	payload mplsPayload
}

// Proto implements dissect.Message.
func (*MPLS) Proto() *field.Proto { return MPLSProto }

// Decode reads labels up to the one that says it is the bottom.
func (m *MPLS) Decode(d *field.Decoder) error {
	*m = MPLS{}
	for {
		mark := d.Begin(&MPLSProto.Def)
		entry := d.Shared32(mplsLabel, mplsExp, mplsBottom, mplsTTL)
		if d.Bad() {
			d.End(mark)
			return d.Err()
		}
		if m.Depth++; m.Depth == 1 {
			m.TTL = uint8(entry)
		}
		m.Label = entry >> 12
		bottom := entry&0x100 != 0
		switch {
		case bottom && d.Captured() == 0 && d.Len() > 0:
			d.Skip(mplsLabel, d.Len()) // the capture cut all that the stack is before
		case bottom:
			m.payload = guessMPLS(m.Label, d.Peek(min(d.Captured(), guessLen)))
			d.Payload()
		}
		d.End(mark)
		if bottom {
			return d.Err()
		}
	}
}

// EndsWithPayload implements dissect.Open.
func (*MPLS) EndsWithPayload() {}

// Next is the guess that Decode made.
func (m *MPLS) Next(i int) field.Key {
	if i > 0 {
		return field.Key{}
	}
	return m.payload.key()
}

// AppendSummary appends the Info column of a packet with an unknown payload.
func (*MPLS) AppendSummary(b []byte, _ *field.Names) []byte {
	return append(b, "MPLS Label Switched Packet"...)
}

func formatMPLS(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "MultiProtocol Label Switching Header, Label: "...)
	b = appendChild(b, t, i, mplsLabel)
	if c := t.Child(i, mplsLabel); c >= 0 {
		if s := labelName(t.Nodes[c].Val); s != "" {
			b = append(append(append(b, " ("...), s...), ')')
		}
	}
	b = appendChild(append(b, ", Exp: "...), t, i, mplsExp)
	b = appendChild(append(b, ", S: "...), t, i, mplsBottom)
	return appendChild(append(b, ", TTL: "...), t, i, mplsTTL)
}

func formatLabel(b []byte, t *field.Tree, i int) []byte {
	v := t.Nodes[i].Val
	b = append(t.AppendPattern(b, i), "MPLS Label: "...)
	if s := labelName(v); s != "" {
		b = append(append(b, s...), " ("...)
		return append(field.AppendUint(b, v), ')')
	}
	b = append(field.AppendUint(b, v), " (0x"...)
	return append(field.AppendNibbles(b, v, 5), ')')
}
