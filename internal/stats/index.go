package stats

import "hash/maphash"

// An index finds the rows of a table by the hashes of their keys: open addressing with linear
// probing. Hashes lie in the slots, so that few rows are looked at in vain.
type index struct {
	seed  maphash.Seed
	slots []slot // a power of two, more than there are rows
}

// A slot has the hash of a row's key, and the row's number, counted from 1: 0 where it is free.
type slot struct {
	hash uint32
	row  int32
}

// leastSlots is how many slots an index begins with.
const leastSlots = 16

func newIndex() index {
	return index{maphash.MakeSeed(), make([]slot, leastSlots)}
}

// hashOf is the hash of a key.
func hashOf[K comparable](x *index, k K) uint32 { return uint32(maphash.Comparable(x.seed, k)) }

// make empties the index, and gives it so many slots.
func (x *index) make(slots int) { x.slots = make([]slot, slots) }

// full reports whether an index of so many rows is to grow before the next.
func (x *index) full(rows int) bool { return 4*rows >= 3*len(x.slots) }

// add enters a row.
func (x *index) add(hash uint32, row int32) {
	at := x.home(hash)
	for x.slots[at].row != 0 {
		at = x.after(at)
	}
	x.slots[at] = slot{hash, row + 1}
}

// home is the slot that a hash belongs to.
func (x *index) home(hash uint32) int { return int(hash) & (len(x.slots) - 1) }

// after is the slot behind one, the first behind the last.
func (x *index) after(at int) int { return (at + 1) & (len(x.slots) - 1) }
