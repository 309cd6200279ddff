package inet

import "github.com/pktscope/pktscope/dissect/field"

// TCPCompleteness is what of a connection has been captured before a packet.
type TCPCompleteness uint8

const (
	SeenSYN TCPCompleteness = 1 << iota
	SeenSYNACK
	SeenACK // without data
	SeenData
	SeenFIN
	SeenRST
)

var (
	tcpCompleteness     = TCPProto.Generated("tcp.completeness", "Conversation completeness", field.Uint, field.Dec, 1, field.Format(appendCompleteness))
	tcpCompletenessText = TCPProto.Generated("tcp.completeness.str", "Completeness Flags", field.Text, field.Dec, 0)
	tcpCompletenessBits = [...]tcpCompletenessBit{
		tcpCompletes("rst", "RST", 'R', SeenRST),
		tcpCompletes("fin", "FIN", 'F', SeenFIN),
		tcpCompletes("data", "Data", 'D', SeenData),
		tcpCompletes("ack", "ACK", 'A', SeenACK),
		tcpCompletes("syn-ack", "SYN-ACK", 'S', SeenSYNACK),
		tcpCompletes("syn", "SYN", 'S', SeenSYN),
	}
)

// A tcpCompletenessBit is one of the bits, the highest first.
type tcpCompletenessBit struct {
	def    field.Bit
	letter byte
	mask   TCPCompleteness
}

func tcpCompletes(name, label string, letter byte, mask TCPCompleteness) tcpCompletenessBit {
	def := TCPProto.Bit("tcp.completeness."+name, label, uint64(mask), field.Size(1), field.Two("Present", "Absent"))
	return tcpCompletenessBit{def, letter, mask}
}

// Completes is what the segment adds to the completeness of its connection.
func (m *TCP) Completes() (c TCPCompleteness) {
	const synAck = FlagSYN | FlagACK
	switch m.Flags & synAck {
	case FlagSYN:
		c = SeenSYN
	case synAck:
		c = SeenSYNACK
	case FlagACK:
		if m.Len == 0 {
			c = SeenACK
		}
		if m.Flags&FlagFIN != 0 {
			c |= SeenFIN
		}
	}
	if m.Len > 0 {
		c |= SeenData
	}
	if m.Flags&FlagRST != 0 {
		c |= SeenRST
	}
	return c
}

// generateCompleteness tells what has been seen of the connection, of the segment that
// begins at byte start.
func (m *TCP) generateCompleteness(d *field.Decoder, start int) {
	if d.Tree() == nil {
		return
	}
	seen := m.Facts.Seen
	sub := d.BeginGenerated(tcpCompleteness, start)
	d.Title(sub, uint64(seen))
	for i := range tcpCompletenessBits {
		b := &tcpCompletenessBits[i]
		d.Put(b.def, 0, 0, b.def.Value(uint64(seen)))
	}
	var text [2 * len(tcpCompletenessBits)]byte
	d.GenerateTextAt(tcpCompletenessText, start, seen.appendLetters(text[:0]))
	d.EndGenerated(sub)
}

// appendLetters appends a letter for each bit that is set, a dot for each that is not.
func (c TCPCompleteness) appendLetters(b []byte) []byte {
	if c == 0 {
		return append(b, "[ Null ]"...)
	}
	for i := range tcpCompletenessBits {
		if bit := &tcpCompletenessBits[i]; c&bit.mask != 0 {
			b = append(b, bit.letter)
		} else {
			b = append(b, "\u00b7"...)
		}
	}
	return b
}

// appendCompleteness appends "Conversation completeness: Incomplete, DATA (15)".
func appendCompleteness(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	b = append(append(b, n.Def.Label...), ": "...)
	b = append(b, TCPCompleteness(n.Val).String()...)
	return append(field.AppendUint(append(b, " ("...), n.Val), ')')
}

// String is the completeness in Wireshark's words.
func (c TCPCompleteness) String() string {
	const established = SeenSYN | SeenSYNACK | SeenACK
	switch {
	case c == SeenSYN:
		return "Incomplete, SYN_SENT"
	case c == SeenSYN|SeenSYNACK:
		return "Incomplete, CLIENT_ESTABLISHED"
	case c == established:
		return "Incomplete, ESTABLISHED"
	case c == established|SeenData:
		return "Incomplete, DATA"
	case c&established != established:
		return "Incomplete"
	case c&SeenData != 0:
		return "Complete, WITH_DATA"
	}
	return "Complete, NO_DATA"
}
