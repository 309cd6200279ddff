// Package http follows HTTP/1 messages that are longer than a segment (RFC 9112)
// to their end: the row of a segment inside such a message is TCP's. Nothing of a
// body is kept.
package http

import (
	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/inet"
)

// A Tracker is a track.Tracker. It observes a packet after flow.Tracker,
// which numbers streams.
type Tracker struct {
	table table
	kept  int // bytes of start lines
}

// New makes a Tracker.
func New() *Tracker { return &Tracker{table: newTable(maxStreams)} }

// Evicted is how many streams were forgotten for want of room.
func (t *Tracker) Evicted() uint64 { return t.table.evicted }

// Protos implements track.Selective.
func (*Tracker) Protos() []*field.Proto {
	return []*field.Proto{inet.TCPProto}
}

// Observe implements track.Tracker.
func (t *Tracker) Observe(_ *dissect.Engine, p *dissect.Packet) {
	for i := range p.Layers {
		l := &p.Layers[i]
		if l.Quoted {
			return // so are the layers behind it
		}
		m, ok := l.Message.(*inet.TCP)
		if !ok {
			continue
		}
		if m.Len > 0 && m.Facts.Known {
			t.segment(p, i, m)
		}
		return
	}
}

// segment follows the segment m, layer i of p.
func (t *Tracker) segment(p *dissect.Packet, i int, m *inet.TCP) {
	if len(m.Data) < m.Len || m.Flags&(inet.FlagSYN|inet.FlagRST) != 0 {
		return
	}
	part := inet.PartNone
	if s := t.table.find(m.Facts.Stream); s != nil {
		part = s.segment(t, m)
	} else if own := bound(p, i); own || looksLikeHTTP(m.Data) {
		part = t.first(m, !own)
	}
	if part != inet.PartNone {
		m.Facts.Part, m.Facts.Whose = part, "http"
		p.Layers = p.Layers[:i+1] // the message is shown with its last segment
	}
}

// first reads a segment of a stream without an entry. Most messages end in the
// segment in which they begin, and need none.
func (t *Tracker) first(m *inet.TCP, guessed bool) inet.TCPPart {
	s := stream{guessed: guessed}
	part := s.segment(t, m)
	if s.worthKeeping() {
		t.add(m.Facts.Stream, &s)
	}
	return part
}

// bound reports whether HTTP owns the port of TCP, layer i of p.
func bound(p *dissect.Packet, i int) bool {
	if i+1 >= len(p.Layers) {
		return false
	}
	k := p.Layers[i+1].Key
	if k.Space != field.TCPPort {
		return false
	}
	switch k.Value {
	case 80, 1900, 2710, 2869, 3128, 3132, 5985, 8080, 8088, 11371:
		return true
	}
	return false
}
