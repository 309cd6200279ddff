package gryphon_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/track/gryphon"
)

// FuzzTracker sends segments in any order: no panic, and what begins at the end of a
// segment lies within it.
func FuzzTracker(f *testing.F) {
	f.Add([]byte("\x00\x00\x10\x10\x00\x20\x00\x00\x06\x03\x0001234567\x00\x00\x05\x10\x00\x20\x00\x00\x00\x00\x05\x06\x03\x0001"))
	f.Add([]byte("\x01\x03\x09\x10\x00\x20\x00\xff\xff\x03\x00x\x03\xff\x04abcd\x02\x80\x01z"))
	f.Fuzz(func(t *testing.T, input []byte) {
		var m inet.TCP
		p := dissect.Packet{Layers: []dissect.Layer{{Message: &m}}}
		tracker := gryphon.New()
		next := [2]uint32{1<<32 - 40, 7}
		for c := labtest.NewChoices(input); c.Left(); {
			choice := c.Byte()
			side, seq := choice&1, next[choice&1]+uint32(int8(c.Byte()))
			data := c.Bytes(int(c.Byte()))
			ports := [2]uint16{7000, 40000}
			m = inet.TCP{SrcPort: ports[side], DstPort: ports[1-side], Seq: seq, Data: data, Len: len(data)}
			m.Facts.Known, m.Facts.Stream = true, uint32(choice>>1)
			tracker.Observe(nil, &p)
			if m.Facts.Tail < 0 || m.Facts.Tail > len(data) {
				t.Errorf("%d bytes at the end of %d", m.Facts.Tail, len(data))
			}
			if m.Facts.Part != inet.PartNone && m.Facts.Tail != 0 {
				t.Errorf("part %d with %d bytes at its end", m.Facts.Part, m.Facts.Tail)
			}
			next[side] = seq + uint32(len(data))
		}
	})
}
