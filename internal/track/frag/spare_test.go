package frag_test

import (
	"bytes"
	"testing"

	"github.com/pktscope/pktscope/internal/track/frag"
)

// first is how long the first fragment of a datagram is.
const first = 16

// Datagrams whose fragments arrive in turn have their own bytes each, also where fragments
// are kept in buffers of datagrams that are complete.
func TestInTurn(t *testing.T) {
	b := newBench(t, frag.Limits{})
	const busy, rounds = 24, 20 // datagrams at a time, more than there are spare buffers
	payload := func(id int) []byte {
		return bytes.Repeat([]byte{byte(id), byte(id >> 8), 0x5a, byte(id * 7)}, 8+id%3*10)
	}
	for round := range rounds {
		for id := round * busy; id < (round+1)*busy; id++ {
			b.ip4(ip4(253, uint16(id), 0, true, payload(id)[:first]))
		}
		for id := round * busy; id < (round+1)*busy; id += 2 { // the others wait on
			send(b, id, payload(id))
		}
		if round == 0 {
			continue
		}
		for id := (round-1)*busy + 1; id < round*busy; id += 2 {
			send(b, id, payload(id))
		}
	}
	if want := uint64(rounds*busy - busy/2); b.tracker.Whole != want {
		t.Errorf("%d datagrams, want %d", b.tracker.Whole, want)
	}
}

// send shows the last fragment of a datagram, and compares what is put together.
func send(b *bench, id int, payload []byte) {
	b.Helper()
	p := b.ip4(ip4(253, uint16(id), first, false, payload[first:]))
	if w := reassembly(p); w == nil || !bytes.Equal(p.Bufs[w.Buf], payload) {
		b.Errorf("datagram %d: %v", id, w)
	}
}
