package link

import "github.com/pktscope/pktscope/dissect/field"

var (
	frEA = FrameRelayProto.Bit("fr.ea", "EA", 0x01, field.Two("Last Octet", "More Follows"))

	frFirst = FrameRelayProto.Uint8("fr.first_addr_octet", "First address octet", field.Hex, field.Format(formatOctet),
		field.Bits(frUpper, frCR, frEA))
	frUpper = FrameRelayProto.Uint8("fr.upper_dlci", "Upper DLCI", field.Hex, field.Mask(0xfc))
	frCR    = FrameRelayProto.Bit("fr.cr", "CR", 0x02, field.Two("Command", "Response"))

	frSecond = FrameRelayProto.Uint8("fr.second_addr_octet", "Second address octet", field.Hex, field.Format(formatOctet),
		field.Bits(frMiddle, frFECN, frBECN, frDE, frEA))
	frMiddle = FrameRelayProto.Uint8("fr.second_dlci", "Second DLCI", field.Hex, field.Mask(0xf0))
	frFECN   = FrameRelayProto.Bit("fr.fecn", "FECN", 0x08)
	frBECN   = FrameRelayProto.Bit("fr.becn", "BECN", 0x04)
	frDE     = FrameRelayProto.Bit("fr.de", "DE", 0x02)

	frThird = FrameRelayProto.Uint8("fr.third_addr_octet", "Third address octet", field.Hex, field.Format(formatOctet),
		field.Bits(frAdditional, frEA))
	frAdditional = FrameRelayProto.Uint8("fr.third_dlci", "Third DLCI", field.Hex, field.Mask(0xfe))

	frFinal = FrameRelayProto.Scope("Final address octet", field.Format(formatFinal))
	frLower = FrameRelayProto.Uint8("fr.lower_dlci", "Lower DLCI", field.Hex, field.Mask(0xfc))
	frCore  = FrameRelayProto.Uint8("fr.dlcore_control", "DL-CORE Control", field.Hex, field.Mask(0xfc))
	frDC    = FrameRelayProto.Bit("fr.dc", "DC", 0x02, field.Two("DLCI Address", "Control"), field.Width(16))

	frDLCI = FrameRelayProto.Generated("fr.dlci", "DLCI", field.Uint, field.Dec, 4)
)

// The lowest bit of an address octet is set in the last, Q.922 section 3.3.1.
const addressEnds = 1

// address reads two to four octets and puts the DLCI together.
func (m *FrameRelay) address(d *field.Decoder) {
	start := d.Off()
	v := d.Uint8(frFirst)
	m.DLCI, m.Command = uint32(v>>2), v&2 != 0
	if v&addressEnds == 0 {
		m.longer(d)
	}
	d.Put(frDLCI, start, d.Off()-start, uint64(m.DLCI))
}

func (m *FrameRelay) longer(d *field.Decoder) {
	v := d.Uint8(frSecond)
	m.DLCI = m.DLCI<<4 | uint32(v>>4)
	if v&addressEnds != 0 {
		return
	}
	if b := d.Peek(1); b != nil && b[0]&addressEnds == 0 {
		v = d.Uint8(frThird)
		m.DLCI = m.DLCI<<7 | uint32(v>>1)
	}
	mark := d.Begin(frFinal)
	off := d.Off()
	if b := d.Peek(1); b != nil {
		v = b[0]
	}
	d.Skip(frLower, 1)
	d.Title(mark, uint64(v))
	if v&0x02 == 0 { // the bits are of the DLCI and not of DL-CORE
		m.DLCI = m.DLCI<<6 | uint32(v>>2)
		d.Put(frLower, off, 1, uint64(v>>2))
	} else {
		d.Put(frCore, off, 1, uint64(v>>2))
	}
	d.Put(frDC, off, 1, uint64(v>>1&1))
	d.Put(frEA, off, 1, uint64(v&1))
	d.End(mark)
}

// formatOctet shows an octet and the names of its bits that are set.
func formatOctet(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	b = n.Def.AppendNumber(append(append(b, n.Def.Label...), ": "...), n.Val)
	for c := i + 1; c < int(n.End); c++ {
		if k := &t.Nodes[c]; k.Def.Kind == field.Bool && k.Val != 0 {
			b = append(append(b, ", "...), k.Def.Label...)
		}
	}
	return b
}

func formatFinal(b []byte, t *field.Tree, i int) []byte {
	return field.AppendHex(append(b, "Final address octet: 0x"...), t.Nodes[i].Val, 1)
}
