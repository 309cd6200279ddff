package http

import (
	"bytes"

	"github.com/pktscope/pktscope/dissect/inet"
)

// What is kept of a message: its head and the first bytes of its body, which tell the
// format of a picture; where fields are read, all of it.
const (
	maxHead  = 64 << 10
	headOnly = 64
	maxBody  = 16 << 20
)

// keep keeps data, the next bytes of p. What of it is body is left out beyond the
// bounds. A row that is still to be printed may refer to what was kept before, so
// that is never changed.
func (t *Tracker) keep(p *message, data []byte) {
	if p.given {
		return
	}
	most := maxHead
	if p.headLen > 0 {
		if most = p.headLen + headOnly; t.fields {
			most = maxBody
		}
	}
	n := max(min(len(data), most-len(p.kept)), 0)
	if !t.room(n) || p.headLen == 0 && n < len(data) {
		t.give(p)
		return
	}
	t.note(p, n)
	p.kept = append(p.kept, data[:n]...)
	p.lost += uint64(len(data) - n)
	t.kept += n
}

// maxParts bounds the segments that are noted of a message.
const maxParts = 1 << 12

// note notes that the segment in t.frame has the next n bytes of p.
func (t *Tracker) note(p *message, n int) {
	if t.fields && n > 0 && len(p.parts) < maxParts {
		p.parts = append(p.parts, inet.FragmentFact{Frame: t.frame, Offset: len(p.kept), Len: n})
	}
}

// give gives up what was kept of p, whose end is not shown then.
func (t *Tracker) give(p *message) {
	t.kept -= len(p.kept)
	p.kept, p.parts, p.given = nil, nil, true
}

// take ends p and returns what was kept of it.
func (t *Tracker) take(p *message) (kept []byte, lost uint64, ok bool) {
	kept, lost, ok = p.kept, p.lost, !p.given
	t.drop(p)
	return kept, lost, ok
}

// drop ends p.
func (t *Tracker) drop(p *message) {
	t.kept -= len(p.kept)
	*p = message{}
}

// room reports whether n more bytes can be kept. It gives up the messages of other
// streams until they can.
func (t *Tracker) room(n int) bool {
	limit := maxKept
	if t.fields {
		limit = maxKeptFields
	}
	for range t.table.tags {
		if t.kept+n <= limit {
			return true
		}
		if t.table.tags[t.hand] != 0 {
			t.giveAll(t.table.at(t.hand))
		}
		t.hand = (t.hand + 1) % uint32(len(t.table.tags))
	}
	return t.kept+n <= limit
}

// giveAll gives up all that was kept of a stream.
func (t *Tracker) giveAll(s *stream) {
	for i := range s.sides {
		d := &s.sides[i]
		if d.message.open() && d.message.kept != nil {
			t.give(&d.message)
		}
		t.forget(d)
	}
	for i := range s.requests {
		t.kept -= s.requests[i].size()
	}
	s.requests = nil
}

// firstLine is the start line of p, nil where it is not known.
func (p *message) firstLine() []byte {
	end := bytes.IndexByte(p.kept, '\n')
	if end < 0 {
		return nil
	}
	return bytes.TrimSuffix(p.kept[:end], []byte("\r"))
}
