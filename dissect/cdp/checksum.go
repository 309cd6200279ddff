package cdp

import (
	"encoding/binary"

	"github.com/pktscope/pktscope/dissect/field"
)

// A Sum is what became of the checksum.
type Sum uint8

const (
	SumUnverified Sum = iota // the capture does not hold all that it covers
	SumBad
	SumGood
)

// String is Wireshark's name of s: Bad, Good or Unverified.
func (s Sum) String() string { return statusName(uint64(s.status())) }

// status is the number that Wireshark gives to s.
func (s Sum) status() uint8 {
	switch s {
	case SumBad:
		return 0
	case SumGood:
		return 1
	}
	return 2
}

// checksum is the checksum of the packet b, its own two bytes taken for zero.
// It is the Internet's (RFC 1071) but for the last byte of an odd length, which
// Cisco's devices add as a signed number: 0x41 as 0x0041, and 0x80 and above as
// one less than its extension by sign, 0x85 as 0xff84.
func checksum(b []byte) uint16 {
	if len(b) < 4 {
		return 0
	}
	var sum uint64
	sum += uint64(binary.BigEndian.Uint16(b))
	for b = b[4:]; len(b) >= 4; b = b[4:] {
		sum += uint64(binary.BigEndian.Uint32(b))
	}
	if len(b) >= 2 {
		sum += uint64(binary.BigEndian.Uint16(b))
		b = b[2:]
	}
	if len(b) == 1 {
		last := uint64(b[0])
		if last >= 0x80 {
			last = 0xff00 | last - 1
		}
		sum += last
	}
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	return ^uint16(sum)
}

// formatChecksum appends "Checksum: 0x45b0 [correct]".
func formatChecksum(b []byte, t *field.Tree, i int) []byte {
	b = field.AppendHex(append(b, "Checksum: 0x"...), t.Nodes[i].Val, 2)
	status, sum := t.Next(i, fStatus), t.Next(i, fCalculated)
	if status < 0 || sum < 0 {
		return b
	}
	switch t.Nodes[status].Val {
	case uint64(SumBad.status()):
		return field.AppendHex(append(b, " incorrect, should be 0x"...), t.Nodes[sum].Val, 2)
	case uint64(SumGood.status()):
		return append(b, " [correct]"...)
	}
	return append(b, " [unverified]"...)
}

// statusName names the values of cdp.checksum.status.
func statusName(v uint64) string {
	names := [...]string{"Bad", "Good", "Unverified", "Not present"}
	if v < uint64(len(names)) {
		return names[v]
	}
	return ""
}

func formatStatus(b []byte, t *field.Tree, i int) []byte {
	return append(append(b, "Checksum Status: "...), statusName(t.Nodes[i].Val)...)
}
