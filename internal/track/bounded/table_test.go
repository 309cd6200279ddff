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

// A bound in bytes: the oldest entries go until the rest fits.
func TestCost(t *testing.T) {
	table := bounded.New[int, string](100)
	for k := range 5 {
		table.SetCost(table.Add(k), 20)
	}
	if table.Cost() != 100 || table.Len() != 5 || table.Evicted != 0 {
		t.Fatalf("cost %d, %d entries, %d evicted", table.Cost(), table.Len(), table.Evicted)
	}
	table.SetCost(table.Peek(4), 55)
	table.Trim()
	if got, want := keys(table), []int{2, 3, 4}; !slices.Equal(got, want) || table.Cost() != 95 || table.Evicted != 2 {
		t.Errorf("entries %v, want %v; cost %d, %d evicted", got, want, table.Cost(), table.Evicted)
	}
	table.Remove(table.Peek(4))
	if table.Cost() != 40 {
		t.Errorf("cost %d, want 40", table.Cost())
	}
	table.SetCost(table.Add(5), 1000) // more than there is room for
	table.Trim()
	if table.Len() != 0 || table.Cost() != 0 {
		t.Errorf("%d entries, cost %d", table.Len(), table.Cost())
	}
}

// An owner that chooses itself what goes.
func TestOwner(t *testing.T) {
	table := bounded.New[int, string](1000)
	for k := range 6 {
		if e := table.Add(k); k < 3 {
			table.Promote(e)
		}
	}
	table.Find(3)
	table.Rename(table.Peek(0), 10)
	if table.Peek(0) != nil || table.Peek(10) == nil {
		t.Error("it has its old key")
	}
	newest := func(w bounded.Worth) (out []int) {
		for e := range table.Newest(w) {
			out = append(out, e.Key)
		}
		return out
	}
	if got, want := newest(bounded.Repeated), []int{2, 1, 10}; !slices.Equal(got, want) {
		t.Errorf("promoted %v, want %v", got, want)
	}
	if got, want := newest(bounded.Once), []int{3, 5, 4}; !slices.Equal(got, want) {
		t.Errorf("not promoted %v, want %v", got, want)
	}
	for e := range table.All() {
		if e.Key%2 == 1 {
			table.Remove(e)
		}
	}
	if got, want := keys(table), []int{4, 10, 2}; !slices.Equal(got, want) {
		t.Errorf("entries %v, want %v", got, want)
	}
}

// What a Slab has freed is zero when it is used again, and the rest stays.
func TestSlab(t *testing.T) {
	var s bounded.Slab[[]int]
	var refs []bounded.Ref
	for k := range 1000 {
		r := s.Alloc()
		*s.At(r) = []int{k}
		refs = append(refs, r)
	}
	for _, r := range refs[:500] {
		s.Free(r)
	}
	if s.Len() != 500 || s.At(0) != nil {
		t.Errorf("%d values, want 500", s.Len())
	}
	for range 500 {
		if v := *s.At(s.Alloc()); v != nil {
			t.Fatalf("a new value is %v", v)
		}
	}
	for k, r := range refs[500:] {
		if v := *s.At(r); v[0] != 500+k {
			t.Fatalf("value %d is %v", 500+k, v)
		}
	}
}

// Entries go by their worth, the least first, and among equals by use.
func TestWorth(t *testing.T) {
	table := bounded.New[int, string](4)
	for k, packets := range []uint64{256, 1, 2, 16} {
		table.Raise(table.Add(k), bounded.WorthOf(packets))
	}
	table.Find(1)
	table.Raise(table.Peek(0), bounded.Once) // which does not make it worth less
	want := []int{1, 2, 3, 0}
	if got := keys(table); !slices.Equal(got, want) {
		t.Errorf("entries %v, want %v", got, want)
	}
	for i := range want {
		table.Raise(table.Add(10+i), bounded.Constant)
		if got := keys(table); slices.Contains(got, want[i]) || len(got) != 4 {
			t.Errorf("entries %v: %d should have gone", got, want[i])
		}
	}
	if got, want := slices.Collect(bounded.Worths()), []bounded.Worth{
		bounded.WorthOf(1), bounded.WorthOf(15), bounded.WorthOf(255), bounded.WorthOf(1 << 40),
	}; !slices.Equal(got, want) {
		t.Errorf("worths %v, want %v", got, want)
	}
}
