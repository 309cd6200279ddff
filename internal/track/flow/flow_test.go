package flow_test

import (
	"encoding/binary"
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/track/flow"
)

// A net takes IPv4 packets apart and shows them to a tracker.
type net struct {
	engine *dissect.Engine
	arena  *dissect.Arena
	track  *flow.Tracker
	packet dissect.Packet
}

func newNet(t testing.TB) *net {
	t.Helper()
	r, err := dissect.NewRegistry(
		dissect.Bind[inet.IPv4](field.Link.Key(228)),
		dissect.Bind[inet.TCP](field.IPProto.Key(6)),
		dissect.Bind[inet.ICMP](field.IPProto.Key(1)),
	)
	if err != nil {
		t.Fatal(err)
	}
	n := &net{engine: dissect.NewEngine(r), arena: dissect.NewArena(r), track: flow.New()}
	n.engine.Use(n.arena)
	return n
}

func (n *net) see(data []byte) *dissect.Packet {
	n.arena.Reset()
	n.packet.Number++
	n.packet.Time = time.Unix(1700000000+int64(n.packet.Number), 0)
	n.engine.Dissect(&n.packet, 228, data, len(data))
	n.track.Observe(n.engine, &n.packet)
	return &n.packet
}

func (n *net) info(data []byte) string { return string(n.see(data).AppendInfo(nil, nil)) }

// ip makes a datagram from 10.0.0.src to 10.0.0.dst.
func ip(proto, src, dst byte, payload []byte) []byte {
	b := []byte{0x45, 0, 0, 0, 0, 1, 0, 0, 64, proto, 0, 0, 10, 0, 0, src, 10, 0, 0, dst}
	binary.BigEndian.PutUint16(b[2:], uint16(len(b)+len(payload)))
	return append(b, payload...)
}

// A segment is what a test says of one; its window is 1000.
type segment struct {
	src, dst         byte
	srcPort, dstPort uint16
	seq, ack         uint32
	flags            inet.TCPFlags
	options          string
	data             string
}

func (s segment) bytes() []byte {
	b := binary.BigEndian.AppendUint16(nil, s.srcPort)
	b = binary.BigEndian.AppendUint16(b, s.dstPort)
	b = binary.BigEndian.AppendUint32(b, s.seq)
	b = binary.BigEndian.AppendUint32(b, s.ack)
	b = binary.BigEndian.AppendUint16(b, uint16(5+len(s.options)/4)<<12|uint16(s.flags))
	b = binary.BigEndian.AppendUint16(b, 1000)
	b = append(b, 0x12, 0x34, 0, 0)
	return ip(6, s.src, s.dst, append(append(b, s.options...), s.data...))
}

const (
	syn    = inet.FlagSYN
	ack    = inet.FlagACK
	synAck = inet.FlagSYN | inet.FlagACK
)

// The lines are those of tshark 4.0.17 for the same packets.
func TestStream(t *testing.T) {
	const shift7, shift2 = "\x03\x03\x07\x00", "\x03\x03\x02\x00"
	type row struct {
		segment segment
		want    string
	}
	for name, rows := range map[string][]row{
		"handshake": {
			{segment{1, 2, 40000, 9999, 4294967295, 0, syn, shift7, ""}, "40000 → 9999 [SYN] Seq=0 Win=1000 Len=0 WS=128"},
			{segment{2, 1, 9999, 40000, 700, 0, synAck, shift2, ""}, "9999 → 40000 [SYN, ACK] Seq=0 Ack=1 Win=1000 Len=0 WS=4"},
			{segment{1, 2, 40000, 9999, 0, 701, ack, "", ""}, "40000 → 9999 [ACK] Seq=1 Ack=1 Win=128000 Len=0"},
			{segment{2, 1, 9999, 40000, 701, 0, ack, "", "hello"}, "9999 → 40000 [ACK] Seq=1 Ack=1 Win=4000 Len=5"},
		},
		"one side does not scale": {
			{segment{1, 2, 40000, 9999, 100, 0, syn, shift7, ""}, "40000 → 9999 [SYN] Seq=0 Win=1000 Len=0 WS=128"},
			{segment{2, 1, 9999, 40000, 700, 101, synAck, "", ""}, "9999 → 40000 [SYN, ACK] Seq=0 Ack=1 Win=1000 Len=0"},
			{segment{1, 2, 40000, 9999, 101, 701, ack, "", ""}, "40000 → 9999 [ACK] Seq=1 Ack=1 Win=1000 Len=0"},
		},
		"under way": {
			{segment{1, 2, 40000, 9999, 100, 700, ack, "", "hello"}, "40000 → 9999 [ACK] Seq=1 Ack=1 Win=1000 Len=5"},
			{segment{2, 1, 9999, 40000, 700, 105, ack, "", ""}, "9999 → 40000 [ACK] Seq=1 Ack=6 Win=1000 Len=0"},
		},
		"ports used again": {
			{segment{1, 2, 40000, 9999, 100, 0, syn, "", ""}, "40000 → 9999 [SYN] Seq=0 Win=1000 Len=0"},
			{segment{2, 1, 9999, 40000, 700, 101, synAck, "", ""}, "9999 → 40000 [SYN, ACK] Seq=0 Ack=1 Win=1000 Len=0"},
			{segment{1, 2, 40000, 9999, 101, 701, inet.FlagRST, "", ""}, "40000 → 9999 [RST] Seq=1 Win=1000 Len=0"},
			{segment{1, 2, 40000, 9999, 5000, 0, syn, "", ""}, "[TCP Port numbers reused] 40000 → 9999 [SYN] Seq=0 Win=1000 Len=0"},
			{segment{2, 1, 9999, 40000, 9000, 5001, synAck, "", ""}, "9999 → 40000 [SYN, ACK] Seq=0 Ack=1 Win=1000 Len=0"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			n := newNet(t)
			for i, r := range rows {
				if got := n.info(r.segment.bytes()); got != r.want {
					t.Errorf("packet %d:\n got %s\nwant %s", i+1, got, r.want)
				}
			}
		})
	}
}

// A stream that goes on keeps its numbers while a flood of SYNs from
// addresses of their own passes; the tables do not grow.
func TestFlood(t *testing.T) {
	labtest.Slow(t)
	n := newNet(t)
	n.see(segment{1, 2, 40000, 80, 100, 0, syn, "", ""}.bytes())
	n.see(segment{2, 1, 80, 40000, 700, 101, synAck, "", ""}.bytes())
	flood := segment{3, 2, 1, 80, 1, 0, syn, "", ""}.bytes()
	const size = 1 << 20
	allocs := testing.AllocsPerRun(1, func() {
		for i := range size {
			binary.BigEndian.PutUint32(flood[12:], 0x0b000000+uint32(i))
			n.see(flood)
		}
	})
	if allocs > 8 {
		t.Errorf("the flood allocates %v times", allocs)
	}
	if streams, _ := n.track.Evicted(); streams < size {
		t.Errorf("%d streams were evicted: the table grew", streams)
	}
	want := "40000 → 80 [ACK] Seq=1 Ack=1 Win=1000 Len=0"
	if got := n.info(segment{1, 2, 40000, 80, 101, 701, ack, "", ""}.bytes()); got != want {
		t.Errorf("after the flood:\n got %s\nwant %s", got, want)
	}
}

// The checksums are tshark's, which calls them correct.
func TestPing(t *testing.T) {
	n := newNet(t)
	request := ip(1, 1, 2, []byte("\x08\x00\x66\x67\x00\x01\x00\x02abcdefgh"))
	if got, want := n.info(request), "Echo (ping) request  id=0x0001, seq=2/512, ttl=64"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	other := ip(1, 2, 1, []byte("\x00\x00\x6e\x66\x00\x01\x00\x02abcdefgh"))
	if got, want := n.info(other), "Echo (ping) reply    id=0x0001, seq=2/512, ttl=64"; got != want {
		t.Errorf("other data: got %s, want %s", got, want)
	}
	reply := ip(1, 2, 1, []byte("\x00\x00\x6e\x67\x00\x01\x00\x02abcdefgh"))
	if got, want := n.info(reply), "Echo (ping) reply    id=0x0001, seq=2/512, ttl=64 (request in 1)"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	last := n.packet.Layers[1].Message.(*inet.ICMP)
	if last.Facts.Delay != 2*time.Second {
		t.Errorf("the reply took %v, want 2s", last.Facts.Delay)
	}
}

func BenchmarkStream(b *testing.B) {
	n := newNet(b)
	p := n.see(segment{1, 2, 40000, 80, 100, 700, ack, "\x01\x01\x08\x0a\x00\x00\x00\x01\x00\x00\x00\x02", "hello"}.bytes())
	m := p.Layers[1].Message.(*inet.TCP)
	b.ReportAllocs()
	for b.Loop() {
		m.Seq += uint32(m.Len)
		n.track.Observe(n.engine, p)
	}
}

func BenchmarkManyStreams(b *testing.B) {
	n := newNet(b)
	p := n.see(segment{1, 2, 40000, 80, 100, 700, ack, "", ""}.bytes())
	m := p.Layers[1].Message.(*inet.TCP)
	b.ReportAllocs()
	for b.Loop() {
		m.SrcPort += 7 // 65536 streams
		n.track.Observe(n.engine, p)
	}
}
