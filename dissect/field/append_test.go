package field

import (
	"encoding/hex"
	"fmt"
	"math"
	"strconv"
	"strings"
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

func TestAppendRight(t *testing.T) {
	for _, c := range []struct {
		v     uint64
		width int
		want  string
	}{{0, 1, "x0"}, {0, 3, "x  0"}, {7, 0, "x7"}, {12, 6, "x    12"}, {123456, 6, "x123456"}, {1234567, 6, "x1234567"}, {98, 24, "x                      98"}} {
		if got := string(AppendRight([]byte("x"), c.v, c.width)); got != c.want {
			t.Errorf("%d in %d bytes: %q, want %q", c.v, c.width, got, c.want)
		}
	}
}

func TestAppendPadded(t *testing.T) {
	for _, c := range []struct {
		v     uint64
		width int
		want  string
	}{{0, 0, "x"}, {7, 1, "x7"}, {7, 2, "x07"}, {123, 3, "x123"}, {49754, 9, "x000049754"}, {999_999, 6, "x999999"}, {1, 20, "x00000000000000000001"}} {
		if got := string(AppendPadded([]byte("x"), c.v, c.width)); got != c.want {
			t.Errorf("%d in %d digits: %s, want %s", c.v, c.width, got, c.want)
		}
	}
}

func TestAppendNibbles(t *testing.T) {
	for n := range 17 {
		v := uint64(0xfedcba9876543210)
		want := fmt.Sprintf("%016x", v)[16-n:]
		if got := string(AppendNibbles([]byte("x"), v, n)); got != "x"+want {
			t.Errorf("%d digits: %s, want x%s", n, got, want)
		}
	}
}

func TestAppendBytes(t *testing.T) {
	var all [256]byte
	for i := range all {
		all[i] = byte(i)
	}
	for n := range all {
		p := all[256-n:]
		if got, want := string(AppendBytes([]byte("x"), p, 0)), "x"+hex.EncodeToString(p); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		want := "x" + strings.ReplaceAll(fmt.Sprintf("% x", p), " ", ":")
		if got := string(AppendBytes([]byte("x"), p, ':')); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
