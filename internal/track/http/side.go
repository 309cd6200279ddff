package http

import (
	"bytes"

	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/internal/track"
)

// A side is one direction of a stream.
type side struct {
	message message
	next    uint32 // sequence number of the next segment
	known   bool   // next is
	early   []piece
	acked   uint32 // sequence number that the other side expects
	isAcked bool   // acked is known
}

// acknowledge notes what m acknowledges of the other side.
func (s *stream) acknowledge(m *inet.TCP) {
	if d := &s.sides[1-track.Direction(m)]; m.Flags&inet.FlagACK != 0 && (!d.isAcked || track.Ahead(m.Ack, d.acked) > 0) {
		d.acked, d.isAcked = m.Ack, true
	}
}

// A piece is a segment of a body of known length that came before the one in front of
// it.
type piece struct {
	seq   uint32
	n     int
	data  []byte // nil where bodies are not kept
	frame uint64
}

// maxEarly bounds the pieces of a side.
const maxEarly = 256

// segment returns what m has of messages.
func (s *stream) segment(t *Tracker, m *inet.TCP) reading {
	if s.tunnel {
		return reading{}
	}
	d := &s.sides[track.Direction(m)]
	data, seq := m.Data, m.Seq
	if d.known {
		switch gap := track.Ahead(seq, d.next); {
		case gap < 0 && -gap >= int64(len(data)):
			return reading{stale: d.isAcked && track.Ahead(d.acked, seq) >= int64(len(data)) && len(data) > 0} // a retransmission
		case gap < 0:
			data, seq = data[-gap:], d.next
		case gap > 0 && d.message.open():
			if len(data) == 0 {
				return reading{}
			}
			if !startsMessage(data) {
				if st := d.message.state; s.spoken && st != counted && st != untilFIN {
					return reading{data: data, own: true, more: true} // its place in the message is not known
				}
				return reading{part: d.hold(t, seq, data)}
			}
			t.drop(&d.message)
			t.forget(d)
		}
	}
	if len(data) == 0 && !d.message.open() {
		return reading{}
	}
	d.known, d.next = true, seq+uint32(len(data))
	r := s.read(t, d, m, data)
	if len(d.early) > 0 {
		d.release(t, s, &r)
	}
	return r
}

// hold notes data after missing bytes. A body of known length goes on there once
// they are captured.
func (d *side) hold(t *Tracker, seq uint32, data []byte) inet.TCPPart {
	switch d.message.state {
	case untilFIN:
		return inet.PartSegment
	case counted:
		if uint64(seq-d.next) >= d.message.left {
			return inet.PartNone
		}
	default:
		return inet.PartNone
	}
	p := piece{seq: seq, n: len(data), frame: t.frame}
	if len(d.early) >= maxEarly || t.fields && !t.room(len(data)) {
		return inet.PartSegment
	}
	if t.fields && !d.message.given {
		p.data = bytes.Clone(data)
		t.kept += len(data)
	}
	d.early = append(d.early, p)
	return inet.PartSegment
}

// forget forgets the early pieces of d.
func (t *Tracker) forget(d *side) {
	for _, p := range d.early {
		t.kept -= len(p.data)
	}
	d.early = nil
}

// release goes on with the pieces of hold, once no bytes are missing before them.
func (d *side) release(t *Tracker, s *stream, r *reading) {
	for again := true; again; {
		again = false
		for _, p := range d.early {
			behind := -track.Ahead(p.seq, d.next)
			if behind < 0 || behind >= int64(p.n) || d.message.state != counted {
				continue
			}
			d.goOn(t, &p, int(behind))
			again = true
		}
	}
	switch d.message.state {
	case counted:
		if d.message.left > 0 {
			return
		}
		r.part, r.line, r.again = inet.PartLast, nil, false
		r.own = false
		r.ends = t.ends2[:0]
		r.parts = d.message.parts
		if kept, lost, ok := t.take(&d.message); ok {
			r.data, r.left = kept, lost
			r.ends = append(r.ends, uint32(len(kept)))
		}
	case idle:
	default:
		return
	}
	t.forget(d)
}

// goOn reads what p has behind its first bytes.
func (d *side) goOn(t *Tracker, p *piece, skip int) {
	n := int(min(uint64(p.n-skip), d.message.left))
	d.message.left -= uint64(n)
	d.next = p.seq + uint32(p.n)
	if p.data == nil {
		d.message.lost += uint64(n)
		return
	}
	now := t.frame
	t.frame = p.frame
	t.keep(&d.message, p.data[skip:skip+n])
	t.frame = now
}

// read reads data, the next of d, of the segment m.
func (s *stream) read(t *Tracker, d *side, m *inet.TCP, data []byte) (r reading) {
	p := &d.message
	begun := p.open()
	looked := !begun
	r.ends = t.ends2[:0]
	at := 0
	if begun {
		var more bool
		at, more = p.read(data, s)
		looked = looked || more
		t.keep(p, data[:at])
		switch {
		case p.wrong:
			t.drop(p)
			at = 0
		case p.ends(m):
			r.part = inet.PartLast
			r.parts = p.parts
			kept, lost, ok := t.take(p)
			if !ok {
				kept = nil
			} else if len(data) > at {
				kept = append(kept, data[at:]...)
			}
			r.data, r.left = kept, lost
			if ok {
				r.ends = append(r.ends, uint32(len(kept)-(len(data)-at)))
			}
		}
	} else {
		r.data, r.own = data, len(data) == len(m.Data)
	}
	if !p.open() && !s.tunnel {
		s.readOn(t, d, m, data, at, &r)
	}
	t.ends2 = r.ends
	switch {
	case len(r.ends) > 0 || r.part == inet.PartLast:
	case !p.open():
		if r.data, r.more = nil, false; s.spoken && !s.tunnel && len(data) > 0 {
			r.data, r.more = data, true
		}
	default:
		s.goesOn(p, begun, looked, &r)
	}
	return r
}

// readOn reads the messages that begin in data behind byte at.
func (s *stream) readOn(t *Tracker, d *side, m *inet.TCP, data []byte, at int, r *reading) {
	p := &d.message
	before := len(r.data) - len(data) // of data in r.data
	if r.part == inet.PartLast && r.data == nil {
		before = 0
	}
	for at < len(data) && !s.tunnel && p.begin(data[at:], s) {
		from := at
		n, _ := p.read(data[at:], s)
		at += n
		if p.open() && !p.ends(m) {
			t.keep(p, data[from:at])
			return
		}
		wrong := p.wrong
		if t.drop(p); wrong {
			return
		}
		if r.data != nil {
			r.ends = append(r.ends, uint32(before+at))
		}
	}
}

// ends reports whether the message has ended, with m if that is the last segment of its
// stream.
func (p *message) ends(m *inet.TCP) bool {
	return !p.open() || p.state == untilFIN && m.Flags&inet.FlagFIN != 0
}

// goesOn sets what is shown of a segment behind which the message p goes on.
func (s *stream) goesOn(p *message, begun, looked bool, r *reading) {
	r.data, r.own = nil, false
	r.again = begun && looked
	switch {
	case !looked || p.state == startLine:
		r.part = inet.PartSegment
	case !begun:
		r.part = inet.PartFirst
		r.line = p.firstLine()
	default:
		if r.part, r.line = inet.PartFirst, p.firstLine(); r.line == nil {
			r.part = inet.PartSegment
		}
	}
}
