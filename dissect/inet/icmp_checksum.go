package inet

import (
	"encoding/binary"
	"net/netip"

	"github.com/pktscope/pktscope/dissect/field"
)

// icmpSum adds b to the one's complement sum of 16-bit words, RFC 1071.
func icmpSum(sum uint64, b []byte) uint64 {
	for ; len(b) >= 4; b = b[4:] {
		sum += uint64(binary.BigEndian.Uint32(b))
	}
	if len(b) >= 2 {
		sum += uint64(binary.BigEndian.Uint16(b)) << 16
		b = b[2:]
		if len(b) == 1 {
			sum += uint64(b[0]) << 8
		}
		return sum
	}
	if len(b) == 1 {
		sum += uint64(b[0]) << 24
	}
	return sum
}

// icmpFold makes sixteen bits of a sum.
func icmpFold(sum uint64) uint16 {
	for sum>>16 != 0 {
		sum = sum&0xffff + sum>>16
	}
	return uint16(sum)
}

// pseudoSum is the sum of the pseudo-header of RFC 8200, section 8.1.
func pseudoSum(src, dst netip.Addr, length int, next uint8) uint64 {
	s, d := src.As16(), dst.As16()
	return icmpSum(icmpSum(uint64(length)+uint64(next), s[:]), d[:])
}

// A checksumVerdict is what a message's checksum field says of the message.
type checksumVerdict struct {
	status uint64
	right  uint16 // what it should be
}

// verifyChecksum sums up the message that d stands at the start of, whose
// checksum lies at byte 2 and to which pseudo belongs. Where parts are missing
// it cannot tell.
func verifyChecksum(d *field.Decoder, pseudo uint64) checksumVerdict {
	b := d.Peek(d.Len())
	if len(b) < 4 || d.Env.Fragment || d.Env.Quoted {
		return checksumVerdict{status: checksumUnverified}
	}
	have := binary.BigEndian.Uint16(b[2:])
	sum := icmpFold(icmpSum(pseudo, b))
	if sum == 0xffff {
		return checksumVerdict{checksumGood, have}
	}
	right := ^icmpFold(uint64(sum) + uint64(^have))
	return checksumVerdict{checksumBad, right}
}

// generate tells the verdict behind the checksum that was just read, and below it that it
// is bad.
func (v checksumVerdict) generate(d *field.Decoder, status, right field.Field, bad *field.Def) {
	at := d.Off() - 2
	if v.status == checksumBad {
		d.Expert(bad, uint64(v.right))
	}
	if v.status == checksumAbsent {
		d.GenerateOver(status, at, 2, v.status)
		return
	}
	d.GenerateAt(status, at, v.status)
	if v.status == checksumBad {
		d.GenerateAt(right, at, uint64(v.right))
	}
}

// badChecksum declares the item of expert information of a bad checksum.
func badChecksum(p *field.Proto, name string) *field.Def {
	return p.Expert(name, "Bad checksum", field.Warning, field.OfChecksum, field.Format(appendBadChecksum))
}

// appendBadChecksum appends "Bad checksum [should be 0x6668]".
func appendBadChecksum(b []byte, t *field.Tree, i int) []byte {
	b = append(append(b, t.Nodes[i].Def.Label...), " [should be 0x"...)
	return append(field.AppendHex(b, t.Nodes[i].Val, 2), ']')
}

// checksumFormat is the Format of a checksum whose verdict stands behind it
// in these fields.
func checksumFormat(status, right field.Field) field.Opt {
	return field.Format(func(b []byte, t *field.Tree, i int) []byte {
		s := t.Next(i, status)
		if s >= 0 && t.Nodes[s].Val == checksumAbsent {
			return append(append(b, t.Nodes[i].Def.Label...), ": [missing]"...)
		}
		b = appendPlain(b, t, i)
		if s < 0 || t.Nodes[s].Val == checksumUnverified {
			return append(b, " [unverified]"...)
		}
		if t.Nodes[s].Val == checksumGood {
			return append(b, " [correct]"...)
		}
		b = append(b, " incorrect"...)
		if r := t.Next(s, right); r >= 0 {
			b = field.AppendHex(append(b, ", should be 0x"...), t.Nodes[r].Val, 2)
		}
		return b
	})
}
