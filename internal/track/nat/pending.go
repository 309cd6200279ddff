package nat

import (
	"time"

	"github.com/pktscope/pktscope/internal/track/bounded"
)

// A pending packet was seen on one interface and may yet be seen on another.
type pending struct {
	flow  flow
	at    int64 // Unix nanoseconds
	frame uint64
	entry bounded.Ref // of its conversation
	id    uint32
	ttl   uint8
	told  bool
}

// window is how long a packet may take from one interface to another: clocks of
// two captures may differ by some of it.
const window = 3 * time.Second

// A book holds the packets that wait to be recognised. A print has one page of a
// few lines, on which a new packet displaces the oldest.
type book struct {
	pages   []page
	evicted uint64 // before their time was over
}

// lines is how many packets a page holds: a cache line of prints.
const lines = 8

type page struct {
	prints [lines]print // 0: free
	next   uint8        // the oldest
	bodies [lines]pending
}

// maxPending is how many packets wait at most, in some 5 MiB.
const maxPending = 1 << 16

func newBook() *book { return &book{pages: make([]page, maxPending/lines)} }

func (b *book) page(p print) *page {
	return &b.pages[uint64(p)>>7&uint64(len(b.pages)-1)]
}

// add remembers s under a print.
func (b *book) add(p print, s *sight, r bounded.Ref, at int64, frame uint64) {
	g := b.page(p)
	i := g.next % lines
	g.next++
	old := &g.bodies[i]
	if g.prints[i] != 0 && at-old.at < int64(window) {
		b.evicted++
	}
	g.prints[i] = p
	*old = pending{flow: s.flow, at: at, frame: frame, entry: r, id: s.id, ttl: s.ttl, told: s.told}
}

// find appends those of a print that may be the packet s, the oldest first.
func (b *book) find(list []*pending, p print, s *sight, at int64) []*pending {
	g := b.page(p)
	for k := range uint8(lines) {
		i := (g.next + k) % lines
		if g.prints[i] == p && g.bodies[i].may(s, at) {
			list = append(list, &g.bodies[i])
		}
	}
	return list
}

// strike forgets the packet of a frame.
func (b *book) strike(p print, frame uint64) {
	g := b.page(p)
	for i := range g.prints {
		if g.prints[i] == p && g.bodies[i].frame == frame {
			g.prints[i] = 0
		}
	}
}

// may reports whether c may be the packet s on the other side of a translator.
func (c *pending) may(s *sight, at int64) bool {
	if c.flow.protocol != s.flow.protocol || c.told != s.told {
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
func (c *pending) turned(s *sight) bool {
	if c.flow == s.flow || s.ttl >= c.ttl || c.ttl-s.ttl > maxHops {
		return false
	}
	return sameSrc(&c.flow, &s.flow) || sameDst(&c.flow, &s.flow) || c.flow.dst == s.flow.src
}

// maxHops is how many hops a translator and the routers behind it are.
const maxHops = 3
