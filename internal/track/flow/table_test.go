package flow

import "testing"

// TestTableGrows holds a table that grows against one that has all its sets from the
// start: the same entries are found, and the same are displaced.
func TestTableGrows(t *testing.T) {
	const size = 1 << 13
	grows, whole := newTable[uint32](size), newTable[uint32](size)
	whole.sets = make([]set, whole.most)
	if len(grows.sets) == len(whole.sets) {
		t.Fatal("the table has all its sets at once")
	}
	found := 0
	for n := range uint32(8 * size) {
		k := key{low: [2]uint64{0, uint64(n % (2 * size) * 7 % (size + 999))}, rest: uint64(n % 3)}
		a, b := grows.find(&k), whole.find(&k)
		switch {
		case (a == nil) != (b == nil):
			t.Fatalf("key %d: only one table has it", n)
		case a == nil:
			a, b = grows.add(&k), whole.add(&k)
			a.val, b.val = n, n
			a.answered, b.answered = n%5 == 0, n%5 == 0
		case a.val != b.val:
			t.Fatalf("key %d: %d, want %d", n, a.val, b.val)
		default:
			found++
		}
		if grows.evicted != whole.evicted {
			t.Fatalf("key %d: %d were evicted, want %d", n, grows.evicted, whole.evicted)
		}
	}
	if len(grows.sets) != len(whole.sets) || grows.evicted == 0 || found == 0 || grows.size > size {
		t.Errorf("%d sets of %d, %d entries, %d evicted, %d found", len(grows.sets), len(whole.sets), grows.size, grows.evicted, found)
	}
}
