// Package bounded holds tables that never grow past a bound and forget what is
// worth least.
package bounded

import "iter"

// A Table keeps at most so many entries. When it is full the entry goes that was
// not used for longest, of those that were never promoted first: a flood of
// entries that lead to nothing does not push out what is real.
type Table[K comparable, V any] struct {
	Evicted uint64

	max     int
	entries map[K]*Entry[K, V]
	lists   [2]list[K, V] // by whether they were promoted
}

// An Entry is a value in a Table.
type Entry[K comparable, V any] struct {
	Key   K
	Value V

	promoted     bool
	older, newer *Entry[K, V]
}

// list holds entries in the order of their use.
type list[K comparable, V any] struct{ oldest, newest *Entry[K, V] }

// New makes a table of at most max entries.
func New[K comparable, V any](max int) *Table[K, V] {
	return &Table[K, V]{max: max, entries: map[K]*Entry[K, V]{}}
}

// Len is how many entries t has.
func (t *Table[K, V]) Len() int { return len(t.entries) }

// Find returns the entry of k, which is thereby used, nil without one.
func (t *Table[K, V]) Find(k K) *Entry[K, V] {
	e := t.entries[k]
	if e != nil && e.newer != nil {
		l := t.list(e)
		l.pull(e)
		l.push(e)
	}
	return e
}

// Peek is Find without use.
func (t *Table[K, V]) Peek(k K) *Entry[K, V] { return t.entries[k] }

// Add makes an entry for k, which has none, and returns it.
func (t *Table[K, V]) Add(k K) *Entry[K, V] {
	if len(t.entries) >= t.max {
		t.evict()
	}
	e := &Entry[K, V]{Key: k}
	t.entries[k] = e
	t.lists[0].push(e)
	return e
}

// Promote says that e is worth more than a new entry.
func (t *Table[K, V]) Promote(e *Entry[K, V]) {
	if e.promoted {
		return
	}
	t.list(e).pull(e)
	e.promoted = true
	t.list(e).push(e)
}

// Remove forgets e.
func (t *Table[K, V]) Remove(e *Entry[K, V]) {
	t.list(e).pull(e)
	delete(t.entries, e.Key)
}

// Clear forgets everything.
func (t *Table[K, V]) Clear() {
	clear(t.entries)
	t.lists = [2]list[K, V]{}
	t.Evicted = 0
}

// All calls yield with every entry: those that were not promoted first, in the
// order of their use.
func (t *Table[K, V]) All() iter.Seq[*Entry[K, V]] {
	return func(yield func(*Entry[K, V]) bool) {
		for i := range t.lists {
			for e := t.lists[i].oldest; e != nil; {
				next := e.newer
				if !yield(e) {
					return
				}
				e = next
			}
		}
	}
}

func (t *Table[K, V]) evict() {
	for i := range t.lists {
		if e := t.lists[i].oldest; e != nil {
			t.Remove(e)
			t.Evicted++
			return
		}
	}
}

func (t *Table[K, V]) list(e *Entry[K, V]) *list[K, V] {
	if e.promoted {
		return &t.lists[1]
	}
	return &t.lists[0]
}

func (l *list[K, V]) push(e *Entry[K, V]) {
	e.older, e.newer = l.newest, nil
	if l.newest != nil {
		l.newest.newer = e
	} else {
		l.oldest = e
	}
	l.newest = e
}

func (l *list[K, V]) pull(e *Entry[K, V]) {
	if e.older != nil {
		e.older.newer = e.newer
	} else {
		l.oldest = e.newer
	}
	if e.newer != nil {
		e.newer.older = e.older
	} else {
		l.newest = e.older
	}
	e.older, e.newer = nil, nil
}
