package bounded

import "hash/maphash"

// An index finds entries by the hash of their key: a table with open addressing
// and linear probing. A slot has no pointer and takes eight bytes.
type index struct {
	slots []slot // a power of two
	used  int
}

// A slot is some of the hash and the entry; 0: free.
type slot struct {
	tag uint32
	ref Ref
}

// leastSlots is how many slots an index begins with.
const leastSlots = 16

// add puts an entry in.
func (x *index) add(hash uint64, r Ref) {
	if 4*(x.used+1) > 3*len(x.slots) {
		x.grow()
	}
	i := x.home(hash)
	for x.slots[i].ref != 0 {
		i = x.after(i)
	}
	x.slots[i] = slot{tag(hash), r}
	x.used++
}

// grow doubles the slots. A tag holds as much of the hash as finds its place.
func (x *index) grow() {
	old := x.slots
	x.slots = make([]slot, max(leastSlots, 2*len(old)))
	for _, s := range old {
		if s.ref == 0 {
			continue
		}
		i := int(s.tag) & (len(x.slots) - 1)
		for x.slots[i].ref != 0 {
			i = x.after(i)
		}
		x.slots[i] = s
	}
}

// remove takes an entry out and moves up those behind it that could be nearer to
// where they belong.
func (x *index) remove(hash uint64, r Ref) {
	i := x.home(hash)
	for x.slots[i].ref != r {
		i = x.after(i)
	}
	for k := x.after(i); x.slots[k].ref != 0; k = x.after(k) {
		home := int(x.slots[k].tag) & (len(x.slots) - 1)
		if distance := len(x.slots) - 1; (k-home)&distance >= (k-i)&distance {
			x.slots[i], i = x.slots[k], k
		}
	}
	x.slots[i] = slot{}
	x.used--
}

func (x *index) home(hash uint64) int { return int(tag(hash)) & (len(x.slots) - 1) }

func (x *index) after(i int) int { return (i + 1) & (len(x.slots) - 1) }

func tag(hash uint64) uint32 { return uint32(hash) ^ uint32(hash>>32) }

// find is the entry of k, nil without one.
func (t *Table[K, V]) find(k K) *Entry[K, V] {
	if t.index.used == 0 {
		return nil
	}
	hash := maphash.Comparable(t.seed, k)
	for i := t.index.home(hash); ; i = t.index.after(i) {
		s := t.index.slots[i]
		if s.ref == 0 {
			return nil
		}
		if s.tag == tag(hash) {
			if e := t.entries.At(s.ref); e.Key == k {
				return e
			}
		}
	}
}
