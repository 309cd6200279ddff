package session

import (
	"bytes"
	"testing"
	"time"
)

// A fixedGauge has read so much of so much.
type fixedGauge struct{ read, size int64 }

func (g fixedGauge) Progress() (read, size int64) { return g.read, g.size }

// TestDrawProgress: a line says how far, how fast and how long still; it takes the place of
// the one before, and never more than one row.
func TestDrawProgress(t *testing.T) {
	for _, x := range []struct {
		gauge        fixedGauge
		width, drawn int
		want         string
	}{
		{fixedGauge{1 << 20, 4 << 20}, 80, 0, "\r1.0 MiB of 4.0 MiB (25 %), 1 packet, 512.0 KiB/s, 6s left"},
		{fixedGauge{1 << 20, -1}, 80, 40, "\r1.0 MiB, 1 packet, 512.0 KiB/s          "},
		{fixedGauge{1 << 20, 4 << 20}, 20, 0, "\r1.0 MiB of 4.0 MiB "},
	} {
		var out bytes.Buffer
		drawProgress(&out, x.width, x.gauge, 1, 2*time.Second, x.drawn)
		if out.String() != x.want {
			t.Errorf("%q, want %q", out.String(), x.want)
		}
	}
}
