package aggfrag_test

import (
	"encoding/binary"
	"slices"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/track/aggfrag"
)

// A bench shows ESP packets of one SA to a tracker.
type bench struct {
	engine  *dissect.Engine
	tracker *aggfrag.Tracker
}

func newBench(t testing.TB) *bench {
	t.Helper()
	return &bench{dissect.NewEngine(labtest.Registry(t)), aggfrag.New()}
}

// see decrypts an AGGFRAG payload of the SA spi and returns the IDs of the packets in it.
func (b *bench) see(spi, seq uint32, payload []byte) (ids []uint16) {
	data := []byte{0x45, 0, 0, 44, 0, 0, 0, 0, 64, 50, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2}
	data = binary.BigEndian.AppendUint32(data, spi)
	data = append(binary.BigEndian.AppendUint32(data, seq), make([]byte, 16)...)
	var p dissect.Packet
	b.engine.Dissect(&p, 228, data, len(data))
	plain := append(slices.Clone(payload), 0, 144)
	p.Layers[2].Message.(*esp.Packet).Facts = esp.Facts{Plain: plain, Buf: 1}
	p.Bufs = append(p.Bufs, plain)
	b.engine.Again(&p, 2)
	b.tracker.Observe(b.engine, &p)
	for i := 3; i < len(p.Layers); i++ {
		if m, ok := p.Layers[i].Message.(*inet.IPv4); ok {
			ids = append(ids, m.ID)
		}
	}
	return ids
}

// payload is an AGGFRAG payload with a BlockOffset.
func payload(offset int, data ...[]byte) []byte {
	b := []byte{0, 0}
	return append(binary.BigEndian.AppendUint16(b, uint16(offset)), slices.Concat(data...)...)
}

// packet is an IPv4 packet of n bytes.
func packet(id uint16, n int) []byte {
	b := make([]byte, n)
	copy(b, []byte{0x45, 0, 0, 0, 0, 0, 0, 0, 64, 253, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2})
	binary.BigEndian.PutUint16(b[2:], uint16(n))
	binary.BigEndian.PutUint16(b[4:], id)
	return b
}

func TestPackets(t *testing.T) {
	a, b, c := packet(1, 40), packet(2, 100), packet(3, 30)
	type step struct {
		seq     uint32
		payload []byte
		want    []uint16 // a packet that is put together comes behind one that is whole
	}
	for name, steps := range map[string][]step{
		"several": {{1, payload(0, a, b, c), []uint16{1, 2, 3}}},
		"split":   {{1, payload(0, a, b[:50]), []uint16{1}}, {2, payload(50, b[50:], c), []uint16{3, 2}}},
		"cut anywhere": {
			{1, payload(0, b[:1]), nil}, {2, payload(99, b[1:5]), nil}, {3, payload(95, b[5:99]), nil}, {4, payload(1, b[99:], make([]byte, 9)), []uint16{2}},
		},
		"padding between":      {{1, payload(0, b[:50]), nil}, {2, payload(0, make([]byte, 20)), nil}, {3, payload(50, b[50:]), []uint16{2}}},
		"one is missing":       {{1, payload(0, b[:50]), nil}, {3, payload(25, b[75:], a), []uint16{1}}},
		"late":                 {{2, payload(50, b[50:]), nil}, {1, payload(0, b[:50]), nil}, {3, payload(0, a), []uint16{1}}},
		"captured twice":       {{1, payload(0, b[:50]), nil}, {1, payload(0, b[:50]), nil}, {2, payload(50, b[50:]), []uint16{2}}},
		"another begins":       {{1, payload(0, b[:50]), nil}, {2, payload(0, a), []uint16{1}}, {3, payload(50, b[50:]), nil}},
		"numbers that wrap":    {{1<<32 - 1, payload(0, b[:50]), nil}, {0, payload(50, b[50:]), []uint16{2}}},
		"begins with the rest": {{7, payload(50, b[50:], c), []uint16{3}}},
	} {
		bench := newBench(t)
		for i, s := range steps {
			if got := bench.see(1, s.seq, s.payload); !slices.Equal(got, s.want) {
				t.Errorf("%s, %d: packets %v, want %v", name, i+1, got, s.want)
			}
		}
	}
}

// Many SAs that begin packets and do not end them displace what was there.
func TestFlood(t *testing.T) {
	b, long := newBench(t), packet(1, 60000)
	for spi := range uint32(2000) {
		b.see(spi, 1, payload(0, long[:8000]))
	}
	if got := b.see(0, 2, payload(52000, long[8000:])); got != nil {
		t.Error("the first SA is remembered")
	}
	if got := b.see(1999, 2, payload(52000, long[8000:])); len(got) != 1 {
		t.Error("the last SA is not remembered")
	}
}
