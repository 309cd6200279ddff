package pipeline

import (
	"testing"
	"time"
)

func TestSince(t *testing.T) {
	now := time.Unix(1795326986, 59193350)
	for _, d := range []time.Duration{0, 1, -1, time.Second - 1, -time.Second, 90 * 365 * 24 * time.Hour, 1<<63 - 1, -1 << 63} {
		other := now.Add(d)
		if got, want := since(now, other), other.Sub(now); got != want {
			t.Errorf("%v later: %v, want %v", d, got, want)
		}
	}
	if got, want := since(time.Unix(-1<<40, 0), time.Unix(1<<40, 0)), time.Duration(1<<63-1); got != want {
		t.Errorf("ages apart: %v, want %v", got, want)
	}
}
