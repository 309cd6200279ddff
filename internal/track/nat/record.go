package nat

import (
	"math"

	"github.com/pktscope/pktscope/internal/track/bounded"
)

// Most flows have few packets. A table keeps what is counted of one in half of the bytes
// that its numbers could take, and one with a number that is too large in a Slab.

// A short is a number of 48 bits: of nanoseconds, up to three days.
type short [3]uint16

// shorten is n, and whether it is short.
func shorten(n int64) (s short, ok bool) {
	return short{uint16(n), uint16(n >> 16), uint16(n >> 32)}, uint64(n)>>48 == 0
}

func (s short) long() int64 { return int64(s[0]) | int64(s[1])<<16 | int64(s[2])<<32 }

// A conversationRecord is a conversation in a table.
type conversationRecord struct {
	first     int64 // if it is large: its Ref
	frameLow  uint32
	lasted    short
	packets   [2]uint16
	partner   uint16
	flags     uint8
	frameHigh uint8
	carried   uint8
	ttl       [2]uint8
	partners  uint8
}

// The flags of records.
const (
	isLarge = 1 << iota
	isChanged
	isInto
	isBack
	isInside
	isNested
)

// flag is bit if it holds.
func flag(holds bool, bit uint8) uint8 {
	if holds {
		return bit
	}
	return 0
}

// load is the conversation of an entry.
func (t *Tracker) load(e *entry) (v conversation) {
	r := &e.Value
	if r.flags&isLarge != 0 {
		v = *t.largeFlows.At(bounded.Ref(r.first))
	} else {
		v = conversation{
			first: r.first, last: r.first + r.lasted.long(), frame: uint64(r.frameHigh)<<32 | uint64(r.frameLow),
			packets: [2]uint32{uint32(r.packets[0]), uint32(r.packets[1])}, carried: uint32(r.carried),
		}
	}
	v.ttl, v.partner, v.partners = r.ttl, r.partner, r.partners
	v.changed, v.into, v.back, v.inside, v.nested = r.flags&isChanged != 0, r.flags&isInto != 0, r.flags&isBack != 0, r.flags&isInside != 0, r.flags&isNested != 0
	return v
}

// began is when and in which frame the conversation of an entry began.
func (t *Tracker) began(e *entry) (at int64, frame uint64) {
	r := &e.Value
	if r.flags&isLarge != 0 {
		v := t.largeFlows.At(bounded.Ref(r.first))
		return v.first, v.frame
	}
	return r.first, uint64(r.frameHigh)<<32 | uint64(r.frameLow)
}

// store keeps the conversation of an entry.
func (t *Tracker) store(e *entry, v *conversation) {
	r := &e.Value
	large := r.flags & isLarge
	lasted, short := shorten(v.last - v.first)
	if large == 0 && !(short && v.frame>>40 == 0 && v.packets[0]|v.packets[1] <= math.MaxUint16 && v.carried <= math.MaxUint8) {
		large = isLarge
		r.first = int64(t.largeFlows.Alloc())
	}
	r.flags = large | flag(v.changed, isChanged) | flag(v.into, isInto) | flag(v.back, isBack) | flag(v.inside, isInside) | flag(v.nested, isNested)
	r.ttl, r.partner, r.partners = v.ttl, v.partner, v.partners
	if large != 0 {
		*t.largeFlows.At(bounded.Ref(r.first)) = *v
		return
	}
	r.first, r.lasted, r.frameLow, r.frameHigh = v.first, lasted, uint32(v.frame), uint8(v.frame>>32)
	r.packets, r.carried = [2]uint16{uint16(v.packets[0]), uint16(v.packets[1])}, uint8(v.carried)
}

// A matchRecord is a match in a table.
type matchRecord struct {
	first                                   int64 // if it is large: its Ref
	frameLow, bytes                         uint32
	lasted, idle, delay                     short
	up, down, strong                        uint16
	sameHop, weak, rewritten, errors, flags uint8
	closing                                 closing
	frameHigh                               uint8
}

// isDown is a flag of a matchRecord beside isLarge and isInside: begunDown.
const isDown = isBack

// loadMatch is the match of a pair.
func (t *Tracker) loadMatch(e *pairEntry) match {
	r := &e.Value
	if r.flags&isLarge != 0 {
		return *t.largePairs.At(bounded.Ref(r.first))
	}
	return match{
		first: r.first, last: r.first + r.lasted.long(), idle: r.idle.long(), delay: r.delay.long(),
		frame: uint64(r.frameHigh)<<32 | uint64(r.frameLow), up: uint64(r.up), down: uint64(r.down), bytes: uint64(r.bytes),
		evidence: Evidence{uint32(r.strong), uint32(r.sameHop), uint32(r.weak), uint32(r.rewritten), uint32(r.errors)},
		closing:  r.closing, inside: r.flags&isInside != 0, begunDown: r.flags&isDown != 0,
	}
}

// storeMatch keeps the match of a pair.
func (t *Tracker) storeMatch(e *pairEntry, m *match) {
	r := &e.Value
	if r.flags&isLarge == 0 && !r.take(m) {
		*r = matchRecord{first: int64(t.largePairs.Alloc()), flags: isLarge}
	}
	if r.flags&isLarge != 0 {
		*t.largePairs.At(bounded.Ref(r.first)) = *m
	}
}

// take keeps m if no number is too large.
func (r *matchRecord) take(m *match) bool {
	v := &m.evidence
	lasted, a := shorten(m.last - m.first)
	idle, b := shorten(m.idle)
	delay, c := shorten(m.delay)
	if !a || !b || !c || m.frame>>40 != 0 || m.bytes > math.MaxUint32 || m.up|m.down|uint64(v.Packets) > math.MaxUint16 ||
		v.SameHop|v.Weak|v.Rewritten|v.Errors > math.MaxUint8 {
		return false
	}
	*r = matchRecord{
		first: m.first, frameLow: uint32(m.frame), frameHigh: uint8(m.frame >> 32), bytes: uint32(m.bytes),
		lasted: lasted, idle: idle, delay: delay, up: uint16(m.up), down: uint16(m.down), strong: uint16(v.Packets),
		sameHop: uint8(v.SameHop), weak: uint8(v.Weak), rewritten: uint8(v.Rewritten), errors: uint8(v.Errors),
		flags: flag(m.inside, isInside) | flag(m.begunDown, isDown), closing: m.closing,
	}
	return true
}
