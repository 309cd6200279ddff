package esp

import "testing"

// Counted by hand.
func TestSequence(t *testing.T) {
	for _, c := range []struct {
		name string
		in   []uint32
		want Sequence
	}{
		{"in order", []uint32{1, 2, 3}, Sequence{First: 1, Last: 3}},
		{"a gap", []uint32{1, 2, 5, 6}, Sequence{First: 1, Last: 6, Lost: 2}},
		{"late", []uint32{1, 3, 2, 4}, Sequence{First: 1, Last: 4, Late: 1}},
		{"before the first", []uint32{5, 3, 6}, Sequence{First: 3, Last: 6, Lost: 1, Late: 1}},
		{"twice", []uint32{1, 2, 2, 1, 3}, Sequence{First: 1, Last: 3, Duplicates: 2}},
		{"beyond 64", []uint32{1, 100, 30, 99}, Sequence{First: 1, Last: 100, Lost: 96, Late: 2, Replays64: 1}},
		{"beyond 1024", []uint32{1, 5000, 2, 5001}, Sequence{First: 1, Last: 5001, Lost: 4998, Replays: 1, Replays64: 1}},
		{"wrap", []uint32{0xfffffffe, 0xffffffff, 0, 1}, Sequence{First: 0xfffffffe, Last: 1, Wraps: 1}},
		{"wrap, late", []uint32{0xfffffffe, 0, 0xffffffff, 0xffffffff}, Sequence{First: 0xfffffffe, Last: 0, Wraps: 1, Late: 1, Duplicates: 1}},
		{"a jump clears the window", []uint32{1, 1025, 1}, Sequence{First: 1, Last: 1025, Lost: 1023, Replays: 1, Replays64: 1}},
		{"the window's edge", []uint32{1, 1024, 1}, Sequence{First: 1, Last: 1024, Lost: 1022, Duplicates: 1}},
	} {
		var s Sequence
		for _, seq := range c.in {
			s.add(seq)
		}
		got := Sequence{
			First: s.First, Last: s.Last, Lost: s.Lost, Duplicates: s.Duplicates, Late: s.Late,
			Replays: s.Replays, Replays64: s.Replays64, Wraps: s.Wraps,
		}
		if got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}
