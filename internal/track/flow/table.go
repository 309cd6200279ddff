package flow

import (
	"encoding/binary"
	"math/bits"
	"net/netip"
)

// A key is two endpoints, the lower first: both directions have the same.
type key struct {
	low, high [2]uint64 // addresses
	rest      uint64    // ports or identifiers
}

// words are an address as two numbers, IPv4 as its mapped IPv6.
func words(a netip.Addr) [2]uint64 {
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
// one set of a few places, and a new entry displaces another of its set. So
// it never grows, never moves an entry, and looks at few cache lines.
type table[T any] struct {
	sets    []set
	entries []entry[T] // ways of each set
	clock   uint32     // ticks with each access
	evicted uint64
}

// A set is all that finding and displacing look at: one cache line. What it finds lies
// elsewhere, so that all sets stay in the cache.
type set struct {
	tags [ways]uint32 // a part of the hash with the bits below, 0 for a free place
	used [ways]uint32 // the clock then
}

// Bits of a tag.
const (
	tagTaken    = 1 << iota
	tagAnswered // both sides have sent
	tagBits     = tagTaken | tagAnswered
)

type entry[T any] struct {
	key   key
	place uint32 // of the entry among all
	val   T
}

// newTable makes a table of size entries, a power of two.
func newTable[T any](size int) table[T] {
	return table[T]{sets: make([]set, size/ways), entries: make([]entry[T], size)}
}

// find returns the entry of k, nil without one.
func (t *table[T]) find(k *key) *entry[T] {
	t.clock++
	first, tag := t.place(k)
	s := &t.sets[first/ways]
	for i, have := range s.tags {
		if have&^tagAnswered != tag {
			continue
		}
		if e := &t.entries[first+uint32(i)]; e.key.same(k) {
			s.used[i] = t.clock
			return e
		}
	}
	return nil
}

// place is where the set of k begins among the entries, and its tag.
func (t *table[T]) place(k *key) (first, tag uint32) {
	h := k.hash()
	return uint32(h&uint64(len(t.sets)-1)) * ways, uint32(h>>32)&^tagBits | tagTaken
}

// add makes an entry for k, which has none.
func (t *table[T]) add(k *key) *entry[T] {
	first, tag := t.place(k)
	s := &t.sets[first/ways]
	victim := 0
	for i, have := range s.tags {
		if have == 0 {
			victim = i
			break
		}
		if t.before(s, i, victim) {
			victim = i
		}
	}
	if s.tags[victim] != 0 {
		t.evicted++
	}
	s.tags[victim], s.used[victim] = tag, t.clock
	e := &t.entries[first+uint32(victim)]
	*e = entry[T]{key: *k, place: first + uint32(victim)}
	return e
}

// answer notes whether both sides of e have sent.
func (t *table[T]) answer(e *entry[T], both bool) {
	tag := &t.sets[e.place/ways].tags[e.place%ways]
	if *tag &^= tagAnswered; both {
		*tag |= tagAnswered
	}
}

// before reports whether entry a of s is displaced before entry b.
func (t *table[T]) before(s *set, a, b int) bool {
	if (s.tags[a]^s.tags[b])&tagAnswered != 0 {
		return s.tags[b]&tagAnswered != 0
	}
	return t.clock-s.used[a] > t.clock-s.used[b]
}
