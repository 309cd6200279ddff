package inet

import (
	"math/bits"

	"github.com/pktscope/pktscope/dissect/field"
)

// appendTCPTitle appends "Transmission Control Protocol, Src Port: 40000,
// Dst Port: 80, Seq: 0, Ack: 1, Len: 0".
func appendTCPTitle(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "Transmission Control Protocol"...)
	b = appendChild(b, t, i, ", Src Port: ", tcpSrcPort)
	b = appendChild(b, t, i, ", Dst Port: ", tcpDstPort)
	flags := t.Child(i, tcpFlags)
	if flags < 0 {
		return b
	}
	b = appendChild(b, t, i, ", Seq: ", tcpSeq)
	if TCPFlags(t.Nodes[flags].Val)&FlagACK != 0 {
		b = appendChild(b, t, i, ", Ack: ", tcpAck)
	}
	return appendChild(b, t, i, ", Len: ", tcpLen)
}

// appendRelativeSeq says that the number is counted from the stream's first,
// where the stream is known.
func appendRelativeSeq(b []byte, t *field.Tree, i int) []byte {
	b = appendPlain(b, t, i)
	if up := t.Nodes[i].Parent; up >= 0 && t.Child(int(up), tcpStream) >= 0 {
		b = append(b, "    (relative sequence number)"...)
	}
	return b
}

func appendRelativeAck(b []byte, t *field.Tree, i int) []byte {
	b = appendPlain(b, t, i)
	up := t.Nodes[i].Parent
	if up < 0 || t.Child(int(up), tcpStream) < 0 {
		return b
	}
	if flags := t.Next(i, tcpFlags); flags >= 0 && TCPFlags(t.Nodes[flags].Val)&FlagACK != 0 {
		b = append(b, "    (relative ack number)"...)
	}
	return b
}

// appendPlain appends "Label: value" and nothing else.
func appendPlain(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	return n.Def.AppendNumber(append(append(b, n.Def.Label...), ": "...), n.Val)
}

func appendUnverified(b []byte, t *field.Tree, i int) []byte {
	return append(appendPlain(b, t, i), " [unverified]"...)
}

// appendDataOffset appends "0101 .... = Header Length: 20 bytes (5)".
func appendDataOffset(b []byte, t *field.Tree, i int) []byte {
	b = appendPlain(t.AppendPattern(b, i), t, i)
	b = field.AppendUint(append(b, " bytes ("...), t.Nodes[i].Val/4)
	return append(b, ')')
}

// appendFlags appends "Flags: 0x012 (SYN, ACK)".
func appendFlags(b []byte, t *field.Tree, i int) []byte {
	f := TCPFlags(t.Nodes[i].Val)
	b = field.AppendNibbles(append(b, "Flags: 0x"...), uint64(f), 3)
	return append(f.AppendNames(append(b, " ("...)), ')')
}

func appendFactor(b []byte, t *field.Tree, i int) []byte {
	b = appendPlain(b, t, i)
	switch int8(t.Nodes[i].Val) {
	case ShiftUnknown:
		b = append(b, " (unknown)"...)
	case ShiftNone:
		b = append(b, " (no window scaling used)"...)
	}
	return b
}

var tcpFlagNames = [...]string{"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR", "AE"}

// AppendNames appends "SYN, ACK".
func (f TCPFlags) AppendNames(b []byte) []byte {
	if f == 0 {
		return append(b, "<None>"...)
	}
	for rest := uint16(f &^ tcpReserved); rest != 0; rest &= rest - 1 {
		b = append(append(b, tcpFlagNames[bits.TrailingZeros16(rest)]...), ", "...)
	}
	if f&tcpReserved != 0 {
		return append(b, "Reserved"...)
	}
	return b[:len(b)-len(", ")]
}

// appendLetters appends a letter for each of the twelve bits that is set, a
// dot for each that is not.
func (f TCPFlags) appendLetters(b []byte) []byte {
	const letters = "RRRACEUAPRSF"
	for i := range letters {
		if f>>(len(letters)-1-i)&1 != 0 {
			b = append(b, letters[i])
		} else {
			b = append(b, "·"...)
		}
	}
	return b
}
