package frag_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/pktscope/pktscope/internal/track/frag"
)

// A flood of fragments that nothing completes stays within the limit, and the
// newest survive it.
func TestMemory(t *testing.T) {
	const limit = 64 << 10
	b := newBench(t, frag.Limits{Bytes: limit})
	for id := range 4000 {
		b.ip4(ip4(17, uint16(id), 0, true, whole[:24]))
		if b.tracker.Bytes() > limit {
			t.Fatalf("%d bytes are kept", b.tracker.Bytes())
		}
	}
	if b.tracker.Evicted == 0 {
		t.Error("nothing was evicted")
	}
	b.ip4(ip4(17, 3999, 24, false, whole[24:]))
	b.ip4(ip4(17, 0, 24, false, whole[24:]))
	if b.tracker.Whole != 1 {
		t.Errorf("%d datagrams, want the newest alone", b.tracker.Whole)
	}
}

// One datagram cannot take everything either.
func TestRepeated(t *testing.T) {
	b := newBench(t, frag.Limits{Bytes: 1 << 20})
	data := bytes.Repeat([]byte{1}, 800)
	for range 5000 {
		b.ip4(ip4(17, 1, 8, true, data))
		if b.tracker.Bytes() > 1<<20 {
			t.Fatalf("%d bytes are kept", b.tracker.Bytes())
		}
	}
}

// The largest offset and length go beyond what a datagram can be: what they
// make is longer than 65535 bytes.
func TestHuge(t *testing.T) {
	b := newBench(t, frag.Limits{})
	step := 65512
	b.ip4(ip4(253, 1, 0, true, make([]byte, step)))
	p := b.ip4(ip4(253, 1, step, false, make([]byte, step)))
	r := reassembly(p)
	if r == nil || r.Length != 2*step || len(p.Bufs[r.Buf]) != 2*step {
		t.Errorf("not put together: %+v", r)
	}
}

func TestWait(t *testing.T) {
	b := newBench(t, frag.Limits{Wait: time.Minute})
	b.ip4(ip4(17, 1, 0, true, whole[:24]))
	b.now = b.now.Add(61 * time.Second)
	b.ip4(ip4(17, 1, 24, false, whole[24:]))
	if b.tracker.Expired != 1 || b.tracker.Whole != 0 {
		t.Errorf("expired %d, whole %d", b.tracker.Expired, b.tracker.Whole)
	}
}

// A packet that is no fragment costs no allocation.
func TestAllocations(t *testing.T) {
	b := newBench(t, frag.Limits{})
	p := b.ip4(ip4(253, 1, 0, false, whole))
	if n := testing.AllocsPerRun(100, func() { b.tracker.Observe(b.engine, p) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// FuzzFragments feeds made-up fragments of few datagrams and builds the trees
// of what comes out.
func FuzzFragments(f *testing.F) {
	f.Add([]byte{0, 1, 24, 3, 0, 40})
	f.Add([]byte{0, 1, 32, 1, 0, 8})
	const limit = 8 << 10
	b := newBench(f, frag.Limits{Bytes: limit})
	f.Fuzz(func(t *testing.T, in []byte) {
		b.tracker = frag.New(frag.Limits{Bytes: limit})
		for ; len(in) >= 3; in = in[3:] {
			offset, more, n := int(in[0]&15)*8, in[1]&1 != 0, int(in[2]&63)
			p := b.ip4(ip4(4+13*(in[1]>>1&1), uint16(in[1]>>6), offset, more, whole[:n]))
			if b.tracker.Bytes() > limit {
				t.Fatalf("%d bytes are kept", b.tracker.Bytes())
			}
			if r := reassembly(p); r != nil && len(p.Bufs[r.Buf]) != r.Length {
				t.Fatalf("%d bytes, said to be %d", len(p.Bufs[r.Buf]), r.Length)
			}
			build(b, p)
		}
	})
}
