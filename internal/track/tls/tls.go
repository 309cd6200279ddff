// Package tls follows records of TLS that are longer than a segment (RFC 8446, section
// 5.1) to their end, and shows them there: the rows of the segments before are TCP's.
package tls

import (
	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/dissect/tls"
	"github.com/pktscope/pktscope/internal/track"
)

const maxStreams = 1 << 8

// A Tracker is a track.Tracker. It observes a packet after flow.Tracker, which numbers
// streams, and keeps the latest: a stream's place is the low bits of its number.
type Tracker struct {
	streams [maxStreams]stream
	evicted uint64
}

type stream struct {
	tag   uint32 // number of the stream plus 1, 0 for a free place
	sides [2]side
}

// A side is one direction of a stream.
type side struct {
	next    uint32 // sequence number of the next segment
	known   bool   // next is
	pending []byte // of a record that goes on: no more than a record can be long
}

// New makes a Tracker.
func New() *Tracker { return new(Tracker) }

// Evicted is how many streams were forgotten for want of room.
func (t *Tracker) Evicted() uint64 { return t.evicted }

// Protos implements track.Selective.
func (*Tracker) Protos() []*field.Proto { return []*field.Proto{inet.TCPProto} }

// Depth implements track.Deep.
func (*Tracker) Depth() track.Depth { return track.Contents }

// Observe implements track.Tracker.
func (t *Tracker) Observe(e *dissect.Engine, p *dissect.Packet) {
	if i, m := track.Segment(p); m != nil {
		t.segment(e, p, i, m)
	}
}

// segment follows the segment m, layer i of p.
func (t *Tracker) segment(e *dissect.Engine, p *dissect.Packet, i int, m *inet.TCP) {
	if !m.Facts.Known || m.Len == 0 || len(m.Data) < m.Len || m.Flags&(inet.FlagSYN|inet.FlagRST) != 0 || !bound(e, p, i) {
		return
	}
	s := &t.streams[m.Facts.Stream%maxStreams]
	if tag := m.Facts.Stream + 1; s.tag != tag {
		if s.tag != 0 {
			t.evicted++
		}
		*s = stream{tag: tag}
	}
	s.sides[track.Direction(m)].read(e, p, i, m)
}

// bound reports whether TLS owns the port of TCP, layer i of p.
func bound(e *dissect.Engine, p *dissect.Packet, i int) bool {
	if i+1 < len(p.Layers) {
		return p.Layers[i+1].Proto() == tls.Proto
	}
	return e.Bound(p, i) == tls.Proto
}

// read reads what m, layer i of p, holds of records: the rest of one that began in an
// earlier segment, whole ones, and the beginning of another.
func (s *side) read(e *dissect.Engine, p *dissect.Packet, i int, m *inet.TCP) {
	data := m.Data
	if s.known {
		switch gap := track.Ahead(m.Seq, s.next); {
		case gap < 0 && -gap >= int64(len(data)):
			return // a retransmission
		case gap < 0 && len(s.pending) > 0:
			data = data[-gap:]
		case gap > 0:
			s.pending = s.pending[:0] // bytes are missing
		}
	}
	s.known, s.next = true, m.Seq+uint32(len(m.Data))
	if len(s.pending) > 0 {
		s.goOn(e, p, i, m, data)
		return
	}
	switch n := whole(data); {
	case !s.keep(data[n:]):
	case n == 0:
		part(e, p, i, m, true)
	default:
		m.Facts.Tail = len(data) - n
	}
}

// goOn reads data, the rest of m, behind what is pending.
func (s *side) goOn(e *dissect.Engine, p *dissect.Packet, i int, m *inet.TCP, data []byte) {
	had := len(s.pending)
	s.pending = append(s.pending, data...)
	n, ok := tls.RecordLength(s.pending)
	switch {
	case !ok:
		s.pending = s.pending[:0] // no record after all
		return
	case n == 0 || n > len(s.pending):
		part(e, p, i, m, had < tls.HeaderLen)
		return
	}
	p.Layers = p.Layers[:i+1]
	rest := data[n-had:]
	m.Facts.Part, m.Facts.Whose, m.Facts.Taken = inet.PartLast, tls.Proto.Name, len(m.Data)-len(rest)
	attach(e, p, i, s.pending[:n])
	if n = whole(rest); n > 0 {
		attach(e, p, i, rest[:n])
	}
	s.pending = s.pending[:0]
	if s.keep(rest[n:]) {
		m.Facts.Tail = len(rest) - n
	}
}

// keep keeps the beginning of a record, and reports whether b is one.
func (s *side) keep(b []byte) bool {
	if _, ok := tls.RecordLength(b); !ok || len(b) == 0 {
		return false
	}
	s.pending = append(s.pending[:0], b...)
	return true
}

// part makes p's row one of TCP: the record is shown with its last segment. As long as
// the record's length is not known from earlier segments, a layer without bytes lets
// filters by TLS find the segment: Wireshark asks TLS for it.
func part(e *dissect.Engine, p *dissect.Packet, i int, m *inet.TCP, asked bool) {
	m.Facts.Part, m.Facts.Whose = inet.PartSegment, tls.Proto.Name
	p.Layers = p.Layers[:i+1]
	if asked {
		e.Attach(p, i, tls.Key, nil, nil)
	}
}

// attach shows records with p, whose layer i has their end.
func attach(e *dissect.Engine, p *dissect.Packet, i int, records []byte) {
	buf := e.Own(len(records))
	copy(buf, records)
	e.Attach(p, i, tls.Key, buf, nil)
}

// whole returns the length of the whole records that b begins with.
func whole(b []byte) (n int) {
	for {
		length, _ := tls.RecordLength(b[n:])
		if length == 0 || length > len(b)-n {
			return n
		}
		n += length
	}
}
