package nat

import (
	"time"

	"github.com/pktscope/pktscope/internal/track/bounded"
)

// A pending packet was captured on one interface, and may yet be on another.
type pending struct {
	flow        flow
	fingerprint fingerprint // that it is found by
	at          int64       // Unix nanoseconds
	frame       uint64
	entry       bounded.Ref // of its conversation
	id          uint32
	ttl         uint8
	returned    bool
}

// window is how long a packet may take from one interface to another, with the
// difference of the clocks of two captures.
const window = 3 * time.Second

// A pendingIndex finds pending packets by fingerprint. It works like a processor's
// cache: a fingerprint has one set of a few places, where a new packet displaces
// the oldest. The packets lie apart: most are recognised soon, and those after them
// take their places, which are at hand.
type pendingIndex struct {
	sets    []set
	packets bounded.Slab[pending]
	evicted uint64 // before the window was over
}

// ways is how many packets a set has: as many as a cache line has room for.
const ways = 8

// A set has its packets by age, the newest first.
type set struct {
	tags    [ways]uint32
	packets [ways]bounded.Ref // 0: none
}

// newPendingIndex makes an index of n packets, a power of two.
func newPendingIndex(n int) *pendingIndex { return &pendingIndex{sets: make([]set, n/ways)} }

func (b *pendingIndex) set(p fingerprint) *set {
	return &b.sets[uint64(p)>>7&uint64(len(b.sets)-1)]
}

// tag is what a set has of a fingerprint.
func (p fingerprint) tag() uint32 { return uint32(p >> 32) }

// add keeps s under a fingerprint.
func (b *pendingIndex) add(p fingerprint, s *datagram, r bounded.Ref) {
	g := b.set(p)
	at := g.packets[ways-1]
	c := b.packets.At(at)
	switch {
	case c == nil:
		at = b.packets.Alloc()
		c = b.packets.At(at)
	case s.at-c.at < int64(window):
		b.evicted++
	}
	copy(g.tags[1:], g.tags[:])
	copy(g.packets[1:], g.packets[:])
	g.tags[0], g.packets[0] = p.tag(), at
	*c = pending{flow: s.flow, fingerprint: p, at: s.at, frame: s.frame, entry: r, id: s.id, ttl: s.ttl, returned: s.returned}
}

// find appends the packets with a fingerprint that may be s, the oldest first.
func (b *pendingIndex) find(list []*pending, p fingerprint, s *datagram) []*pending {
	g := b.set(p)
	for i := ways - 1; i >= 0; i-- {
		if g.tags[i] != p.tag() {
			continue
		}
		if c := b.packets.At(g.packets[i]); c != nil && c.fingerprint == p && within(s.at-c.at) && c.may(s) {
			list = append(list, c)
		}
	}
	return list
}

// drop forgets the packet of a frame.
func (b *pendingIndex) drop(p fingerprint, frame uint64) {
	g := b.set(p)
	for i, at := range g.packets {
		if c := b.packets.At(at); g.tags[i] == p.tag() && c != nil && c.fingerprint == p && c.frame == frame {
			b.packets.Free(at)
			g.packets[i] = 0
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
// inside none of this is so; TCP's sequence numbers alone tell it then, or the identification,
// which is the same, with data of some length.
func (c *pending) turned(s *datagram) bool {
	if c.flow == s.flow || s.ttl >= c.ttl || c.ttl-s.ttl > maxHops {
		return false
	}
	return sameSrc(&c.flow, &s.flow) || sameDst(&c.flow, &s.flow) || c.flow.dst == s.flow.src || s.flow.protocol == TCP ||
		s.id != 0 && !s.little
}

// maxHops is the most hops from one side of a NAT to the other.
const maxHops = 3
