package all_test

import (
	"path/filepath"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/labtest"
)

// A packet is what the engine is given of one.
type packet struct {
	link uint32
	data []byte
	wire int
}

// BenchmarkDissect takes every packet of a few fixtures apart, without a tree and
// with one.
func BenchmarkDissect(b *testing.B) {
	registry := labtest.Registry(b)
	for _, name := range []string{
		"01-ikev1-main-seed.pcap", "07-ikev1-nat-t.pcap", "20-cdp-neighbors.pcapng", "17-nat-overload.pcapng",
		"19-esp-ip-fragments.inner.pcap", "18-loopback.any-sll.pcap",
	} {
		packets := load(b, filepath.Join("..", "..", "fixtures", "pcaps", name))
		b.Run("scan/"+name, func(b *testing.B) { dissectAll(b, registry, packets, nil) })
		b.Run("tree/"+name, func(b *testing.B) { dissectAll(b, registry, packets, new(field.Tree)) })
	}
}

func dissectAll(b *testing.B, registry *dissect.Registry, packets []packet, tree *field.Tree) {
	engine, arena := dissect.NewEngine(registry), dissect.NewArena(registry)
	engine.Use(arena)
	var p dissect.Packet
	b.ReportAllocs()
	for b.Loop() {
		arena.Reset()
		for i := range packets {
			x := &packets[i]
			engine.Dissect(&p, x.link, x.data, x.wire)
			if tree != nil {
				engine.Build(&p, tree)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(packets)), "ns/packet")
}

// load reads the packets of a capture file.
func load(tb testing.TB, name string) (packets []packet) {
	tb.Helper()
	for _, p := range labtest.Copies(tb, name) {
		packets = append(packets, packet{uint32(p.Link), p.Data, p.WireLen})
	}
	return packets
}
