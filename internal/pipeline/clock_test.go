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

func TestSince(t *testing.T) {
	now := time.Unix(1795326986, 59193350)
	for _, d := range []time.Duration{0, 1, -1, time.Second - 1, -time.Second, 90 * 365 * 24 * time.Hour, 1<<63 - 1, -1 << 63} {
		other := now.Add(d)
		if got, want := since(now, other), (field.Nanos{Low: int64(other.Sub(now))}); got != want {
			t.Errorf("%v later: %v, want %v", d, got, want)
		}
	}
	sec, nsec := since(time.Unix(-1<<40, 1), time.Unix(1<<40, 0)).Unix()
	if sec != 1<<41-1 || nsec != 999999999 {
		t.Errorf("ages apart: %d.%09d, want %d.999999999", sec, nsec, 1<<41-1)
	}
}
