package ipcomp_test

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/track/ipcomp"
)

// datagram is a UDP datagram of n bytes.
func datagram(n int) []byte {
	b := make([]byte, n)
	b[1], b[3] = 1, 2
	binary.BigEndian.PutUint16(b[4:], uint16(n))
	return b
}

func deflate(t testing.TB, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = w.Write(b)
	_ = w.Close()
	return out.Bytes()
}

// packet is an IPv4 packet with IPComp.
func packet(cpi uint16, data []byte) []byte {
	b := []byte{0x45, 0, 0, 0, 0, 0, 0, 0, 64, 108, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, 17, 0}
	b = append(binary.BigEndian.AppendUint16(b, cpi), data...)
	binary.BigEndian.PutUint16(b[2:], uint16(len(b)))
	return b
}

// length is how long the UDP datagram in b is, 0 if nothing was decompressed.
func length(r *dissect.Registry, tracker *ipcomp.Tracker, b []byte, wire int) int {
	e := dissect.NewEngine(r)
	var p dissect.Packet
	e.Dissect(&p, 228, b, wire)
	tracker.Observe(e, &p)
	if m, ok := p.Layers[len(p.Layers)-1].Message.(*inet.UDP); ok {
		return int(m.Length)
	}
	return 0
}

func TestDecompression(t *testing.T) {
	r, tracker := labtest.Registry(t), ipcomp.New()
	whole := packet(2, deflate(t, datagram(300)))
	for _, c := range []struct {
		name string
		b    []byte
		want int
	}{
		{"DEFLATE", whole, 300},
		{"negotiated", packet(0x1234, deflate(t, datagram(300))), 300},
		{"negotiated, another packet", packet(0x1234, deflate(t, datagram(300)[:299])), 0},
		{"LZS", packet(3, deflate(t, datagram(300))), 0},
		{"not all there", packet(2, deflate(t, datagram(300))[:10]), 0},
		{"more behind it", packet(2, append(deflate(t, datagram(300)), 0)), 0},
		{"too long", packet(2, deflate(t, make([]byte, 1<<16))), 0},
		{"not compressed", packet(2, datagram(300)), 0},
		{"nothing", packet(2, nil), 0},
		{"again", whole, 300},
	} {
		if got := length(r, tracker, c.b, len(c.b)); got != c.want {
			t.Errorf("%s: a datagram of %d bytes, want %d", c.name, got, c.want)
		}
	}
	if got := length(r, tracker, whole[:len(whole)-2], len(whole)); got != 0 {
		t.Errorf("cut by the capture: a datagram of %d bytes", got)
	}
}

func FuzzDecompression(f *testing.F) {
	r, tracker := labtest.Registry(f), ipcomp.New()
	f.Add(uint16(2), deflate(f, datagram(100)))
	f.Add(uint16(0x1234), deflate(f, datagram(100)))
	f.Fuzz(func(_ *testing.T, cpi uint16, data []byte) {
		b := packet(cpi, data)
		length(r, tracker, b, len(b))
	})
}
