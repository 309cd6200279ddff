package flow

import (
	"encoding/binary"
	"math/bits"
	"net/netip"
	"slices"
)

// A key is two endpoints, the lower first: both directions have the same.
type key struct {
	low, high [2]uint64 // addresses
	rest      uint64    // ports or identifiers
}

// words are an address as two numbers, IPv4 as its mapped IPv6.
func words(a netip.Addr) [2]uint64 {
	if a.Is4() {
		b := a.As4()
		return [2]uint64{0, 0xffff<<32 | uint64(binary.BigEndian.Uint32(b[:]))}
	}
	b := a.As16()
	return [2]uint64{binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:])}
}

func less(a, b [2]uint64) bool {
	return a[0] < b[0] || a[0] == b[0] && a[1] < b[1]
}

// same is ==, without the call that comparing 40 bytes would be.
func (k *key) same(o *key) bool {
	return k.rest^o.rest|k.low[0]^o.low[0]|k.low[1]^o.low[1]|k.high[0]^o.high[0]|k.high[1]^o.high[1] == 0
}

// hash mixes the key by multiplication: a product's two halves, folded, hold
// every bit of both factors.
func (k *key) hash() uint64 {
	const m0, m1, m2 = 0x9e3779b97f4a7c15, 0xd6e8feb86659fd93, 0xa0761d6478bd642f
	h := fold(k.low[0]^m0, k.low[1]^m1)
	h ^= fold(k.high[0]^m1, k.high[1]^m2)
	return fold(h^m0, k.rest^m2)
}

func fold(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return hi ^ lo
}

// ways is how many entries share a set.
const ways = 8

// A table finds entries by key. It works like a processor's cache: a key has
// one set of a few places, so that few cache lines are looked at. Where all places of a
// set are taken, there are twice as many sets; once there are as many as there may be, a
// new entry displaces another of its set.
type table[T any] struct {
	sets    []set
	chunks  [][]entry[T] // which never move
	size    uint32       // entries so far
	most    int          // of sets
	clock   uint32       // ticks with each access
	evicted uint64
}

// A set is all that finding looks at beside what it finds: one cache line.
type set struct {
	tags [ways]uint32 // a part of the hash, 0 for a free place
	at   [ways]uint32 // of the entries
}

type entry[T any] struct {
	key      key
	used     uint32 // the clock then
	answered bool   // both sides have sent
	val      T
}

// chunk is how many entries are made at once, and sets at first.
const (
	chunkBits = 9
	chunk     = 1 << chunkBits
)

// newTable makes a table of at most size entries, a power of two.
func newTable[T any](size int) table[T] {
	most := size / ways
	return table[T]{sets: make([]set, min(most, chunk/ways)), most: most}
}

// find returns the entry of k, nil without one.
func (t *table[T]) find(k *key) *entry[T] {
	t.clock++
	s, tag := t.place(k)
	for i, have := range s.tags {
		if have != tag {
			continue
		}
		if e := t.entry(s.at[i]); e.key.same(k) {
			e.used = t.clock
			return e
		}
	}
	return nil
}

func (t *table[T]) entry(at uint32) *entry[T] { return &t.chunks[at/chunk][at%chunk] }

// place is the set of k, and its tag.
func (t *table[T]) place(k *key) (s *set, tag uint32) {
	h := k.hash()
	return &t.sets[h&uint64(len(t.sets)-1)], uint32(h>>32) | 1
}

// add makes an entry for k, which has none. Its val holds anything.
func (t *table[T]) add(k *key) *entry[T] {
	s, tag := t.place(k)
	way := slices.Index(s.tags[:], 0)
	switch {
	case way >= 0:
		s.at[way] = t.size
		t.extend()
	case len(t.sets) < t.most:
		t.split()
		return t.add(k)
	default:
		way = t.victim(s)
		t.evicted++
	}
	s.tags[way] = tag
	e := t.entry(s.at[way])
	e.key, e.used, e.answered = *k, t.clock, false
	return e
}

// extend makes room for one more entry.
func (t *table[T]) extend() {
	if t.size%chunk == 0 {
		t.chunks = append(t.chunks, make([]entry[T], min(chunk, t.most*ways)))
	}
	t.size++
}

// split makes two sets of each: the next bit of the hash decides between them.
func (t *table[T]) split() {
	t.sets = make([]set, 2*len(t.sets))
	for i := range t.size {
		s, tag := t.place(&t.entry(i).key)
		way := slices.Index(s.tags[:], 0)
		s.tags[way], s.at[way] = tag, i
	}
}

// victim is the entry of s that is displaced first.
func (t *table[T]) victim(s *set) (way int) {
	for i := range s.at {
		if t.before(t.entry(s.at[i]), t.entry(s.at[way])) {
			way = i
		}
	}
	return way
}

// before reports whether entry a is displaced before entry b.
func (t *table[T]) before(a, b *entry[T]) bool {
	if a.answered != b.answered {
		return b.answered
	}
	return t.clock-a.used > t.clock-b.used
}
