package flow

import (
	"net/netip"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/inet"
)

// A stream is what is kept of a TCP connection.
type stream struct {
	index   uint32
	seen    inet.TCPCompleteness // in the packets so far
	closer  int8                 // the side that sent the first FIN, and one; 0: none did
	first   int64                // when its SYN was captured, in nanoseconds since 1970; 0: it was not
	initial time.Duration        // from its SYN to the acknowledgement of the other one; 0: unknown
	sides   [2]side              // of the key's low and high endpoint
}

// A side is one direction of a stream, and how far it has come.
type side struct {
	base    uint32 // the number that counts as 0
	next    uint32 // the highest number it has sent, and one
	most    uint32 // likewise, of what was captured without a gap
	gap     uint32 // where the first gap begins in what was captured
	island  uint32 // where the last one ends; gap without one
	acked   uint32 // the number that it acknowledged last
	window  uint16 // of its last segment, unscaled
	dups    uint16 // duplicate acknowledgements in a row
	shift   int8   // of its windows
	based   bool   // base is known
	sent    bool   // packets of this direction were captured
	has     has
	dupOf   uint64 // the frame that the duplicates repeat
	ackTime int64  // of its last segment
}

// segment counts m's numbers from where its stream started, and compares them with those
// before.
func (t *Tracker) segment(p *dissect.Packet, m *inet.TCP) inet.TCPMarks {
	if !m.HasFlags() {
		return 0
	}
	k, from := endpoints(m.Src, m.Dst, m.SrcPort, m.DstPort)
	e := t.streams.find(&k)
	completes, marks := m.Completes(), inet.TCPMarks(0)
	switch {
	case e == nil:
		e = t.streams.add(&k)
		t.open(e)
	case m.Flags&inet.FlagSYN != 0 && e.val.ended(m, from):
		t.open(e)
		marks = inet.MarkReusedPorts
	default:
		completes &^= inet.SeenSYN // only as a stream's first packet
	}
	fwd, rev := &e.val.sides[from], &e.val.sides[1-from]
	fwd.sent = true
	e.answered = rev.sent
	fwd.learnBase(m, rev)
	if m.Flags&inet.FlagSYN != 0 {
		fwd.learnShift(m, rev)
	}
	f := &m.Facts
	f.Known, f.Shift, f.Stream, f.Seen = true, fwd.shift, e.val.index, e.val.seen
	f.SeqBase, f.AckBase = fwd.base, rev.base
	e.val.seen |= completes
	if m.Flags&inet.FlagFIN != 0 {
		m.Facts.Close = e.val.close(int8(from) + 1)
	}
	if !m.HasLen || !m.Whole() {
		return 0
	}
	s := step{TCP: m, fwd: fwd, rev: rev, frame: p.Number, now: nanoseconds(p), initial: e.val.initial, marks: marks}
	s.mark()
	e.val.learnRoundTrip(&s)
	m.Facts.InitialRTT = e.val.initial
	if s.marks == 0 {
		return 0
	}
	p.Lead = m
	m.Facts.Analysis = t.tell()
	*m.Facts.Analysis = inet.TCPAnalysis{Marks: s.marks, Duplicate: uint32(fwd.dups), DuplicateFrame: fwd.dupOf}
	return s.marks
}

// close notes that a side sent a FIN.
func (s *stream) close(side int8) inet.TCPClose {
	if s.closer == 0 {
		s.closer = side
	}
	if s.closer == side {
		return inet.CloseActive
	}
	return inet.ClosePassive
}

// tell hands out room for an analysis: it is allocated for many at once.
func (t *Tracker) tell() *inet.TCPAnalysis {
	const many = 256
	if len(t.told) == 0 {
		t.told = make([]inet.TCPAnalysis, many)
	}
	a := &t.told[0]
	t.told = t.told[1:]
	return a
}

// learnRoundTrip takes the time that the handshake took.
func (s *stream) learnRoundTrip(x *step) {
	switch {
	case x.Flags&(inet.FlagSYN|inet.FlagACK) == inet.FlagSYN:
		s.first = x.now
	case s.initial == 0 && s.first != 0 && x.Flags&(inet.FlagSYN|inet.FlagACK) == inet.FlagACK:
		s.initial = time.Duration(x.now - s.first)
	}
}

// ended reports whether a SYN begins another connection between the same ports: its
// number is not that of the SYN before it, or a FIN or a RST was seen.
func (s *stream) ended(syn *inet.TCP, from int) bool {
	side := &s.sides[from]
	return side.based && side.base != syn.Seq || s.seen&(inet.SeenFIN|inet.SeenRST) != 0
}

func (t *Tracker) open(e *entry[stream]) {
	e.answered = false
	e.val = stream{index: t.count, sides: [2]side{{shift: inet.ShiftUnknown}, {shift: inet.ShiftUnknown}}}
	t.count++
}

// endpoints is the key of two transport addresses, and which of its sides
// the first is.
func endpoints(from, to netip.Addr, fromPort, toPort uint16) (k key, side int) {
	src, dst := words(from), words(to)
	if less(dst, src) || dst == src && toPort < fromPort {
		return key{low: dst, high: src, rest: uint64(toPort)<<16 | uint64(fromPort)}, 1
	}
	return key{low: src, high: dst, rest: uint64(fromPort)<<16 | uint64(toPort)}, 0
}

// learnBase sets where the numbers of both directions start. A SYN has number
// 0; a stream whose SYN was not captured begins with 1.
func (s *side) learnBase(m *inet.TCP, rev *side) {
	if !s.based {
		s.based, s.base = true, m.Seq
		if m.Flags&inet.FlagSYN == 0 {
			s.base--
		}
	}
	if !rev.based && m.Flags&inet.FlagACK != 0 {
		rev.based, rev.base = true, m.Ack-1
	}
}

// learnShift takes the window scale of a SYN. Windows scale if both SYNs say
// so: RFC 7323, section 2.2.
func (s *side) learnShift(m *inet.TCP, rev *side) {
	if shift, ok := m.WindowShift(); ok {
		s.shift = shift
	}
	switch {
	case s.shift == inet.ShiftUnknown:
		s.shift, rev.shift = inet.ShiftNone, inet.ShiftNone
	case m.Flags&inet.FlagACK != 0 && rev.shift == inet.ShiftNone:
		s.shift = inet.ShiftNone
	}
}
