package capture

import "testing"

// TestResolution checks time stamps against hand calculation.
func TestResolution(t *testing.T) {
	for _, c := range []struct {
		option    uint8
		ts        uint64
		sec, nsec int64
		digits    int
	}{
		{6, 1_500_000, 1, 500_000_000, 6},
		{9, 1_000_000_001, 1, 1, 9},
		{0, 7, 7, 0, 0},
		{1, 15, 1, 500_000_000, 1},
		{2, 150, 1, 500_000_000, 2},
		{3, 1_001, 1, 1_000_000, 3},
		{4, 15_000, 1, 500_000_000, 4}, // digits here and below as tshark 4.6.9 prints
		{5, 150_000, 1, 500_000_000, 5},
		{7, 15_000_000, 1, 500_000_000, 7},
		{8, 150_000_000, 1, 500_000_000, 8},
		{0x80 | 13, 8192, 1, 0, 3},
		{0x80 | 14, 16384, 1, 0, 4},
		{12, 1_000_000_001_999, 1, 1, 9},
		{19, 10_000_000_000_000_000_000, 1, 0, 9},
		{20, 10_000_000_000_000_000_000, 0, 100_000_000, 9}, // 10^19 units of 10^-20 s
		{127, 1<<64 - 1, 0, 0, 9},
		{0x80 | 10, 1024 + 512, 1, 500_000_000, 3},
		{0x80 | 30, 1<<30 + 1<<29, 1, 500_000_000, 9},
		{0x80 | 63, 1<<63 + 1<<62, 1, 500_000_000, 9},
		{0x80 | 64, 1 << 63, 0, 500_000_000, 9},
		{0x80 | 65, 1 << 63, 0, 250_000_000, 9},
		{0xff, 1<<64 - 1, 0, 0, 9},
	} {
		r := newResolution(c.option)
		sec, nsec := r.split(c.ts)
		if sec != c.sec || nsec != c.nsec || r.digits() != c.digits {
			t.Errorf("if_tsresol %#x, %d: %d s %d ns, %d digits", c.option, c.ts, sec, nsec, r.digits())
		}
	}
}
