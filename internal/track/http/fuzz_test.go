package http

import (
	"testing"

	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/internal/track"
)

// state is all that t knows of stream 0, the places of lines apart.
func (t *Tracker) state() (s stream) {
	if p := t.table.find(0); p != nil {
		s = *p
	}
	for i := range s.sides {
		p := &s.sides[i].message
		p.kept, p.given, p.lost = nil, false, 0
		clear(p.cut[p.cutLen:])
	}
	return s
}

// held counts the bytes that t keeps.
func (t *Tracker) held() (n int) {
	for i, tag := range t.table.tags {
		if tag == 0 {
			continue
		}
		s := t.table.at(uint32(i))
		for k := range s.sides {
			n += len(s.sides[k].message.kept)
			for _, p := range s.sides[k].early {
				n += len(p.data)
			}
		}
		for k := range s.requests {
			n += s.requests[k].size()
		}
	}
	return n
}

// fed is the side that feed feeds.
const fed = 0

// feed shows t a segment of stream 0, and returns where the next one starts.
func (t *Tracker) feed(seq uint32, data []byte) uint32 {
	s := t.table.find(0)
	if s == nil {
		t.add(0, &stream{})
		s = t.table.find(0)
	}
	m := inet.TCP{SrcPort: 80, DstPort: 40000, Seq: seq, Data: data, Len: len(data)}
	if track.Direction(&m) != fed {
		panic("the other side is fed")
	}
	s.segment(t, &m)
	return seq + uint32(len(data))
}

// small makes a Tracker that is quickly made.
func small() *Tracker { return &Tracker{table: newTable(4)} }

// FuzzSegments cuts a stream into segments: wherever the cuts are, the same is
// known at its end.
func FuzzSegments(f *testing.F) {
	for _, s := range []string{
		"GET / HTTP/1.1\r\nHost: a\r\n\r\n",
		"HEAD / HTTP/1.1\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n",
		"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789HTTP/1.1 304 Not Modified\r\n\r\n",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na;x=y\r\n0123456789\r\n0\r\nX: y\r\n\r\n",
		"HTTP/1.1 200 OK\r\n\r\nabc",
		"CONNECT a:1 HTTP/1.1\r\n\r\nHTTP/1.1 200 OK\r\n\r\nabc",
	} {
		f.Add([]byte(s), uint16(1), uint16(7))
		f.Add([]byte(s), uint16(20), uint16(3))
	}
	f.Fuzz(func(t *testing.T, data []byte, a, b uint16) {
		// What begins behind a message needs its first line to be known for
		// one, so the cuts are those that do not go through a start line.
		whole, cut := small(), small()
		whole.feed(1, data)
		seq, rest := uint32(1), data
		for _, n := range []int{int(a), int(b)} {
			if n = min(n, len(rest)); n > 0 {
				seq, rest = cut.feed(seq, rest[:n]), rest[n:]
			}
			if s := cut.table.find(0); s == nil || !s.sides[fed].message.open() || s.sides[fed].message.state == startLine {
				return
			}
		}
		if len(rest) > 0 {
			cut.feed(seq, rest)
		}
		if x, y := whole.state(), cut.state(); x.tunnel != y.tunnel || x.last != y.last || !sameMessage(&x.sides[fed].message, &y.sides[fed].message) {
			t.Errorf("whole: %+v\ncut: %+v", x, y)
		}
		for _, tracker := range []*Tracker{whole, cut} {
			if n := tracker.held(); n != tracker.kept || n > maxKept {
				t.Errorf("%d bytes are held, %d counted", n, tracker.kept)
			}
		}
	})
}

func sameMessage(x, y *message) bool {
	return x.state == y.state && x.left == y.left && x.length == y.length && x.status == y.status &&
		x.request == y.request && x.sized == y.sized && x.chunked == y.chunked &&
		string(x.cut[:x.cutLen]) == string(y.cut[:y.cutLen])
}

// FuzzOrder loses, repeats and mixes segments. Nothing is asked of what the
// tracker makes of them but that its books are right.
func FuzzOrder(f *testing.F) {
	f.Add([]byte("HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\n012345678901234567890123456789"), []byte{40, 10, 10, 0x8a, 10, 10})
	f.Fuzz(func(t *testing.T, data, cuts []byte) {
		tracker := small()
		tracker.fields = len(cuts)%2 == 0
		seq := uint32(1<<32 - 30)
		for at, i := 0, 0; i < len(cuts) && at < len(data); i++ {
			n := min(int(cuts[i]&0x3f), len(data)-at)
			tracker.feed(seq+uint32(at), data[at:at+n])
			if at += n; cuts[i]&0x80 != 0 {
				at = max(0, at-3*n)
			}
			if cuts[i]&0x40 != 0 {
				at += n
			}
		}
		if n := tracker.held(); n != tracker.kept || n > maxKept {
			t.Errorf("%d bytes are held, %d counted", n, tracker.kept)
		}
	})
}
