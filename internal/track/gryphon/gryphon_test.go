package gryphon_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/internal/track/gryphon"
)

// What is a part is so for tshark 4.0.17.
func TestParts(t *testing.T) {
	const header = "\x10\x00\x20\x00\x00\x06\x03\x00" // six bytes follow, and two that fill up
	type row struct {
		data string
		part inet.TCPPart
	}
	var m inet.TCP
	p := dissect.Packet{Layers: []dissect.Layer{{Message: &m}}}
	tracker := gryphon.New()
	seq := uint32(1<<32 - 40)
	see := func(i int, r row) {
		t.Helper()
		m = inet.TCP{SrcPort: 7000, DstPort: 40000, Seq: seq, Data: []byte(r.data), Len: len(r.data)}
		m.Facts.Known = true
		if tracker.Observe(nil, &p); m.Facts.Part != r.part {
			t.Errorf("segment %d: part %d, want %d", i+1, m.Facts.Part, r.part)
		}
	}
	for i, r := range []row{
		{header + "01234567", inet.PartNone},
		{header + "01", inet.PartSegment},
		{"234", inet.PartSegment},
		{"567", inet.PartNone},
		{header + "01234567" + header, inet.PartNone}, // the row is that of the first
		{"0123", inet.PartSegment},
		{"4567" + header[:4], inet.PartNone},
		{header[4:], inet.PartSegment},
		{"01234567", inet.PartNone},
	} {
		see(i, r)
		seq += uint32(len(r.data))
	}
	seq-- // a keep-alive
	see(9, row{"7", inet.PartNone})
}
