package field

import (
	"math"
	"strconv"
	"testing"
)

func TestAppendUint(t *testing.T) {
	check := func(v uint64) {
		t.Helper()
		if got, want := string(AppendUint([]byte("x"), v)), "x"+strconv.FormatUint(v, 10); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	for v := range uint64(20_000) {
		check(v)
	}
	for v := uint64(1); v < math.MaxUint64/10; v *= 10 {
		check(v - 1)
		check(v)
		check(v + 1)
	}
	check(math.MaxUint64)
}

func BenchmarkAppendUint(b *testing.B) {
	out := make([]byte, 0, 32)
	for b.Loop() {
		out = AppendUint(out[:0], 2521471449)
	}
}
