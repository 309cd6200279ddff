package nat

import (
	"time"

	"github.com/pktscope/pktscope/internal/track/bounded"
)

// A pending packet was seen on one interface and may yet be seen on another.
type pending struct {
	flow     flow
	at       int64 // Unix nanoseconds
	frame    uint64
	entry    bounded.Ref // of its conversation
	id       uint32
	ttl      uint8
	returned bool
}

// window is how long a packet may take from one interface to another: clocks of
// two captures may differ by some of it.
const window = 3 * time.Second

// A book holds the packets that wait to be recognised. A print has one page of a
// few lines, on which a new packet displaces the oldest.
type pendingIndex struct {
	sets    []set
	evicted uint64 // before their time was over
}

// lines is how many packets a page holds: a cache line of prints.
const ways = 8

type set struct {
	fingerprints [ways]fingerprint // 0: free
	next         uint8             // the oldest
	packets      [ways]pending
}

// maxPending is how many packets wait at most, in some 5 MiB.
const maxPending = 1 << 16

func newPendingIndex() *pendingIndex { return &pendingIndex{sets: make([]set, maxPending/ways)} }

func (b *pendingIndex) set(p fingerprint) *set {
	return &b.sets[uint64(p)>>7&uint64(len(b.sets)-1)]
}

// add remembers s under a print.
func (b *pendingIndex) add(p fingerprint, s *datagram, r bounded.Ref, at int64, frame uint64) {
	g := b.set(p)
	i := g.next % ways
	g.next++
	old := &g.packets[i]
	if g.fingerprints[i] != 0 && at-old.at < int64(window) {
		b.evicted++
	}
	g.fingerprints[i] = p
	*old = pending{flow: s.flow, at: at, frame: frame, entry: r, id: s.id, ttl: s.ttl, returned: s.returned}
}

// find appends those of a print that may be the packet s, the oldest first.
func (b *pendingIndex) find(list []*pending, p fingerprint, s *datagram, at int64) []*pending {
	g := b.set(p)
	for k := range uint8(ways) {
		i := (g.next + k) % ways
		if g.fingerprints[i] == p && g.packets[i].may(s, at) {
			list = append(list, &g.packets[i])
		}
	}
	return list
}

// strike forgets the packet of a frame.
func (b *pendingIndex) drop(p fingerprint, frame uint64) {
	g := b.set(p)
	for i := range g.fingerprints {
		if g.fingerprints[i] == p && g.packets[i].frame == frame {
			g.fingerprints[i] = 0
		}
	}
}

// may reports whether c may be the packet s on the other side of a translator.
func (c *pending) may(s *datagram, at int64) bool {
	if c.flow.protocol != s.flow.protocol || c.returned != s.returned {
		return false
	}
	if d := at - c.at; d > int64(window) || d < -int64(window) {
		return false
	}
	if c.flow.iface != s.flow.iface {
		return true
	}
	return c.turned(s)
}

// turned reports whether s may be c come back through a translator to the
// interface on which it was seen: a hop further, and with an end in common; or
// to the address that answers for the inside, and from it.
func (c *pending) turned(s *datagram) bool {
	if c.flow == s.flow || s.ttl >= c.ttl || c.ttl-s.ttl > maxHops {
		return false
	}
	return sameSrc(&c.flow, &s.flow) || sameDst(&c.flow, &s.flow) || c.flow.dst == s.flow.src
}

// maxHops is how many hops a translator and the routers behind it are.
const maxHops = 3
