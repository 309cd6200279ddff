// Package gryphon follows messages of DG's Gryphon protocol that are longer than a
// segment: the row of a segment inside such a message is TCP's.
package gryphon

import (
	"encoding/binary"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/internal/track"
)

const (
	port       = 7000
	headerLen  = 8 // with the length of the data behind it, which is padded to words
	maxStreams = 1 << 8
)

// A Tracker is a track.Tracker. It observes a packet after flow.Tracker, which
// numbers streams, and keeps the latest: a stream's place is the low bits of its
// number.
type Tracker struct {
	streams [maxStreams]stream
	evicted uint64
}

type stream struct {
	tag   uint32 // number of the stream plus 1, 0 for a free place
	sides [2]side
}

// A side is one direction of a stream. Of a message that continues in later
// segments, only the header is kept.
type side struct {
	next   uint32 // sequence number of the next segment
	until  uint32 // sequence number behind the message, once its header is whole
	header [headerLen]byte
	have   uint8 // bytes of the header; 0: no message continues
	known  bool  // next is
}

// New makes a Tracker.
func New() *Tracker { return new(Tracker) }

// Evicted is how many streams were forgotten for want of room.
func (t *Tracker) Evicted() uint64 { return t.evicted }

// Protos implements track.Selective.
func (*Tracker) Protos() []*field.Proto {
	return []*field.Proto{inet.TCPProto}
}

// Depth implements track.Deep.
func (*Tracker) Depth() track.Depth { return track.Contents }

// Observe implements track.Tracker.
func (t *Tracker) Observe(_ *dissect.Engine, p *dissect.Packet) {
	if _, m := track.Segment(p); m != nil {
		t.segment(m)
	}
}

func (t *Tracker) segment(m *inet.TCP) {
	if m.SrcPort != port && m.DstPort != port || !m.Facts.Known {
		return
	}
	if m.Len == 0 || len(m.Data) < m.Len || m.Flags&(inet.FlagSYN|inet.FlagRST) != 0 {
		return
	}
	s := &t.streams[m.Facts.Stream%maxStreams]
	if tag := m.Facts.Stream + 1; s.tag != tag {
		if s.tag != 0 {
			t.evicted++
		}
		*s = stream{tag: tag}
	}
	from := 0
	if m.SrcPort == port {
		from = 1
	}
	m.Facts.Part, m.Facts.Whose = s.sides[from].part(m), "gryphon"
}

// part returns which part of a longer message m holds.
func (s *side) part(m *inet.TCP) inet.TCPPart {
	end := m.Seq + uint32(len(m.Data))
	if s.known && int32(end-s.next) <= 0 {
		return inet.PartNone // a retransmission
	}
	s.known, s.next = true, end
	part := inet.PartSegment
	tail := 0
	for data, seq := m.Data, m.Seq; len(data) > 0; {
		n, ended := s.read(data, seq)
		data, seq = data[n:], seq+uint32(n)
		if tail += n; ended {
			tail = 0
		}
		if ended {
			s.have = 0
		}
		if ended && n > 0 {
			part = inet.PartNone // the row shows the message that ends here
		}
	}
	if part == inet.PartNone {
		m.Facts.Tail = tail
	}
	return part
}

// read reads what data, at sequence number seq, holds of the message and returns
// how much that is. It finds the end even if segments are missing.
func (s *side) read(data []byte, seq uint32) (n int, ended bool) {
	if s.have < headerLen {
		n = copy(s.header[s.have:], data)
		if s.have += uint8(n); s.have < headerLen {
			return n, false
		}
		length := (uint32(binary.BigEndian.Uint16(s.header[4:])) + 3) &^ 3
		s.until = seq + uint32(n) + length
	}
	left := int(int32(s.until - seq))
	return max(n, min(left, len(data))), left <= len(data)
}
