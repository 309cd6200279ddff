package flow

import (
	"slices"
	"testing"

	"github.com/pktscope/pktscope/dissect/inet"
)

// TestRuns adds segments, and compares the runs that they leave.
func TestRuns(t *testing.T) {
	var top uint32 = 1<<32 - 10
	tests := []struct {
		name string
		add  runs
		want runs
	}{
		{"nothing of nothing", runs{{5, 5}}, nil},
		{"in order", runs{{0, 10}, {10, 20}, {20, 30}}, runs{{0, 30}}},
		{"a gap, and what fills it", runs{{0, 10}, {20, 30}, {10, 20}}, runs{{0, 30}}},
		{"two gaps", runs{{0, 10}, {20, 30}, {40, 50}}, runs{{0, 10}, {20, 30}, {40, 50}}},
		{"before the first", runs{{20, 30}, {0, 10}}, runs{{0, 10}, {20, 30}}},
		{"over all of them", runs{{10, 20}, {30, 40}, {50, 60}, {5, 70}}, runs{{5, 70}}},
		{"within one", runs{{0, 50}, {10, 20}}, runs{{0, 50}}},
		{"the numbers start anew", runs{{top, top + 10}, {5, 10}, {0, 5}}, runs{{top, 10}}},
	}
	for _, test := range tests {
		var got runs
		for _, x := range test.add {
			got = got.add(&inet.TCP{Seq: x.first, Len: int(x.end - x.first)})
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

// TestRunsBound forgets the lowest runs of a side that has too many.
func TestRunsBound(t *testing.T) {
	var r runs
	for i := uint32(0); i < 2*maxRuns; i++ {
		r = r.add(&inet.TCP{Seq: 10 * i, Len: 1})
	}
	if first := uint32(10 * maxRuns); len(r) != maxRuns || r[0].first != first {
		t.Errorf("%d runs from %d on, want %d from %d", len(r), r[0].first, maxRuns, first)
	}
	if r = r.add(&inet.TCP{Seq: 1, Len: 1}); len(r) != maxRuns {
		t.Errorf("%d runs, want %d", len(r), maxRuns)
	}
}
