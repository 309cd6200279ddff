// Package bounded holds tables that never grow past a bound and forget what is
// worth least.
package bounded

import (
	"hash/maphash"
	"iter"
)

// A Table keeps at most so many entries. When it is full the entry goes that was
// not used for longest, of those that were never promoted first: a flood of
// entries that lead to nothing does not push out what is real.
//
// Entries lie in slabs and know each other by number: where K and V hold no
// pointers, the garbage collector has nothing to look at however many there are.
type Table[K comparable, V any] struct {
	Evicted uint64

	max   int
	seed  maphash.Seed
	index index
	slabs [][]Entry[K, V]
	free  Ref     // of those that were removed, linked by older
	lists [2]list // by whether they were promoted
}

// An Entry is a value in a Table, until it is removed or Add makes room.
type Entry[K comparable, V any] struct {
	Key   K
	Value V

	self, older, newer Ref
	promoted           bool
}

// A Ref is the number of an entry, from 1; 0 is none.
type Ref uint32

// A list holds entries in the order of their use.
type list struct{ oldest, newest Ref }

// slabSize is how many entries are made at once.
const slabSize = 1 << 8

// New makes a table of at most max entries.
func New[K comparable, V any](max int) *Table[K, V] {
	return &Table[K, V]{max: max, seed: maphash.MakeSeed()}
}

// Len is how many entries t has.
func (t *Table[K, V]) Len() int { return t.index.used }

// Find returns the entry of k, which is thereby used, nil without one.
func (t *Table[K, V]) Find(k K) *Entry[K, V] {
	e := t.find(k)
	if e != nil && e.newer != 0 {
		l := t.list(e)
		t.pull(l, e)
		t.push(l, e)
	}
	return e
}

// Peek is Find without use.
func (t *Table[K, V]) Peek(k K) *Entry[K, V] { return t.find(k) }

// Ref is a short way to e, for At.
func (e *Entry[K, V]) Ref() Ref { return e.self }

// At is Peek for who has the entry's Ref: nil if the entry that it stands for is
// another one by now.
func (t *Table[K, V]) At(r Ref, k K) *Entry[K, V] {
	if r == 0 {
		return nil
	}
	if e := t.at(r); e.Key == k {
		return e
	}
	return nil
}

// Add makes an entry for k, which has none, and returns it.
func (t *Table[K, V]) Add(k K) *Entry[K, V] {
	if t.index.used >= t.max {
		t.evict()
	}
	e := t.take()
	e.Key = k
	t.index.add(maphash.Comparable(t.seed, k), e.self)
	t.push(&t.lists[0], e)
	return e
}

// take returns an entry that is not in use.
func (t *Table[K, V]) take() *Entry[K, V] {
	if e := t.at(t.free); e != nil {
		t.free = e.older
		*e = Entry[K, V]{self: e.self}
		return e
	}
	n := len(t.slabs) - 1
	if n < 0 || len(t.slabs[n]) == slabSize {
		t.slabs = append(t.slabs, make([]Entry[K, V], 0, slabSize))
		n++
	}
	s := &t.slabs[n]
	*s = append(*s, Entry[K, V]{self: Ref(n*slabSize + len(*s) + 1)})
	return &(*s)[len(*s)-1]
}

// Promote says that e is worth more than a new entry.
func (t *Table[K, V]) Promote(e *Entry[K, V]) {
	if e.promoted {
		return
	}
	t.pull(t.list(e), e)
	e.promoted = true
	t.push(t.list(e), e)
}

// Remove forgets e.
func (t *Table[K, V]) Remove(e *Entry[K, V]) {
	t.pull(t.list(e), e)
	t.index.remove(maphash.Comparable(t.seed, e.Key), e.self)
	*e = Entry[K, V]{self: e.self, older: t.free} // lets go of what it holds
	t.free = e.self
}

// Clear forgets everything.
func (t *Table[K, V]) Clear() { *t = *New[K, V](t.max) }

// All calls yield with every entry: those that were not promoted first, in the
// order of their use.
func (t *Table[K, V]) All() iter.Seq[*Entry[K, V]] {
	return func(yield func(*Entry[K, V]) bool) {
		for i := range t.lists {
			for e := t.at(t.lists[i].oldest); e != nil; {
				next := e.newer
				if !yield(e) {
					return
				}
				e = t.at(next)
			}
		}
	}
}

func (t *Table[K, V]) evict() {
	for i := range t.lists {
		if e := t.at(t.lists[i].oldest); e != nil {
			t.Remove(e)
			t.Evicted++
			return
		}
	}
}

// at is the entry of that number.
func (t *Table[K, V]) at(r Ref) *Entry[K, V] {
	if r == 0 {
		return nil
	}
	return &t.slabs[(r-1)/slabSize][(r-1)%slabSize]
}

func (t *Table[K, V]) list(e *Entry[K, V]) *list {
	if e.promoted {
		return &t.lists[1]
	}
	return &t.lists[0]
}

func (t *Table[K, V]) push(l *list, e *Entry[K, V]) {
	e.older, e.newer = l.newest, 0
	if newest := t.at(l.newest); newest != nil {
		newest.newer = e.self
	} else {
		l.oldest = e.self
	}
	l.newest = e.self
}

func (t *Table[K, V]) pull(l *list, e *Entry[K, V]) {
	if older := t.at(e.older); older != nil {
		older.newer = e.newer
	} else {
		l.oldest = e.newer
	}
	if newer := t.at(e.newer); newer != nil {
		newer.older = e.older
	} else {
		l.newest = e.older
	}
	e.older, e.newer = 0, 0
}
