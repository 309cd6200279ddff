package http

import "github.com/pktscope/pktscope/dissect/inet"

// A side is one direction of a stream.
type side struct {
	message message
	next    uint32 // sequence number of the next segment
	known   bool   // next is
	// Of a body of known length, the data after missing bytes: its first sequence
	// number, and the one behind it.
	ahead, behind uint32
}

// segment returns which part of a longer message m holds.
func (s *stream) segment(t *Tracker, m *inet.TCP) inet.TCPPart {
	if s.tunnel {
		return inet.PartNone
	}
	d := &s.sides[direction(m)]
	data, seq := m.Data, m.Seq
	if d.known {
		switch gap := int32(seq - d.next); {
		case gap < 0 && int(-gap) >= len(data):
			return inet.PartNone // a retransmission
		case gap < 0:
			data, seq = data[-gap:], d.next
		case gap > 0 && d.message.open():
			if !startsMessage(data) {
				return d.hold(seq, len(data))
			}
			t.drop(&d.message)
		}
	}
	part := s.read(t, d, m, data)
	d.known, d.next = true, seq+uint32(len(data))
	if d.release(t) {
		return inet.PartLast
	}
	return part
}

// hold notes data after missing bytes. A body of known length goes on there once
// they are captured.
func (d *side) hold(seq uint32, n int) inet.TCPPart {
	end := seq + uint32(n)
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
	switch {
	case d.ahead == d.behind:
		d.ahead, d.behind = seq, end
	case int32(seq-d.behind) <= 0 && int32(seq-d.ahead) >= 0 && int32(end-d.behind) > 0:
		d.behind = end
	}
	return inet.PartSegment
}

// release goes on behind the data of hold, once no bytes are missing before it. It
// reports whether the message ends there.
func (d *side) release(t *Tracker) (ended bool) {
	if d.ahead == d.behind || int32(d.next-d.ahead) < 0 {
		return false
	}
	if n := int32(d.behind - d.next); n > 0 && d.message.state == counted {
		d.message.left -= min(d.message.left, uint64(n))
		if ended = d.message.left == 0; ended {
			t.drop(&d.message)
		}
		d.next = d.behind
	}
	d.ahead, d.behind = 0, 0
	return ended
}

// read reads data, the next of d, and returns which part of a longer message its
// segment m holds.
func (s *stream) read(t *Tracker, d *side, m *inet.TCP, data []byte) inet.TCPPart {
	p := &d.message
	begun := p.open()
	looked := !begun
	whole := false
	for len(data) > 0 {
		if !p.open() && !p.begin(data) {
			return inet.PartNone // no HTTP
		}
		n, more := p.read(data, s)
		looked = looked || more
		if data = data[n:]; p.open() {
			break
		}
		whole = true
		if t.drop(p); s.tunnel {
			break
		}
	}
	if p.state == untilFIN && m.Flags&inet.FlagFIN != 0 {
		t.drop(p)
	}
	switch ended := whole || !p.open(); {
	case ended && (begun || s.guessed):
		return inet.PartLast
	case ended:
		return inet.PartNone // HTTP is found there by its port
	}
	t.keepLine(p, m.Data)
	switch {
	case !looked || p.state == startLine:
		return inet.PartSegment
	case !begun:
		return inet.PartFirst
	case p.first == nil:
		return inet.PartSegment
	}
	m.Facts.Line = p.first
	return inet.PartFirst
}
