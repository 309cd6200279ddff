package main

import (
	"errors"
	"io"
	"testing"

	"github.com/pktscope/pktscope/internal/capture"
)

// TestFlows: the file has as many packets and sources as it is asked for, and segments of a
// flow follow one another.
func TestFlows(t *testing.T) {
	path, err := makeFlows(t.TempDir(), 7, 21)
	if err != nil {
		t.Fatal(err)
	}
	r, err := capture.Open(path, capture.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	next := map[string]byte{} // low byte of the next sequence number, by source
	var p capture.Packet
	packets := 0
	for {
		if err := r.Next(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		packets++
		source, sequence := string(p.Data[26:30]), p.Data[41]
		if want, known := next[source]; known && sequence != want {
			t.Errorf("packet %d: sequence number %d, want %d", packets, sequence, want)
		}
		next[source] = sequence + 8
	}
	if packets != 21 || len(next) != 7 {
		t.Errorf("%d packets of %d sources, want 21 of 7", packets, len(next))
	}
}
