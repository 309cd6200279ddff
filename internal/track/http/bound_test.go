package http_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect/inet"
)

// A flood of streams that begin messages and do not end them displaces what
// was there, and keeps no more than a fixed number of bytes.
func TestFlood(t *testing.T) {
	n := newNet(t)
	const streams = 20000
	data := "GET /" + strings.Repeat("a", 3000) + " HTTP/1.1\r\nHost: a\r\n"
	for i := range uint16(streams) {
		p := n.see(segment{data: data}.bytes(1000+i, 80))
		if m := tcp(t, p.Layers[1].Message); m.Facts.Part != inet.PartFirst {
			t.Fatalf("stream %d: part %d", i, m.Facts.Part)
		}
	}
	kept := 0
	for i := range uint16(streams) {
		p := n.see(segment{seq: len(data), data: "A: b\r\n"}.bytes(1000+i, 80))
		kept += len(tcp(t, p.Layers[1].Message).Facts.Line)
	}
	if got := n.http.Evicted(); got < streams-1<<13 {
		t.Errorf("%d streams were evicted: the table grew", got)
	}
	if kept == 0 || kept > 8<<20 {
		t.Errorf("%d bytes of lines were kept", kept)
	}
}

func tcp(t *testing.T, m any) *inet.TCP {
	t.Helper()
	s, ok := m.(*inet.TCP)
	if !ok {
		t.Fatalf("%T is no segment", m)
	}
	return s
}

// A message that one segment holds needs no memory of its own.
func TestAllocations(t *testing.T) {
	for name, data := range map[string]string{
		"no data":  "",
		"not HTTP": "\x00\x01\x02",
		"a text":   "EHLO example.org\r\n",
		"whole":    get,
	} {
		n, packet, stream := newNet(t), segment{data: data}.bytes(40000, 80), uint32(0)
		n.see(packet)
		if allocs := testing.AllocsPerRun(10, func() {
			n.arena.Reset()
			n.engine.Dissect(&n.packet, linkIPv4, packet, len(packet))
			stream++
			tcp(t, n.packet.Layers[1].Message).Facts = inet.TCPFacts{Known: true, Stream: stream}
			n.http.Observe(n.engine, &n.packet)
		}); allocs != 0 {
			t.Errorf("%s: %v allocations", name, allocs)
		}
	}
}

func BenchmarkObserve(b *testing.B) {
	for _, c := range []struct{ name, data string }{
		{"no data", ""}, {"not HTTP", "\x16\x03\x01"}, {"text", "EHLO example.org\r\n"}, {"whole", get},
	} {
		b.Run(c.name, func(b *testing.B) {
			n, packet, stream := newNet(b), segment{data: c.data}.bytes(40000, 80), uint32(0)
			b.ReportAllocs()
			for b.Loop() {
				n.arena.Reset()
				n.engine.Dissect(&n.packet, linkIPv4, packet, len(packet))
				stream++
				n.packet.Layers[1].Message.(*inet.TCP).Facts = inet.TCPFacts{Known: true, Stream: stream}
				n.http.Observe(n.engine, &n.packet)
			}
		})
	}
	body := strings.Repeat("x", 1400)
	for _, head := range []string{
		fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n", 1<<55), untold, chunked + "ffffffffffff\r\n",
	} {
		b.Run("body "+strings.Fields(head)[3], func(b *testing.B) {
			n := newNet(b)
			n.see(segment{data: head}.bytes(40000, 80))
			seq := len(head)
			b.ReportAllocs()
			for b.Loop() {
				n.see(segment{seq: seq, data: body}.bytes(40000, 80))
				seq += len(body)
			}
		})
	}
}
