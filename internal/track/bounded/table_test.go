package bounded_test

import (
	"slices"
	"testing"

	"github.com/pktscope/pktscope/internal/track/bounded"
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

// What was removed leaves its place to others, and what it held.
func TestReuse(t *testing.T) {
	table := bounded.New[int, []int](600)
	for round := range 3 {
		for k := range 1000 {
			e := table.Add(round*1000 + k)
			if e.Value != nil {
				t.Fatalf("entry %d begins with %v", k, e.Value)
			}
			e.Value = []int{round, k}
		}
		n := 0
		for e := range table.All() {
			if got := e.Value; len(got) != 2 || got[0]*1000+got[1] != e.Key {
				t.Fatalf("entry %d has %v", e.Key, got)
			}
			if table.Peek(e.Key) != e {
				t.Fatalf("entry %d is not found", e.Key)
			}
			n++
		}
		if n != 600 || table.Len() != 600 {
			t.Fatalf("%d entries, Len %d", n, table.Len())
		}
		for k := range 1000 {
			if e := table.Find(round*1000 + k); e != nil && k%2 == 0 {
				table.Remove(e)
			}
		}
		if table.Len() != 300 {
			t.Fatalf("Len %d after half was removed", table.Len())
		}
	}
}

// Against a map, with keys that come and go.
func TestAgainstMap(t *testing.T) {
	table := bounded.New[uint16, uint16](1 << 16)
	want := map[uint16]uint16{}
	x := uint32(1)
	for range 300_000 {
		x = x*1664525 + 1013904223
		k, v := uint16(x>>16)%3000, uint16(x)
		e := table.Find(k)
		if have, ok := want[k]; ok != (e != nil) || ok && e.Value != have {
			t.Fatalf("%d: %v, want %d, %v", k, e, have, ok)
		}
		switch {
		case e == nil:
			table.Add(k).Value = v
			want[k] = v
		case v%3 == 0:
			table.Remove(e)
			delete(want, k)
		}
	}
	if table.Len() != len(want) || len(want) < 1000 {
		t.Errorf("%d entries, want %d", table.Len(), len(want))
	}
}
