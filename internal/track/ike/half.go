package ike

import (
	"math"
	"net/netip"
	"time"
)

// A half is a first message that nobody has answered: no more than what it
// takes to read it again when somebody does. A flood of them is cheap: they
// hold no pointers, which the garbage collector would follow, and messages that
// differ in their cookie alone share their bytes.
type half struct {
	halfKey
	ports  [2]uint16
	iface  uint16 // index into names
	again  uint32 // retransmissions
	body   ref
	newer  ref
	older  ref
	at     int64 // Unix nanoseconds, or noTime
	last   int64
	frame  uint64
	digest digest
}

// A halfKey is what the answer to a first message has in common with it.
type halfKey struct {
	spi      SPI
	src, dst [16]byte // addresses; those of IPv4 mapped
}

func keyOf(spi SPI, src, dst netip.Addr) halfKey {
	return halfKey{spi: spi, src: src.As16(), dst: dst.As16()}
}

// swapped is the key of the message that k's answers.
func (k *halfKey) swapped() halfKey { return halfKey{k.spi, k.dst, k.src} }

// A ref is the place of an entry in a slab, from 1; 0 is none.
type ref uint32

// A slab holds entries in blocks that never move and are used again.
type slab[T any] struct {
	blocks [][]T
	free   []ref
	used   int
}

const slabBlock = 1024

func (s *slab[T]) at(r ref) *T { return &s.blocks[(r-1)/slabBlock][(r-1)%slabBlock] }

// take hands out an entry, which holds what it held before.
func (s *slab[T]) take() ref {
	s.used++
	if n := len(s.free); n > 0 {
		r := s.free[n-1]
		s.free = s.free[:n-1]
		return r
	}
	n := s.used - 1
	if n == len(s.blocks)*slabBlock {
		s.blocks = append(s.blocks, make([]T, slabBlock))
	}
	return ref(n + 1)
}

func (s *slab[T]) give(r ref) {
	s.used--
	s.free = append(s.free, r)
}

// A body is a message behind its initiator's SPI.
type body struct {
	bytes string
	users int
}

// halves are bounded by the Tracker, which drops the oldest.
type halves struct {
	entries slab[half]
	bodies  slab[body]
	byHash  map[uint64]ref // of the key
	byBytes map[string]ref // bodies
	names   names
	oldest  ref
	newest  ref
	bytes   int
}

// What an entry and a body cost, the maps' share included.
const (
	halfCost = 150
	bodyCost = 120
)

func newHalves() halves { return halves{byHash: map[uint64]ref{}, byBytes: map[string]ref{}} }

// find returns the entry of k, 0 without one.
func (h *halves) find(hash uint64, k *halfKey) ref {
	if r := h.byHash[hash]; r != 0 && h.entries.at(r).halfKey == *k {
		return r
	}
	return 0
}

// add remembers the first message raw, in the place of one that has the same
// hash by chance.
func (h *halves) add(hash uint64, e half, raw []byte) {
	if old := h.byHash[hash]; old != 0 {
		h.drop(hash, old)
	}
	e.body = h.share(raw[len(e.spi):])
	e.older = h.newest
	r := h.entries.take()
	*h.entries.at(r) = e
	if h.newest != 0 {
		h.entries.at(h.newest).newer = r
	} else {
		h.oldest = r
	}
	h.newest = r
	h.byHash[hash] = r
	h.bytes += halfCost
}

// share returns the body that holds b.
func (h *halves) share(b []byte) ref {
	r := h.byBytes[string(b)]
	if r == 0 {
		r = h.bodies.take()
		*h.bodies.at(r) = body{bytes: string(b)}
		h.byBytes[h.bodies.at(r).bytes] = r
		h.bytes += bodyCost + len(b)
	}
	h.bodies.at(r).users++
	return r
}

// drop forgets the entry r, whose key has the hash.
func (h *halves) drop(hash uint64, r ref) {
	e := h.entries.at(r)
	delete(h.byHash, hash)
	if e.older != 0 {
		h.entries.at(e.older).newer = e.newer
	} else {
		h.oldest = e.newer
	}
	if e.newer != 0 {
		h.entries.at(e.newer).older = e.older
	} else {
		h.newest = e.older
	}
	h.bytes -= halfCost
	if b := h.bodies.at(e.body); b.users > 1 {
		b.users--
	} else {
		delete(h.byBytes, b.bytes)
		h.bytes -= bodyCost + len(b.bytes)
		*b = body{}
		h.bodies.give(e.body)
	}
	h.entries.give(r)
}

// raw is the message of e as it came.
func (h *halves) raw(e *half) []byte { return append(e.spi[:], h.bodies.at(e.body).bytes...) }

// glance is what can be told of e without reading it.
func (h *halves) glance(e *half) First {
	const version = 17 // where it stands: RFC 7296, section 3.1
	return First{SPI: e.spi, Version: h.bodies.at(e.body).bytes[version-len(e.spi)] >> 4, IPv6: !netip.AddrFrom16(e.src).Is4In6()}
}

// sight is how the message of e was seen.
func (h *halves) sight(e *half) sight {
	address := func(i int, a [16]byte) netip.AddrPort {
		return netip.AddrPortFrom(netip.AddrFrom16(a).Unmap(), e.ports[i])
	}
	return sight{frame: e.frame, time: timeOf(e.at), place: place{iface: h.names.of(e.iface), src: address(0, e.src), dst: address(1, e.dst)}}
}

// noTime stands for the zero time.
const noTime = math.MinInt64

// stamp is a time as a half keeps it.
func stamp(t time.Time) int64 {
	if t.IsZero() {
		return noTime
	}
	return t.UnixNano()
}

func timeOf(n int64) time.Time {
	if n == noTime {
		return time.Time{}
	}
	return time.Unix(0, n)
}

// names numbers the interfaces' names.
type names struct {
	list  []string
	index map[string]uint16
}

// number is that of s. The last of too many names stands for all that follow.
func (n *names) number(s string) uint16 {
	i, ok := n.index[s]
	if ok || len(n.list) > math.MaxUint16 {
		return i
	}
	if n.index == nil {
		n.index = map[string]uint16{}
	}
	i = uint16(len(n.list))
	n.list = append(n.list, s)
	n.index[s] = i
	return i
}

func (n *names) of(i uint16) string {
	if int(i) < len(n.list) {
		return n.list[i]
	}
	return ""
}
