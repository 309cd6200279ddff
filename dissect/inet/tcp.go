package inet

import (
	"net/netip"
	"time"

	"github.com/pktscope/pktscope/dissect/field"
)

// TCPFlags are the low twelve bits of the word that starts with the data
// offset, RFC 9293 section 3.1.
type TCPFlags uint16

const (
	FlagFIN TCPFlags = 1 << iota
	FlagSYN
	FlagRST
	FlagPSH
	FlagACK
	FlagURG
	FlagECE // RFC 3168
	FlagCWR
	FlagAE // Accurate ECN, once the nonce sum of RFC 3540

	tcpReserved TCPFlags = 7 << 9
	tcpFlagMask TCPFlags = 1<<12 - 1
)

// tcpHeaderLen is the length of a header without options.
const tcpHeaderLen = 20

// A TCP is the header of a segment, RFC 9293 section 3.1.
type TCP struct {
	Src, Dst         netip.Addr // the network layer's
	SrcPort, DstPort uint16
	Seq, Ack         uint32
	HeaderLen        int // in bytes
	Flags            TCPFlags
	Window           uint16 // before scaling
	Checksum         uint16
	Urgent           uint16
	Options          []byte
	Data             []byte // as much of it as was captured
	Len              int    // of the segment's data, on the wire
	HasLen           bool
	Facts            TCPFacts

	got int // bytes of the header that were there to be read
}

// TCPFacts are what only the stream tells of a segment. The tracker leaves
// them.
type TCPFacts struct {
	Known   bool
	Shift   int8   // of the window, or one of the constants below
	Stream  uint32 // its number, from 0
	Seen    TCPCompleteness
	SeqBase uint32 // the first sequence number of this direction
	AckBase uint32 // and of the other
	Part    TCPPart
	Whose   string // the filter name of the message's protocol
	Taken   int    // PartLast: how many bytes of the segment are the message's; 0: all
	Tail    int    // how many bytes at the segment's end begin a message that goes on
	Line    []byte // PartFirst: the message's first line, where an earlier segment holds it
	Frame   uint64 // where the message was read once more and goes on: the segment's own; 0 elsewhere

	Close TCPClose    // of a FIN
	Whole *Reassembly // of the message that ends with the segment; nil: in one segment

	InitialRTT time.Duration // of the handshake; 0: unknown
	Analysis   *TCPAnalysis  // nil: nothing to tell
}

// A TCPClose says which side of a connection sent the first FIN.
type TCPClose uint8

const (
	CloseNone    TCPClose = iota // no FIN
	CloseActive                  // this side
	ClosePassive                 // the other side
)

// A TCPPart says what a segment holds of a message that is longer than one.
type TCPPart uint8

const (
	PartNone    TCPPart = iota
	PartSegment         // some of it
	PartFirst           // enough of it to tell what it is by its first line
	PartLast            // its end
)

// Window shifts that are none.
const (
	ShiftUnknown int8 = -1 // the handshake was not captured
	ShiftNone    int8 = -2 // one side does not scale: RFC 7323, section 2.2
)

// Gathered implements dissect.Gathering.
func (m *TCP) Gathered() (proto string, ok bool) {
	if m.Facts.Part == PartLast {
		proto = m.Facts.Whose
	}
	return proto, m.Facts.Part != PartNone
}

// repeats reports whether the data were in an earlier segment.
func (f *TCPFacts) repeats() bool { return f.Analysis != nil && f.Analysis.Marks.Repeats() }

// AppendLead implements dissect.Leader.
func (m *TCP) AppendLead(b []byte) []byte {
	if m.Facts.Analysis == nil {
		return b
	}
	return m.Facts.Analysis.appendMarks(b)
}

// ClearFacts implements dissect.Stateful.
func (m *TCP) ClearFacts() { m.Facts = TCPFacts{} }

// Proto implements dissect.Message.
func (*TCP) Proto() *field.Proto { return TCPProto }

// Decode reads header and options.
func (m *TCP) Decode(d *field.Decoder) error {
	m.reset(d)
	start, room := d.Off(), d.Len()
	if m.read(d, room) {
		m.got = d.Off() - start
		m.payload(d)
		return d.Err()
	}
	mark := d.Begin(&TCPProto.Def)
	m.decode(d, room)
	m.got = d.Off() - start
	if !d.Bad() && !d.Env.Quoted {
		generateTimes(d, start, &tcpPlaceFields)
		m.generateAnalysis(d, start)
	}
	m.payload(d)
	d.End(mark)
	if d.Up() < 0 {
		m.Facts.Whole.generate(d, tcpReassembly)
	}
	return d.Err()
}

// payload hands the data on.
func (m *TCP) payload(d *field.Decoder) {
	if d.Bad() || !m.HasLen {
		return
	}
	m.Data = d.Peek(min(m.Len, d.Captured()))
	showPayload(d, tcpPayload, m.Len)
	switch {
	case m.Facts.repeats():
		generateSegmentData(d, m.Len)
	case m.Facts.Part != PartNone || m.Facts.Tail > 0:
		m.generateSegment(d)
		d.Payload()
	case d.Captured() > 0: // a capture of headers leaves the row to TCP
		d.Payload()
	}
}

// reset empties m but for its facts.
func (m *TCP) reset(d *field.Decoder) {
	m.Src, m.Dst, m.SrcPort, m.DstPort = d.Env.Src, d.Env.Dst, 0, 0
	m.Seq, m.Ack, m.HeaderLen, m.Flags, m.Window, m.Checksum, m.Urgent = 0, 0, 0, 0, 0, 0, 0
	m.Options, m.Data, m.Len, m.HasLen, m.got = nil, nil, 0, false, 0
}

// read reads a whole header at once: a list of packets makes no trees, and most of them
// are segments. It reports whether it has.
func (m *TCP) read(d *field.Decoder, room int) bool {
	if h := d.Peek(tcpHeaderLen); h == nil || int(h[12]>>4)*4 < tcpHeaderLen {
		return false
	}
	h := d.Header(&TCPProto.Def, tcpHeaderLen)
	if h == nil {
		return false
	}
	m.SrcPort, m.DstPort = be16(h), be16(h[2:])
	d.Env.SrcPort, d.Env.DstPort = m.SrcPort, m.DstPort
	m.Seq, m.Ack = be32(h[4:]), be32(h[8:])
	m.measure(d, h[12], room)
	m.Flags = TCPFlags(be16(h[12:])) & tcpFlagMask
	m.Window, m.Checksum, m.Urgent = be16(h[14:]), be16(h[16:]), be16(h[18:])
	m.decodeOptions(d, m.HeaderLen-tcpHeaderLen)
	return true
}

// measure takes the lengths from the data offset.
func (m *TCP) measure(d *field.Decoder, offset byte, room int) {
	m.HeaderLen = int(offset>>4) * 4
	m.HasLen = m.HeaderLen >= tcpHeaderLen && m.HeaderLen <= room && !d.Env.Fragment
	m.Len = max(room-m.HeaderLen, 0)
}

func (m *TCP) decode(d *field.Decoder, room int) {
	m.SrcPort = d.Uint16(tcpSrcPort)
	m.DstPort = d.Uint16(tcpDstPort)
	d.Env.SrcPort, d.Env.DstPort = m.SrcPort, m.DstPort
	if h := d.Peek(9); h != nil {
		m.measure(d, h[8], room)
	}
	m.decodeNumbers(d)
	m.decodeFlags(d)
	m.Window = d.Uint16(tcpWindow)
	m.generateWindow(d)
	if m.HeaderLen < tcpHeaderLen {
		d.SkipRest() // its end is unknown
		return
	}
	m.Checksum = d.Uint16(tcpChecksum)
	d.GenerateAt(tcpStatus, d.Off()-2, checksumUnverified)
	m.Urgent = d.Uint16(tcpUrgent)
	if m.Urgent != 0 && m.Flags&FlagURG == 0 {
		d.Expert(tcpUrgNoFlag, 0)
	}
	m.decodeOptions(d, m.HeaderLen-tcpHeaderLen)
}

// decodeNumbers reads the sequence numbers, raw and counted from the
// stream's first.
func (m *TCP) decodeNumbers(d *field.Decoder) {
	off := d.Off()
	start := off - 4
	if d.Env.Quoted {
		m.Seq = d.Uint32(tcpSeqQuoted)
	} else {
		if m.Facts.Known {
			d.GenerateAt(tcpStream, start, uint64(m.Facts.Stream))
			generateNumber(d, start, &tcpPlaceFields)
			m.generateCompleteness(d, start)
		}
		if m.HasLen {
			d.GenerateAt(tcpLen, start, uint64(m.Len))
		}
		if seq := d.Peek(4); seq != nil {
			m.Seq = be32(seq)
			d.Put(tcpSeq, off, 4, uint64(m.relativeSeq()))
		}
		m.Seq = d.Uint32(tcpSeqRaw)
		if h := d.Peek(6); h != nil && m.HasLen {
			m.Flags = TCPFlags(h[5]) // its low byte is all that counts
			d.GenerateAt(tcpNextSeq, start, uint64(m.relativeSeq()+m.Span()))
		}
	}
	off = d.Off()
	if h := d.Peek(6); h != nil {
		m.Ack, m.Flags = be32(h), TCPFlags(h[5])
		d.Put(tcpAck, off, 4, uint64(m.relativeAck()))
		if m.Ack != 0 && m.Flags&FlagACK == 0 {
			d.Expert(tcpAckNoFlag, 0)
		}
	}
	m.Ack = d.Uint32(tcpAckRaw)
}

// Span is how far the segment moves the sequence number: SYN and FIN count.
func (m *TCP) Span() uint32 {
	n := uint32(m.Len)
	if m.Flags&FlagSYN != 0 {
		n++
	}
	if m.Flags&FlagFIN != 0 {
		n++
	}
	return n
}

func (m *TCP) relativeSeq() uint32 { return m.Seq - m.Facts.SeqBase }

// relativeAck leaves a number that acknowledges nothing as it is.
func (m *TCP) relativeAck() uint32 {
	if m.Flags&FlagACK == 0 {
		return m.Ack
	}
	return m.Ack - m.Facts.AckBase
}

// ScaledWindow is the window in bytes, where the shift is known.
func (m *TCP) ScaledWindow() uint32 {
	if m.Flags&FlagSYN == 0 && m.Facts.Shift > 0 {
		return uint32(m.Window) << m.Facts.Shift
	}
	return uint32(m.Window)
}

// Next guesses by port, the lower one first: it is the likelier server.
func (m *TCP) Next(i int) field.Key { return nextPort(field.TCPPort, m.SrcPort, m.DstPort, i) }

// HasPorts reports whether the ports were there to be read.
func (m *TCP) HasPorts() bool { return m.got >= 4 }

// Bogus reports whether the header says that it is shorter than any can be.
func (m *TCP) Bogus() bool { return m.got > 12 && m.HeaderLen < tcpHeaderLen }

// Silent leaves the columns to the layer below where the capture cut the ports.
func (m *TCP) Silent() bool { return m.got < 4 }

// HasFlags reports whether the header was there as far as its flags.
func (m *TCP) HasFlags() bool { return m.got >= 14 }

// Whole reports whether the header was there as far as its window.
func (m *TCP) Whole() bool { return m.got >= tcpHeaderLen-4 }
