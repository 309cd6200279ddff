// Package http follows HTTP/1 messages that are longer than a segment (RFC 9112)
// to their end, and shows them there: the rows of the segments before are TCP's.
// Bodies are kept only where fields of HTTP are read.
package http

import (
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/http"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/internal/track"
)

// A Tracker is a track.Tracker. It observes a packet after flow.Tracker,
// which numbers streams.
type Tracker struct {
	table  table
	kept   int // bytes of messages and requests
	fields bool
	hand   uint32   // the place of the stream whose messages are given up next, for want of room
	ends   []uint32 // those of messages in hand
	ends2  []uint32 // those of the segment in hand
	facts  http.Facts
	frame  uint64 // whose segment is being read
}

// New makes a Tracker.
func New() *Tracker { return &Tracker{table: newTable(maxStreams)} }

// Evicted is how many streams were forgotten for want of room.
func (t *Tracker) Evicted() uint64 { return t.table.evicted }

// Protos implements track.Selective.
func (*Tracker) Protos() []*field.Proto {
	return []*field.Proto{inet.TCPProto}
}

// Detailed implements track.Detailed: bodies are kept, and requests for their
// responses.
func (*Tracker) Detailed() []*field.Proto { return []*field.Proto{http.Proto} }

// Detail implements track.Detailed.
func (t *Tracker) Detail() { t.fields = true }

// Depth implements track.Deep.
func (*Tracker) Depth() track.Depth { return track.Contents }

// Observe implements track.Tracker.
func (t *Tracker) Observe(e *dissect.Engine, p *dissect.Packet) {
	i, m := track.Segment(p)
	switch {
	case m == nil || !m.Facts.Known:
	case m.Len > 0 || m.Flags&inet.FlagFIN != 0:
		t.segment(e, p, i, m)
	case m.Flags&inet.FlagACK != 0:
		if s := t.table.find(m.Facts.Stream); s != nil {
			s.acknowledge(m)
		}
	}
}

// segment follows the segment m, layer i of p.
func (t *Tracker) segment(e *dissect.Engine, p *dissect.Packet, i int, m *inet.TCP) {
	if len(m.Data) < m.Len || m.Flags&(inet.FlagSYN|inet.FlagRST) != 0 {
		return
	}
	if s := t.table.find(m.Facts.Stream); s != nil {
		t.follow(e, p, i, m, s)
	} else if own := bound(e, p, i); m.Len > 0 && (own || looksLikeHTTP(m.Data)) {
		s := stream{guessed: !own}
		if t.follow(e, p, i, m, &s); s.worthKeeping() {
			t.add(m.Facts.Stream, &s)
		}
	}
}

// bound reports whether HTTP owns the port of TCP, layer i of p.
func bound(e *dissect.Engine, p *dissect.Packet, i int) bool {
	if i+1 < len(p.Layers) {
		return layer(p, i) != nil
	}
	return e.Bound(p, i) == http.Proto
}

// follow follows the segment m, layer i of p, of the stream s.
func (t *Tracker) follow(e *dissect.Engine, p *dissect.Packet, i int, m *inet.TCP, s *stream) {
	t.frame = p.Number
	r := s.segment(t, m)
	s.acknowledge(m)
	if r.part != inet.PartNone {
		m.Facts.Part, m.Facts.Whose = r.part, "http"
		m.Facts.Line = r.line
		if r.again {
			m.Facts.Frame = p.Number
		}
		p.Layers = p.Layers[:i+1] // the message is shown with its last segment
	}
	if r.stale {
		p.Layers = p.Layers[:i+1]
	}
	t.show(e, p, i, m, s, &r)
}

// A reading is what one segment has of messages.
type reading struct {
	part  inet.TCPPart
	line  []byte              // the first line of a message that goes on
	data  []byte              // whole messages, and the beginning of another; nil: there are none
	ends  []uint32            // of each message in data
	again bool                // the message was read once more, and goes on
	left  uint64              // bytes of the first message's body that data lacks
	parts []inet.FragmentFact // of the first message; nil: not noted
	own   bool                // data is all of the segment, and nothing else
	stale bool                // the segment is sent once more, though it was acknowledged
	more  bool                // data continues something that was not captured
}

// show adds the messages of r to p, whose layer i is the segment.
func (t *Tracker) show(e *dissect.Engine, p *dissect.Packet, i int, m *inet.TCP, s *stream, r *reading) {
	if r.data == nil {
		return
	}
	s.spoken = true
	h := layer(p, i)
	t.facts = http.Facts{Continuation: r.more}
	if !r.more && (!r.own || h == nil || !h.EndsAt(r.ends)) {
		t.facts.Ends, t.facts.Left = t.own(r.ends), r.left
	}
	if t.fields && !r.more {
		t.facts.Exchanges = t.exchanges(s, p, r)
	}
	switch {
	case !r.own:
		p.Layers = p.Layers[:i+1]
		if len(r.parts) > 1 && r.left == 0 && len(r.ends) > 0 {
			m.Facts.Whole = &inet.Reassembly{Fragments: r.parts, Length: int(r.ends[0]), Buf: uint8(len(p.Bufs))}
		}
		e.Attach(p, i, http.Key, r.data, t)
	case h == nil:
		e.Claim(p, i, http.Key, t)
	default:
		h.Facts = t.facts
		if t.facts.Ends != nil || t.facts.Continuation {
			e.Again(p, i+1)
		}
	}
}

// Inform implements dissect.Informant: it tells a message what show has found.
func (t *Tracker) Inform(m dissect.Message) {
	if h, ok := m.(*http.Packet); ok { // another protocol, where DecodeAs names one
		h.Facts = t.facts
	}
}

// layer returns the message of HTTP behind layer i of p, nil without one.
func layer(p *dissect.Packet, i int) *http.Packet {
	if i+1 >= len(p.Layers) {
		return nil
	}
	h, _ := p.Layers[i+1].Message.(*http.Packet)
	return h
}

// own returns a copy of ends that is not written again.
func (t *Tracker) own(ends []uint32) []uint32 {
	const least = 256
	if len(ends) > cap(t.ends)-len(t.ends) {
		t.ends = make([]uint32, 0, max(least, len(ends)))
	}
	from := len(t.ends)
	t.ends = append(t.ends, ends...)
	return t.ends[from:len(t.ends):len(t.ends)]
}

// since is how long after a request its response came, negative where one has no
// time.
func since(request, response time.Time) time.Duration {
	if request.IsZero() || response.IsZero() {
		return -1
	}
	return response.Sub(request)
}
