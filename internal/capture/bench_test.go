package capture

import (
	"io"
	"testing"
)

const benchPackets = 10000

func benchPcap() []byte {
	w := little().fileHeader(0xa1b2c3d4, 65535, 1)
	for i := range benchPackets {
		w.record(uint32(i), 7, 200, string(make([]byte, 200)))
	}
	return w.b
}

func benchPcapng() []byte {
	w := little()
	w.section().iface(1, 0)
	for i := range benchPackets {
		w.enhanced(0, uint64(i), 200, string(make([]byte, 200)))
	}
	return w.b
}

// endless reads a capture's records again and again.
type endless struct {
	file []byte
	from int // where the records begin
	pos  int
}

func (e *endless) Read(b []byte) (int, error) {
	if e.pos == len(e.file) {
		e.pos = e.from
	}
	n := copy(b, e.file[e.pos:])
	e.pos += n
	return n, nil
}

func benchmarkNext(b *testing.B, file []byte, from int) {
	r, err := openReader("x", &endless{file: file, from: from}, Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64((len(file) - from) / benchPackets))
	b.ReportAllocs()
	var p Packet
	for b.Loop() {
		if err := r.Next(&p); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPcap(b *testing.B)   { benchmarkNext(b, benchPcap(), pcapHeader) }
func BenchmarkPcapng(b *testing.B) { benchmarkNext(b, benchPcapng(), sectionMin+interfaceMin) }

// TestAllocations asserts what the benchmarks show: a packet costs none.
func TestAllocations(t *testing.T) {
	for name, e := range map[string]*endless{
		"pcap":   {file: benchPcap(), from: pcapHeader},
		"pcapng": {file: benchPcapng(), from: sectionMin + interfaceMin},
	} {
		r, err := openReader("x", e, Options{})
		if err != nil {
			t.Fatal(err)
		}
		var p Packet
		if n := testing.AllocsPerRun(1000, func() { err = r.Next(&p) }); n != 0 || err != nil {
			t.Errorf("%s: %v allocations a packet, %v", name, n, err)
		}
	}
}

// TestLivePipe asserts that a packet comes out before the next one comes in.
func TestLivePipe(t *testing.T) {
	for name, file := range map[string][]byte{"pcap": smallPcap(), "pcapng": smallPcapng()} {
		in, out := io.Pipe()
		go func() {
			_, _ = out.Write(file)
			// and nothing more, not even an end
		}()
		r, err := openReader("-", in, Options{})
		if err != nil {
			t.Fatal(err)
		}
		var p Packet
		for i := range 3 {
			if err := r.Next(&p); err != nil || p.Number != uint64(i+1) {
				t.Errorf("%s: packet %d: %v", name, p.Number, err)
			}
		}
	}
}
