package pipeline

import (
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect/field"
)

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
