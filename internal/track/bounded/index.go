package bounded

import (
	"hash/maphash"
	"math"
)

// An index finds entries by the hash of their key: a table with open addressing
// and linear probing. A slot has no pointer and takes eight bytes.
type index struct {
	slots []slot
	used  int
	most  int // that there will ever be
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
	i := x.home(tag(hash))
	for x.slots[i].ref != 0 {
		i = x.after(i)
	}
	x.slots[i] = slot{tag(hash), r}
	x.used++
}

// grow makes half as many slots more, or makes as many as most entries need where that is not far: each
// step leaves garbage as large as the index was. A tag holds as much of the hash as finds
// its place.
func (x *index) grow() {
	const far = 8
	old := x.slots
	n := len(old) + len(old)/2
	if enough := min(x.most, math.MaxUint32)/3*4 + leastSlots; len(old) < enough && enough <= far*len(old) {
		n = enough
	}
	x.slots = make([]slot, max(leastSlots, n))
	for _, s := range old {
		if s.ref == 0 {
			continue
		}
		i := x.home(s.tag)
		for x.slots[i].ref != 0 {
			i = x.after(i)
		}
		x.slots[i] = s
	}
}

// remove takes an entry out and moves up those behind it that could be nearer to
// where they belong.
func (x *index) remove(hash uint64, r Ref) {
	i := x.home(tag(hash))
	for x.slots[i].ref != r {
		i = x.after(i)
	}
	for k := x.after(i); x.slots[k].ref != 0; k = x.after(k) {
		if x.distance(x.home(x.slots[k].tag), k) >= x.distance(i, k) {
			x.slots[i], i = x.slots[k], k
		}
	}
	x.slots[i] = slot{}
	x.used--
}

// home is the slot that a tag belongs to: as far into the slots as the tag is into the
// numbers of 32 bits.
func (x *index) home(tag uint32) int { return int(uint64(tag) * uint64(len(x.slots)) >> 32) }

func (x *index) after(i int) int {
	if i++; i == len(x.slots) {
		return 0
	}
	return i
}

// distance is how many slots b is behind a.
func (x *index) distance(a, b int) int {
	if a <= b {
		return b - a
	}
	return b - a + len(x.slots)
}

func tag(hash uint64) uint32 { return uint32(hash) ^ uint32(hash>>32) }

// Hash is the hash of k in t.
func (t *Table[K, V]) Hash(k K) uint64 { return maphash.Comparable(t.seed, k) }

// find is the entry of k, which has that hash, nil without one.
func (t *Table[K, V]) find(hash uint64, k K) *Entry[K, V] {
	if t.index.used == 0 {
		return nil
	}
	for i := t.index.home(tag(hash)); ; i = t.index.after(i) {
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
