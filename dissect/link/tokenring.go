package link

import "github.com/pktscope/pktscope/dissect/field"

// TokenRingProto declares the fields of Token Ring.
var TokenRingProto = field.NewProto("tr", "TR", "Token-Ring")

var (
	trAC = TokenRingProto.Uint8("tr.ac", "Access Control", field.Hex, field.Format(formatAccess),
		field.Bits(trPriority, trFrame, trMonitor, trReserve))
	trPriority = TokenRingProto.Uint8("tr.priority", "Priority", field.Dec, field.Mask(0xe0))
	trFrame    = TokenRingProto.Bit("tr.frame", "Frame", 0x10, field.Two("Frame", "Token"))
	trMonitor  = TokenRingProto.Uint8("tr.monitor_cnt", "Monitor Count", field.Dec, field.Mask(0x08))
	trReserve  = TokenRingProto.Uint8("tr.priority_reservation", "Priority Reservation", field.Dec, field.Mask(0x07))

	trFC = TokenRingProto.Uint8("tr.fc", "Frame Control", field.Hex, field.Format(formatFrameControl),
		field.Bits(trType, trPCF))
	trType = TokenRingProto.Uint8("tr.frame_type", "Frame Type", field.Dec, field.Mask(0xc0), field.Named(trTypeName))
	trPCF  = TokenRingProto.Uint8("tr.frame_pcf", "Frame PCF", field.Dec, field.Mask(0x0f), field.Named(trPCFName))

	trDst    = TokenRingProto.Ether("tr.dst", "Destination")
	trSrc    = TokenRingProto.Ether("tr.src", "Source")
	trRouted = TokenRingProto.Generated("tr.sr", "Source Routed", field.Bool, field.Dec, 1)
)

// Types of frames, ISO/IEC 8802-5 section 3.2.3.1.
const (
	trMAC = 0
	trLLC = 1

	trHeaderLen = 14
)

func trTypeName(v uint64) string {
	switch v {
	case trMAC:
		return "MAC"
	case trLLC:
		return "LLC"
	case 2:
		return "Reserved"
	}
	return ""
}

func trPCFName(v uint64) string {
	switch v {
	case 0:
		return "Normal buffer"
	case 1:
		return "Express buffer"
	case 2:
		return "Purge"
	case 3:
		return "Claim Token"
	case 4:
		return "Beacon"
	case 5:
		return "Active Monitor Present"
	case 6:
		return "Standby Monitor Present"
	}
	return ""
}

// A TokenRing is the header of a Token Ring frame: ISO/IEC 8802-5, section 3.2.
type TokenRing struct {
	Access, Control uint8
	Dst, Src        [6]byte
	Routed          bool // routing information follows the addresses

	got int // bytes of the header that were there to be read
}

// Proto implements dissect.Message.
func (*TokenRing) Proto() *field.Proto { return TokenRingProto }

// Decode reads the header and the routing information.
func (m *TokenRing) Decode(d *field.Decoder) error {
	start, mark := d.Off(), d.Begin(&TokenRingProto.Def)
	m.Access = d.Uint8(trAC)
	m.Control = d.Uint8(trFC)
	m.Dst = d.Ether(trDst)
	off := d.Off()
	m.Src = d.Ether(trSrc)
	m.got = d.Off() - start
	m.Routed = m.got == trHeaderLen && m.Src[0]&0x80 != 0
	d.Put(trRouted, off, 1, uint64(bit(m.Routed)))
	if m.Routed {
		decodeRIF(d)
	}
	d.Payload()
	d.End(mark)
	return d.Err()
}

// Next is LLC.
func (m *TokenRing) Next(i int) field.Key {
	if i == 0 && m.Control>>6 == trLLC {
		return LLCKey
	}
	return field.Key{}
}

// AppendSource appends the sender's address.
func (m *TokenRing) AppendSource(b []byte) []byte {
	if m.got < trHeaderLen {
		return b
	}
	a := m.Src
	a[0] &^= 0x80
	return field.AppendBytes(b, a[:], ':')
}

// AppendDestination appends the receiver's address.
func (m *TokenRing) AppendDestination(b []byte) []byte {
	if m.got < trHeaderLen {
		return b
	}
	return field.AppendBytes(b, m.Dst[:], ':')
}

// AppendSummary appends the Info column of a frame with an unknown payload.
func (m *TokenRing) AppendSummary(b []byte, _ *field.Names) []byte {
	if m.got < trHeaderLen {
		return b
	}
	name := trTypeName(uint64(m.Control >> 6))
	if name == "" {
		name = "Unknown"
	}
	return append(append(b, "Token-Ring "...), name...)
}

func formatAccess(b []byte, t *field.Tree, i int) []byte {
	v := t.Nodes[i].Val
	b = field.AppendHex(append(b, "Access Control: 0x"...), v, 1)
	if v&0x10 != 0 {
		b = append(b, ", Frame"...)
	}
	return b
}

func formatFrameControl(b []byte, t *field.Tree, i int) []byte {
	v := t.Nodes[i].Val
	b = field.AppendHex(append(b, "Frame Control: 0x"...), v, 1)
	b = appendKnown(append(b, ", Frame Type: "...), trTypeName(v>>6))
	return appendKnown(append(b, ", Frame PCF: "...), trPCFName(v&0x0f))
}

func appendKnown(b []byte, name string) []byte {
	if name == "" {
		name = "Unknown"
	}
	return append(b, name...)
}
