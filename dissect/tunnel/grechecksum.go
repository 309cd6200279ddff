package tunnel

import "github.com/pktscope/pktscope/dissect/field"

var (
	greChecksum  = GREProto.Uint16("gre.checksum", "Checksum", field.Hex, field.Format(formatChecksum))
	greStatus    = GREProto.Generated("gre.checksum.status", "Checksum Status", field.Uint, field.Dec, 1, field.Named(sumName), field.Format(formatStatus))
	greIncorrect = GREProto.Expert("gre.checksum.incorrect", "Incorrect GRE Checksum", field.Warning, field.OfProtocol, field.Format(formatIncorrect))
	greWanted    = GREProto.Generated("pktscope.gre.checksum.calculated", "Calculated Checksum", field.Uint, field.Hex, 2, field.Hidden())
)

// Values of gre.checksum.status.
const (
	sumBad = iota
	sumGood
	sumUnverified
)

// decodeChecksum reads the two fields that either flag brings along. all is
// the packet from the header on, as far as it was captured.
func (m *GRE) decodeChecksum(d *field.Decoder, all []byte) {
	m.Checksum = d.Uint16(greChecksum)
	if d.Tree() != nil {
		m.verify(d, all)
	}
	d.Uint16(greOffset)
}

// verify tells whether the checksum over header and payload holds, RFC 2784
// section 2.5.
func (m *GRE) verify(d *field.Decoder, all []byte) {
	if m.Flags&ChecksumPresent == 0 || d.Captured() < d.Len() || len(all) < 6 {
		d.Generate(greStatus, sumUnverified)
		return
	}
	want := ^fold(sum16(all) - uint64(m.Checksum))
	if want != m.Checksum {
		d.Expert(greIncorrect, uint64(want))
	}
	d.Generate(greWanted, uint64(want))
	if want == m.Checksum {
		d.Generate(greStatus, sumGood)
	} else {
		d.Generate(greStatus, sumBad)
	}
}

// formatIncorrect appends "Incorrect GRE Checksum [should be 0x6668]".
func formatIncorrect(b []byte, t *field.Tree, i int) []byte {
	b = append(append(b, t.Nodes[i].Def.Label...), " [should be 0x"...)
	return append(field.AppendHex(b, t.Nodes[i].Val, 2), ']')
}

// sum16 adds up the 16-bit words of p, the last byte padded with a zero.
func sum16(p []byte) (sum uint64) {
	for len(p) > 1 {
		sum += uint64(p[0])<<8 | uint64(p[1])
		p = p[2:]
	}
	if len(p) > 0 {
		sum += uint64(p[0]) << 8
	}
	return sum
}

func fold(sum uint64) uint16 {
	for sum > 0xffff {
		sum = sum&0xffff + sum>>16
	}
	return uint16(sum)
}

func formatChecksum(b []byte, t *field.Tree, i int) []byte {
	b = t.AppendShow(append(b, "Checksum: "...), i)
	s := t.Next(i, greStatus)
	switch {
	case s < 0:
		return b
	case t.Nodes[s].Val == sumGood:
		return append(b, " [correct]"...)
	case t.Nodes[s].Val == sumUnverified:
		return append(b, " [unverified]"...)
	}
	b = append(b, " incorrect"...)
	if w := t.Next(i, greWanted); w >= 0 {
		b = t.AppendShow(append(b, ", should be "...), w)
	}
	return b
}

// sumName names the values of gre.checksum.status.
func sumName(v uint64) string {
	switch v {
	case sumBad:
		return "Bad"
	case sumGood:
		return "Good"
	case sumUnverified:
		return "Unverified"
	}
	return ""
}

func formatStatus(b []byte, t *field.Tree, i int) []byte {
	return append(append(b, "Checksum Status: "...), sumName(t.Nodes[i].Val)...)
}
