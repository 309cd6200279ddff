package bounded

import "unsafe"

// Numbers are small numbers for keys that are large, as other tables have them in their
// own keys: each from its first use until it was left as often as it was used.
type Numbers[K comparable] struct{ table *Table[K, int] }

// NewNumbers makes Numbers without a bound: the tables whose keys they are in have one.
func NewNumbers[K comparable]() Numbers[K] { return Numbers[K]{New[K, int](maxCost)} }

// Find is the number of k, 0 without one.
func (n Numbers[K]) Find(k K) uint32 {
	if e := n.table.Peek(k); e != nil {
		return uint32(e.self)
	}
	return 0
}

// Use is the number of k for one more use.
func (n Numbers[K]) Use(k K) uint32 {
	e := n.table.Peek(k)
	if e == nil {
		e = n.table.Add(k)
	}
	e.Value++
	return uint32(e.self)
}

// Leave ends one use of a number.
func (n Numbers[K]) Leave(number uint32) {
	e := n.table.entries.At(Ref(number))
	if e.Value--; e.Value == 0 {
		n.table.Remove(e)
	}
}

// Key is what a number stands for.
func (n Numbers[K]) Key(number uint32) K { return n.table.entries.At(Ref(number)).Key }

// Bytes is how much memory the numbers take, with their places in the index.
func (n Numbers[K]) Bytes() int {
	const places = 24
	return n.table.Len() * (int(unsafe.Sizeof(Entry[K, int]{})) + places)
}
