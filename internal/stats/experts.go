package stats

import (
	"encoding/binary"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
)

// An expertItem is one item of expert information, as a looker records it: a byte of
// severity, one of its group, the length of its protocol's name (one byte) and of its text
// (16 bits), the name and the text.
type expertItem []byte

const expertHead = 5

// maxSummary bounds the text of an item, in bytes.
const maxSummary = 1 << 10

func (x expertItem) severity() field.Severity { return field.Severity(x[0]) }
func (x expertItem) group() field.Group       { return field.Group(x[1]) }
func (x expertItem) protocol() string         { return string(x[expertHead : expertHead+x[2]]) }
func (x expertItem) summary() string          { return string(x[expertHead+int(x[2]):]) }

// len is how many bytes the item takes that x begins with.
func (x expertItem) len() int {
	return expertHead + int(x[2]) + int(binary.LittleEndian.Uint16(x[3:]))
}

// beginExpert appends an item without its text, which endExpert completes.
func beginExpert(b []byte, s field.Severity, g field.Group, protocol string) []byte {
	protocol = protocol[:min(len(protocol), 1<<8-1)]
	return append(append(b, byte(s), byte(g), byte(len(protocol)), 0, 0), protocol...)
}

// endExpert completes the item that begins at b[from:], whose text was appended.
func endExpert(b []byte, from int) []byte {
	text := from + expertHead + int(b[from+2])
	b = b[:min(len(b), text+maxSummary)]
	binary.LittleEndian.PutUint16(b[from+3:], uint16(len(b)-text))
	return b
}

// appendExperts appends the number of items in the tree of p (16 bits), and the items. Left
// out is what an ICMP error quotes, as tshark does, and what says that the packet is
// malformed: its protocol is the one that was being read, which the packet's error knows.
func appendExperts(b []byte, p *dissect.Packet, t *field.Tree) []byte {
	at, n := len(b), uint16(0)
	b = append(b, 0, 0)
	for i := range t.Nodes {
		d := t.Nodes[i].Def
		if d.Severity == field.Plain || d.Proto == dissect.MalformedProto || d.Proto == dissect.ShortProto {
			continue
		}
		if n == 1<<16-1 || p.IsQuoted(t, i) {
			continue
		}
		from := len(b)
		b = beginExpert(b, d.Severity, d.Group, d.Proto.Short)
		b = endExpert(t.AppendLabel(b, i), from)
		n++
	}
	binary.LittleEndian.PutUint16(b[at:], n)
	return b
}

// takeExperts calls add for the items that b begins with, and returns what follows them.
func takeExperts(b []byte, add func(expertItem)) (rest []byte) {
	n := binary.LittleEndian.Uint16(b)
	for b = b[2:]; n > 0; n-- {
		size := expertItem(b).len()
		add(expertItem(b[:size]))
		b = b[size:]
	}
	return b
}
