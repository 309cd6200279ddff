package nat

import (
	"time"

	"github.com/pktscope/pktscope/internal/track/bounded"
)

// A pending packet was captured on one interface, and may yet be on another.
type pending struct {
	flow     flow
	at       int64 // Unix nanoseconds
	frame    uint64
	entry    bounded.Ref // of its conversation
	id       uint32
	ttl      uint8
	returned bool
}

// window is how long a packet may take from one interface to another, with the
// difference of the clocks of two captures.
const window = 3 * time.Second

// A pendingIndex finds pending packets by fingerprint. It works like a processor's
// cache: a fingerprint has one set of a few places, where a new packet displaces
// the oldest.
type pendingIndex struct {
	sets    []set
	evicted uint64 // before the window was over
}

// ways is how many packets a set has: a cache line of fingerprints, and one of times.
const ways = 8

// A set has the times of its packets beside their fingerprints as well: most packets with the
// fingerprint of another are too late for it, and it is not looked at.
type set struct {
	fingerprints [ways]fingerprint // 0: free
	times        [ways]int64
	next         uint8 // the oldest
	packets      [ways]pending
}

// newPendingIndex makes an index of n packets, a power of two.
func newPendingIndex(n int) *pendingIndex { return &pendingIndex{sets: make([]set, n/ways)} }

func (b *pendingIndex) set(p fingerprint) *set {
	return &b.sets[uint64(p)>>7&uint64(len(b.sets)-1)]
}

// add keeps s under a fingerprint.
func (b *pendingIndex) add(p fingerprint, s *datagram, r bounded.Ref) {
	g := b.set(p)
	i := g.next % ways
	g.next++
	if g.fingerprints[i] != 0 && s.at-g.times[i] < int64(window) {
		b.evicted++
	}
	g.fingerprints[i], g.times[i] = p, s.at
	g.packets[i] = pending{flow: s.flow, at: s.at, frame: s.frame, entry: r, id: s.id, ttl: s.ttl, returned: s.returned}
}

// find appends the packets with a fingerprint that may be s, the oldest first.
func (b *pendingIndex) find(list []*pending, p fingerprint, s *datagram) []*pending {
	g := b.set(p)
	for k := range uint8(ways) {
		i := (g.next + k) % ways
		if g.fingerprints[i] == p && within(s.at-g.times[i]) && g.packets[i].may(s) {
			list = append(list, &g.packets[i])
		}
	}
	return list
}

// drop forgets the packet of a frame.
func (b *pendingIndex) drop(p fingerprint, frame uint64) {
	g := b.set(p)
	for i := range g.fingerprints {
		if g.fingerprints[i] == p && g.packets[i].frame == frame {
			g.fingerprints[i] = 0
		}
	}
}

// within reports whether packets that are so many nanoseconds apart may be one.
func within(d int64) bool { return -int64(window) <= d && d <= int64(window) }

// may reports whether c, of about the same time, may be s on the other side of a NAT.
func (c *pending) may(s *datagram) bool {
	if c.flow.protocol != s.flow.protocol || c.returned != s.returned {
		return false
	}
	if c.flow.iface != s.flow.iface {
		return true
	}
	return c.turned(s)
}

// turned reports whether s may be c after a NAT that sends it back on the same
// interface (hairpinning): some hops further, with an endpoint in common, or from
// the global address that c was sent to. Where the NAT gives it its own address on the
// inside none of this is so; TCP's sequence numbers alone tell it then.
func (c *pending) turned(s *datagram) bool {
	if c.flow == s.flow || s.ttl >= c.ttl || c.ttl-s.ttl > maxHops {
		return false
	}
	return sameSrc(&c.flow, &s.flow) || sameDst(&c.flow, &s.flow) || c.flow.dst == s.flow.src || s.flow.protocol == TCP
}

// maxHops is the most hops from one side of a NAT to the other.
const maxHops = 3
