package esp_test

import (
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/keys"
)

// sealedBy are full packets of n SAs in turn, so many, and the SAs.
func sealedBy(n, count int) (packets [][]byte, sas []*keys.ESP) {
	inner := ip4("10.0.0.1", "10.1.0.1", protoUDP, udp(40000, 9, make([]byte, 1400)))
	var sealers []*sealer
	for i := range n {
		sealers = append(sealers, newSealer(0x10000+uint32(i)*0x9e37))
		sas = append(sas, sealers[i].esp(there))
	}
	for i := range count {
		packets = append(packets, ip4(here, there, protoESP, sealers[i%n].seal(uint64(i), protoIPv4, inner)))
	}
	return packets, sas
}

// BenchmarkManySAs decrypts packets of a few busy SAs out of a hundred thousand, and
// of as many with no others, by turns; "x-of-few" is the ratio of their speeds.
func BenchmarkManySAs(b *testing.B) {
	const many, busy, turn = 100_000, 50, 500
	packets, few := sealedBy(busy, busy)
	_, all := sealedBy(many, 0)
	one, other := newBench(b, few...), newBench(b, all...)
	var p dissect.Packet
	var times [2]time.Duration
	n := 0
	for b.Loop() {
		for i, x := range []*bench{one, other} {
			start := time.Now()
			for range turn {
				x.read(&p, packets[n%busy])
				n++
				if len(p.Layers) != 5 {
					b.Fatal(string(p.AppendProtocols(nil)))
				}
			}
			times[i] += time.Since(start)
		}
	}
	b.ReportMetric(float64(times[0])/float64(times[1]), "x-of-few")
}

// BenchmarkEachSA decrypts a hundred thousand packets of a few SAs, or of each a
// packet.
func BenchmarkEachSA(b *testing.B) {
	for _, n := range []int{50, 100_000} {
		b.Run(map[int]string{50: "few", 100_000: "many"}[n], func(b *testing.B) {
			packets, sas := sealedBy(n, 100_000)
			x := newBench(b, sas...)
			var p dissect.Packet
			for _, packet := range packets { // each is proven once
				x.read(&p, packet)
			}
			i := 0
			b.SetBytes(int64(len(packets[0])))
			b.ReportAllocs()
			for b.Loop() {
				x.read(&p, packets[i%len(packets)])
				i++
			}
		})
	}
}
