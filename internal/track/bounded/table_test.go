package bounded_test

import (
	"slices"
	"testing"

	"pktscope/internal/track/bounded"
)

func keys(t *bounded.Table[int, string]) (out []int) {
	for e := range t.All() {
		out = append(out, e.Key)
	}
	return out
}

func TestEviction(t *testing.T) {
	table := bounded.New[int, string](4)
	real := table.Add(1)
	real.Value = "real"
	table.Add(2)
	table.Add(3)
	table.Promote(real)
	table.Find(2)
	table.Add(4)
	table.Add(5) // 3 was not used for longest; 1 is older and worth more
	if got, want := keys(table), []int{2, 4, 5, 1}; !slices.Equal(got, want) {
		t.Errorf("entries %v, want %v", got, want)
	}
	for k := range 1000 {
		table.Add(100 + k)
	}
	if e := table.Find(1); e == nil || e.Value != "real" || table.Evicted != 1001 || table.Len() != 4 {
		t.Errorf("%v, %d evicted, %d entries", e, table.Evicted, table.Len())
	}
	table.Remove(real)
	if table.Find(1) != nil || table.Len() != 3 {
		t.Error("it was not removed")
	}
	for k := range 5 { // all promoted: the oldest of them goes
		table.Promote(table.Add(k))
	}
	if got, want := keys(table), []int{1, 2, 3, 4}; !slices.Equal(got, want) {
		t.Errorf("entries %v, want %v", got, want)
	}
	table.Clear()
	if table.Len() != 0 || len(keys(table)) != 0 {
		t.Error("it is not empty")
	}
}
