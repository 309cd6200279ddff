package stream

import (
	"encoding/binary"
	"math/rand/v2"
	"testing"
)

// Early segments are bounded in number as well as in bytes, and the bytes in front of
// the first are given up for each that has no room.
func TestEarlyIsBounded(t *testing.T) {
	for size, gaps := range map[int]int{1: 3 * maxPieces, 2: 3 * maxPieces, 600: 1000, 60000: 20} {
		var d direction
		d.begin(1000)
		seq := uint32(1000)
		for range gaps {
			seq += uint32(size) + 1
			if d.add(seq, make([]byte, size)); d.early.full() {
				t.Fatalf("%d bytes: %d bytes held in %d pieces", size, d.early.held, len(d.early.heap))
			}
		}
		if !d.lost || d.next == 1000 {
			t.Errorf("%d bytes: no gap was given up", size)
		}
		had := 0
		for _, p := range d.early.heap {
			had += len(p.data)
		}
		if had != d.early.held {
			t.Errorf("%d bytes: %d held, %d counted", size, had, d.early.held)
		}
	}
}

// Early segments come out in the order of the stream, whatever that of their coming.
func TestEarlyInOrder(t *testing.T) {
	const n, isn = maxPieces, 0xfffffe00 // sequence numbers wrap
	for seed := range uint64(4) {
		var d direction
		d.begin(isn)
		for _, k := range rand.New(rand.NewPCG(seed, 0)).Perm(n) {
			d.add(isn+2*uint32(k), binary.BigEndian.AppendUint16(nil, uint16(k)))
		}
		if len(d.pending) != 2*n || len(d.early.heap) > 0 || d.early.held > 0 {
			t.Fatalf("%d bytes in order, %d held", len(d.pending), d.early.held)
		}
		for i := range n {
			if got := binary.BigEndian.Uint16(d.pending[2*i:]); int(got) != i {
				t.Fatalf("segment %d in place of %d", got, i)
			}
		}
	}
}

// Bytes that no packet shows yet are bounded: a packet shows 64 messages, and may bring
// more.
func TestPendingIsBounded(t *testing.T) {
	var d direction
	d.begin(0)
	seq := uint32(0)
	for range 100 {
		d.add(seq, make([]byte, 60000))
		seq += 60000
		d.take(128)
		if len(d.waiting()) > maxPending || cap(d.pending) > 2*maxPending {
			t.Fatalf("%d bytes wait in %d", len(d.waiting()), cap(d.pending))
		}
	}
}
