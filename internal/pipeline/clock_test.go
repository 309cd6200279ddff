package pipeline

import (
	"slices"
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/capture"
)

// The time since the frame before is not known where that one has no time, within a batch
// and between two.
func TestClockAfterUntimed(t *testing.T) {
	var c clock
	var got []bool
	face := &capture.Interface{}
	at := func(sec int64) capture.Packet {
		return capture.Packet{Time: time.Unix(sec, 0), HasTime: sec > 0, Iface: face}
	}
	for _, frames := range [][]capture.Packet{{at(0), at(1), at(2), at(0), at(3), at(4)}, {at(5), at(0)}, {at(6), at(7)}} {
		b := &batch{frames: frames, packets: make([]dissect.Packet, len(frames))}
		c.stamp(b)
		for i := range frames {
			h := b.head(i)
			got = append(got, h.HasDelta)
			if h.HasDelta && h.Delta != (field.Nanos{Low: 1e9}) {
				t.Errorf("%v: delta %v", frames[i].Time, h.Delta)
			}
			b.advance(i)
		}
	}
	want := []bool{false, false, true, false, false, true, true, false, false, true}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
