package http_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/internal/track/http"
)

// one is a packet of a single segment, whose port HTTP owns or not.
func one(m *inet.TCP, data string) *dissect.Packet {
	*m = inet.TCP{SrcPort: 80, DstPort: 40000, Seq: 1, Data: []byte(data), Len: len(data)}
	m.Facts.Known = true
	return &dissect.Packet{Layers: []dissect.Layer{{Message: m}}}
}

// A flood of streams that begin messages and do not end them displaces what
// was there, and keeps no more than a fixed number of bytes.
func TestFlood(t *testing.T) {
	var m inet.TCP
	p := one(&m, "GET /"+strings.Repeat("a", 3000)+" HTTP/1.1\r\nHost: a\r\n")
	tracker := http.New()
	const streams = 20000
	kept := 0
	for i := range uint32(streams) {
		m.Facts = inet.TCPFacts{Known: true, Stream: i}
		tracker.Observe(nil, p)
		if m.Facts.Part != inet.PartFirst {
			t.Fatalf("stream %d: part %d", i, m.Facts.Part)
		}
	}
	m.Seq += uint32(m.Len)
	m.Data, m.Len = []byte("A: b\r\n"), 6
	for i := range uint32(streams) {
		m.Facts = inet.TCPFacts{Known: true, Stream: i}
		tracker.Observe(nil, p)
		kept += len(m.Facts.Line)
	}
	if got := tracker.Evicted(); got < streams-1<<13 {
		t.Errorf("%d streams were evicted: the table grew", got)
	}
	if kept == 0 || kept > 1<<21 {
		t.Errorf("%d bytes of lines were kept", kept)
	}
}

// Only a message whose start line later rows tell needs memory of its own.
func TestAllocations(t *testing.T) {
	for name, data := range map[string]string{
		"no data":        "",
		"not HTTP":       "\x00\x01\x02",
		"a text":         "EHLO example.org\r\n",
		"whole":          get,
		"a counted body": sized10 + "01",
		"until the end":  untold,
	} {
		var m inet.TCP
		p, tracker := one(&m, data), http.New()
		if n := testing.AllocsPerRun(10, func() {
			m.Facts = inet.TCPFacts{Known: true, Stream: m.Facts.Stream + 1}
			tracker.Observe(nil, p)
		}); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

func BenchmarkObserve(b *testing.B) {
	body := strings.Repeat("x", 1400)
	for _, c := range []struct{ name, data string }{
		{"no data", ""}, {"not HTTP", "\x16\x03\x01"}, {"text", "EHLO example.org\r\n"}, {"whole", get},
	} {
		b.Run(c.name, func(b *testing.B) {
			var m inet.TCP
			p, tracker := one(&m, c.data), http.New()
			b.ReportAllocs()
			for b.Loop() {
				m.Facts.Stream++
				tracker.Observe(nil, p)
			}
		})
	}
	for _, head := range []string{
		fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n", 1<<55), untold, chunked + "ffffffffffff\r\n",
	} {
		b.Run("body "+strings.Fields(head)[3], func(b *testing.B) {
			var m inet.TCP
			p, tracker := one(&m, head), http.New()
			tracker.Observe(nil, p)
			seq := m.Seq + uint32(m.Len)
			m.Data, m.Len = []byte(body), len(body)
			b.ReportAllocs()
			for b.Loop() {
				m.Seq = seq
				seq += uint32(m.Len)
				tracker.Observe(nil, p)
			}
		})
	}
}
