// Package bounded holds tables that never grow past a bound and forget what is
// worth least.
package bounded

import (
	"hash/maphash"
	"iter"
)

// A Table keeps entries whose cost is bounded. An entry costs 1 unless SetCost
// says otherwise: the bound of a Table without is its number of entries, of one
// with costs in bytes its memory.
//
// When a Table is full, the entry of least Worth goes, among equals the one that was
// not used for longest: a flood of entries that lead to nothing does not push out what
// is real. An owner that knows better which entry to give up chooses among All or
// Newest, and has a bound that is never met.
//
// Entries lie in a Slab and know each other by Ref: where K and V hold no
// pointers, the garbage collector has nothing to look at.
type Table[K comparable, V any] struct {
	Evicted uint64
	// Removed is called with each entry that is removed or evicted, before it is; nil:
	// nothing is.
	Removed func(*Entry[K, V])

	max     int
	cost    int
	seed    maphash.Seed
	index   index
	entries Slab[Entry[K, V]]
	lists   [worths]list
	hashes  []uint64 // scratch of AheadOfEviction
}

// An Entry is a value in a Table, until it is removed or evicted.
type Entry[K comparable, V any] struct {
	Key   K
	Value V

	self, older, newer Ref
	weight             uint32 // its cost, and in the lowest bits its worth
}

// The parts of an entry's weight.
const (
	worthBits = 2
	maxCost   = 1<<(32-worthBits) - 1
)

var _ [1<<worthBits - worths]struct{} // as many as fit

// Worth is what e is worth by now.
func (e *Entry[K, V]) Worth() Worth { return Worth(e.weight & (1<<worthBits - 1)) }

func (e *Entry[K, V]) cost() int { return int(e.weight >> worthBits) }

// Promoted reports whether e is worth more than a new entry.
func (e *Entry[K, V]) Promoted() bool { return e.Worth() > Once }

// A list holds entries in the order of their use.
type list struct{ oldest, newest Ref }

// New makes a table whose entries cost at most max.
func New[K comparable, V any](max int) *Table[K, V] {
	return &Table[K, V]{max: max, seed: maphash.MakeSeed(), index: index{most: max}}
}

// Len is how many entries t has.
func (t *Table[K, V]) Len() int { return t.index.used }

// Cost is what all entries cost.
func (t *Table[K, V]) Cost() int { return t.cost }

// Find returns the entry of k, which is thereby used, nil without one.
func (t *Table[K, V]) Find(k K) *Entry[K, V] {
	e := t.find(t.Hash(k), k)
	if e != nil {
		t.Use(e)
	}
	return e
}

// Peek is Find without use.
func (t *Table[K, V]) Peek(k K) *Entry[K, V] { return t.find(t.Hash(k), k) }

// PeekHashed is Peek of a key whose Hash is known.
func (t *Table[K, V]) PeekHashed(hash uint64, k K) *Entry[K, V] { return t.find(hash, k) }

// Ref is a short way to e, for At.
func (e *Entry[K, V]) Ref() Ref { return e.self }

// At is Peek with the entry's Ref: nil if the place has another entry by now.
func (t *Table[K, V]) At(r Ref, k K) *Entry[K, V] {
	if e := t.entries.At(r); e != nil && e.Key == k {
		return e
	}
	return nil
}

// Add makes an entry for k, which has none, and returns it.
func (t *Table[K, V]) Add(k K) *Entry[K, V] { return t.AddHashed(t.Hash(k), k) }

// AddHashed is Add of a key whose Hash is known.
func (t *Table[K, V]) AddHashed(hash uint64, k K) *Entry[K, V] {
	t.shrink(t.max - 1)
	r := t.entries.Alloc()
	e := t.entries.At(r)
	e.Key, e.self = k, r
	t.index.add(hash, r)
	t.push(e)
	t.SetCost(e, 1)
	return e
}

// SetCost says what e costs by now, a gigabyte at most. The bound is kept by the
// next Add or Trim.
func (t *Table[K, V]) SetCost(e *Entry[K, V], cost int) {
	cost = min(cost, maxCost)
	t.cost += cost - e.cost()
	e.weight = uint32(cost)<<worthBits | uint32(e.Worth())
}

// Trim evicts entries until the rest fits.
func (t *Table[K, V]) Trim() { t.shrink(t.max) }

func (t *Table[K, V]) shrink(to int) {
	for t.cost > to {
		e := t.Oldest()
		if e == nil {
			return
		}
		t.Evict(e)
	}
}

// Evict removes e for want of room.
func (t *Table[K, V]) Evict(e *Entry[K, V]) {
	t.Remove(e)
	t.Evicted++
}

// Oldest is the entry that a full t gives up first, nil if t is empty.
func (t *Table[K, V]) Oldest() *Entry[K, V] {
	for i := range t.lists {
		if e := t.entries.At(t.lists[i].oldest); e != nil {
			return e
		}
	}
	return nil
}

// Use makes e the entry that was used last of its list.
func (t *Table[K, V]) Use(e *Entry[K, V]) {
	if e.newer == 0 {
		return
	}
	t.pull(e)
	t.push(e)
}

// Promote says that e is worth more than a new entry.
func (t *Table[K, V]) Promote(e *Entry[K, V]) { t.Raise(e, Repeated) }

// Raise says that e is worth at least w.
func (t *Table[K, V]) Raise(e *Entry[K, V], w Worth) {
	if e.Worth() >= w {
		return
	}
	t.pull(e)
	e.weight = uint32(e.cost())<<worthBits | uint32(w)
	t.push(e)
}

// Rename gives e the key k, which has no entry.
func (t *Table[K, V]) Rename(e *Entry[K, V], k K) {
	t.index.remove(t.Hash(e.Key), e.self)
	e.Key = k
	t.index.add(t.Hash(k), e.self)
}

// Remove forgets e.
func (t *Table[K, V]) Remove(e *Entry[K, V]) {
	if t.Removed != nil {
		t.Removed(e)
	}
	t.pull(e)
	t.cost -= e.cost()
	t.index.remove(t.Hash(e.Key), e.self)
	t.entries.Free(e.self)
}

// In is the entry that is in a place, nil for 0.
func (t *Table[K, V]) In(r Ref) *Entry[K, V] { return t.entries.At(r) }

// Clear forgets everything, without a word to Removed.
func (t *Table[K, V]) Clear() {
	removed := t.Removed
	*t = *New[K, V](t.max)
	t.Removed = removed
}

// All yields every entry, those of least worth first, and of each worth by use, the
// oldest first. The entry that is yielded may be removed.
func (t *Table[K, V]) All() iter.Seq[*Entry[K, V]] {
	return func(yield func(*Entry[K, V]) bool) {
		for i := range t.lists {
			for e := t.entries.At(t.lists[i].oldest); e != nil; {
				next := e.newer
				if !yield(e) {
					return
				}
				e = t.entries.At(next)
			}
		}
	}
}

// Newest yields the entries of a worth by use, the newest first.
func (t *Table[K, V]) Newest(w Worth) iter.Seq[*Entry[K, V]] {
	return func(yield func(*Entry[K, V]) bool) {
		for e := t.entries.At(t.lists[w].newest); e != nil && yield(e); {
			e = t.entries.At(e.older)
		}
	}
}

// push makes e the newest of its list.
func (t *Table[K, V]) push(e *Entry[K, V]) {
	l := &t.lists[e.Worth()]
	e.older, e.newer = l.newest, 0
	if newest := t.entries.At(l.newest); newest != nil {
		newest.newer = e.self
	} else {
		l.oldest = e.self
	}
	l.newest = e.self
}

// pull takes e out of its list.
func (t *Table[K, V]) pull(e *Entry[K, V]) {
	l := &t.lists[e.Worth()]
	if older := t.entries.At(e.older); older != nil {
		older.newer = e.newer
	} else {
		l.oldest = e.newer
	}
	if newer := t.entries.At(e.newer); newer != nil {
		newer.older = e.older
	} else {
		l.newest = e.older
	}
	e.older, e.newer = 0, 0
}
