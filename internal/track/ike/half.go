package ike

import (
	"net/netip"
	"time"
)

// A half is a first message that nobody has answered: no more than what it
// takes to read it again when somebody does. A flood of them is cheap, and
// messages that differ in their cookie alone share their bytes.
type half struct {
	halfKey
	frame  uint64
	at     int64 // Unix nanoseconds
	last   int64
	iface  string
	ports  [2]uint16
	again  uint32 // retransmissions
	body   *body
	newer  *half
	older  *half
	digest digest
	hash   uint64 // of halfKey
}

// A halfKey is what the answer to a first message has in common with it.
type halfKey struct {
	spi      SPI
	src, dst netip.Addr
}

// A body is a message behind its initiator's SPI.
type body struct {
	bytes string
	users int
}

// halves are bounded by the Tracker, which drops the oldest.
type halves struct {
	byHash map[uint64]*half // of the key
	bodies map[string]*body
	oldest *half
	newest *half
	bytes  int
}

// What an entry and a body cost, the maps' share included.
const (
	halfCost = 200
	bodyCost = 150
)

func newHalves() halves {
	return halves{byHash: map[uint64]*half{}, bodies: map[string]*body{}}
}

// find returns the entry of k, nil without one.
func (h *halves) find(hash uint64, k *halfKey) *half {
	if e := h.byHash[hash]; e != nil && e.halfKey == *k {
		return e
	}
	return nil
}

// add remembers the first message raw, in the place of one that has the same
// hash by chance.
func (h *halves) add(e half, raw []byte) *half {
	if old := h.byHash[e.hash]; old != nil {
		h.remove(old)
	}
	rest := raw[len(e.spi):]
	b := h.bodies[string(rest)]
	if b == nil {
		b = &body{bytes: string(rest)}
		h.bodies[b.bytes] = b
		h.bytes += bodyCost + len(rest)
	}
	b.users++
	e.body, e.older = b, h.newest
	n := &e
	if h.newest != nil {
		h.newest.newer = n
	} else {
		h.oldest = n
	}
	h.newest = n
	h.byHash[e.hash] = n
	h.bytes += halfCost
	return n
}

// remove forgets e.
func (h *halves) remove(e *half) {
	delete(h.byHash, e.hash)
	if e.older != nil {
		e.older.newer = e.newer
	} else {
		h.oldest = e.newer
	}
	if e.newer != nil {
		e.newer.older = e.older
	} else {
		h.newest = e.older
	}
	h.bytes -= halfCost
	if e.body.users--; e.body.users == 0 {
		delete(h.bodies, e.body.bytes)
		h.bytes -= bodyCost + len(e.body.bytes)
	}
}

// raw is the message as it came.
func (e *half) raw() []byte { return append(e.spi[:], e.body.bytes...) }

// time is when the message came.
func (e *half) time() time.Time { return time.Unix(0, e.at) }
