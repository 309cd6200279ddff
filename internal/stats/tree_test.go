package stats

import (
	"testing"
	"time"
)

// A burst is the most packets within 100 ms, wherever the window starts; one is 5 ms
// wide at least.
func TestBurst(t *testing.T) {
	for _, test := range []struct {
		name  string
		ms    []int
		rate  string
		start string
	}{
		{"none", nil, "-", "-"},
		{"one", []int{250}, "0.0100", "0.250"},
		{"at the start", []int{3, 40, 99}, "0.0300", "0.000"},
		{"across a border", []int{0, 190, 195, 200, 205, 289, 291}, "0.0500", "0.190"},
		{"after a long pause", []int{0, 1, 90000, 90001, 90002}, "0.0300", "90.000"},
		{"out of order", []int{500, 460, 300}, "0.0200", "0.460"},
	} {
		var b burst
		for _, ms := range test.ms {
			b.add(time.Duration(ms) * time.Millisecond)
		}
		if b.rate() != test.rate || b.at() != test.start {
			t.Errorf("%s: got %s from %s, want %s from %s", test.name, b.rate(), b.at(), test.rate, test.start)
		}
	}
}

func TestTreeIsBounded(t *testing.T) {
	tree := newTree("ip_hosts", "", 3)
	trunk := 0
	for _, name := range []string{"a", "b", "c", "b", "d"} {
		tree.within(trunk, name)
	}
	if len(tree.items) != 3 || tree.lost != 2 {
		t.Errorf("got %d items, %d counts lost; want 3 and 2", len(tree.items), tree.lost)
	}
	if notes := tree.report().Notes; len(notes) != 1 {
		t.Errorf("notes: %q", notes)
	}
}
