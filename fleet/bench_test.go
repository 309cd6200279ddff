package fleet

import (
	"context"
	"os"
	"path/filepath"
	"testing"
)

// BenchmarkDissect is what one core reads of a capture (PKTSCOPE_LAB names another one), and how
// many bytes of a packet go to each family.
func BenchmarkDissect(b *testing.B) {
	name := os.Getenv("PKTSCOPE_LAB")
	if name == "" {
		name = filepath.Join(fixtures, "pcaps/17-nat-overload.inside.pcap")
	}
	st, err := os.Stat(name)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(st.Size())
	d := &Dissect{Output: b.TempDir(), Shards: 16, Workers: 1}
	var frames uint64
	sent := map[string]int{}
	count := func(of string) sendFrame { return func(_ string, f []byte) { sent[of] += len(f) } }
	for b.Loop() {
		err := d.ProcessElement(context.Background(), Capture{Name: name, Label: "a"}, next([][]byte(nil)), count("tunnel"), count("neighbor"), count("nat"),
			func(_, pair string) { sent["spi"] += len(pair) }, func(_, c string) { sent["conversation"] += len(c) }, count("pair"), func(s Span) { frames += s.Frames })
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(frames)/b.Elapsed().Seconds(), "packets/s")
	for of, n := range sent {
		b.ReportMetric(float64(n)/float64(frames), of+"-bytes/packet")
	}
}
