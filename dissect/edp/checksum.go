package edp

import (
	"encoding/binary"

	"github.com/pktscope/pktscope/dissect/field"
)

var (
	fChecksum   = Proto.Uint16("edp.checksum", "EDP checksum", field.Hex, field.Format(formatChecksum))
	fStatus     = Proto.Generated("edp.checksum.status", "EDP checksum status", field.Uint, field.Dec, 1, field.Named(statusName), field.Format(formatStatus))
	fCalculated = Proto.Generated("pktscope.edp.checksum_calculated", "Calculated EDP checksum", field.Uint, field.Hex, 2, field.Hidden())
	fBad        = Proto.Expert("edp.bad_checksum", "Bad checksum", field.Failure, field.OfChecksum, field.Format(formatBad))
)

// A Sum is what became of the checksum.
type Sum uint8

const (
	SumUnverified Sum = iota // the packet is shorter than it says, or cut by the capture
	SumBad
	SumGood
)

// status is the number that Wireshark gives to s.
func (s Sum) status() uint64 {
	switch s {
	case SumBad:
		return 0
	case SumGood:
		return 1
	}
	return 2
}

// checksum reads the Internet checksum (RFC 1071) of as many bytes as the length
// says, and verifies it; all are the captured ones from the version on.
func (p *Packet) checksum(d *field.Decoder, all []byte) {
	off := d.Off()
	p.Checksum = d.Uint16(fChecksum)
	var should uint16
	if int(p.Length) <= len(all) && !d.Bad() {
		rest := ^sum(all[:p.Length])
		should = fold(uint64(p.Checksum) + uint64(rest))
		p.Sum = SumBad
		if rest == 0 {
			p.Sum = SumGood
		}
	}
	if p.Sum == SumBad {
		d.Expert(fBad, uint64(should))
	}
	d.GenerateAt(fStatus, off, p.Sum.status())
	d.GenerateAt(fCalculated, off, uint64(should))
}

// sum is the sum of b in ones' complement; a last byte without another is the
// higher one of two.
func sum(b []byte) uint16 {
	var s uint64
	for ; len(b) >= 2; b = b[2:] {
		s += uint64(binary.BigEndian.Uint16(b))
	}
	if len(b) == 1 {
		s += uint64(b[0]) << 8
	}
	return fold(s)
}

func fold(s uint64) uint16 {
	for s > 0xffff {
		s = s>>16 + s&0xffff
	}
	return uint16(s)
}

// formatChecksum appends "EDP checksum: 0xb87f [correct]".
func formatChecksum(b []byte, t *field.Tree, i int) []byte {
	b = field.AppendHex(append(b, "EDP checksum: 0x"...), t.Nodes[i].Val, 2)
	status, should := t.Next(i, fStatus), t.Next(i, fCalculated)
	if status < 0 || should < 0 {
		return b
	}
	switch t.Nodes[status].Val {
	case SumBad.status():
		return field.AppendHex(append(b, " incorrect, should be 0x"...), t.Nodes[should].Val, 2)
	case SumGood.status():
		return append(b, " [correct]"...)
	}
	return append(b, " [unverified]"...)
}

// statusName names the values of edp.checksum.status.
func statusName(v uint64) string {
	names := [...]string{"Bad", "Good", "Unverified", "Not present", "Illegal"}
	if v < uint64(len(names)) {
		return names[v]
	}
	return ""
}

func formatStatus(b []byte, t *field.Tree, i int) []byte {
	return append(append(b, "EDP checksum status: "...), statusName(t.Nodes[i].Val)...)
}

func formatBad(b []byte, t *field.Tree, i int) []byte {
	return append(field.AppendHex(append(b, "Bad checksum [should be 0x"...), t.Nodes[i].Val, 2), ']')
}
