package nat

import (
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/internal/track/bounded"
)

// A pair is a flow on one interface and what it was on another, both in the
// direction from the interface of the lower number to the other.
type pair struct{ low, high flow }

// changed reports whether something was translated.
func (k *pair) changed() bool {
	return k.low.src != k.high.src || k.low.dst != k.high.dst || k.low.sport != k.high.sport || k.low.dport != k.high.dport
}

// A match is what is known of a pair.
type match struct {
	first, last int64 // Unix nanoseconds
	idle        int64 // the longest time without a packet
	delay       int64 // of all packets, from one side to the other
	frame       uint64
	up, down    uint64 // packets from low to high, and back
	bytes       uint64
	inside      uint32 // packets that were inside ESP on one side
	evidence    Evidence
	closing     closing
	begunDown   bool // its first packet went from high to low
}

// Evidence is how the packets of a translation were recognised.
type Evidence struct {
	Packets   uint32 // by their print, some hops further
	SameHop   uint32 // by their print alone
	Weak      uint32 // of little data, without identification
	Rewritten uint32 // though they got another identification
	Errors    uint32 // by an ICMP error that returned them
}

// closing is what a TCP connection's flags have told.
type closing uint8

const (
	finUp closing = 1 << iota
	finDown
	reset
)

// match takes in that the packet c was seen again as s, of the conversation now.
func (t *Tracker) addMatch(c *pending, s *datagram, now *entry, at int64, exact bool) {
	t.countFit(exact)
	from, to := c.flow, s.flow
	if c.ttl < s.ttl { // it came the other way: the captures' clocks differ
		from, to = to, from
	}
	t.links.vote(&from, &to)
	k, up := t.orient(from, to)
	here, _ := c.flow.undirected()
	before := t.flows.At(c.entry, here)
	var e *bounded.Entry[pair, match]
	if !t.neverPaired(before, now) {
		e = t.pairs.Find(k)
	}
	switch {
	case e == nil:
		e = t.pairs.Add(k)
		e.Value = match{first: min(c.at, at), last: max(c.at, at), frame: c.frame, begunDown: up == s.returned}
		t.pair(before, now, k.changed(), true)
		if k.changed() {
			t.counts.Misses++
		}
	default:
		t.pairs.Promote(e)
		t.pair(before, now, k.changed(), false)
		if k.changed() {
			t.counts.Hits++
		}
	}
	if before != nil && !s.returned {
		before.Value.recognised++
	}
	if s.inside && before != nil {
		before.Value.into = true
	}
	m := &e.Value
	m.idle = max(m.idle, c.at-m.last)
	m.first, m.last = min(m.first, c.at), max(m.last, c.at, at)
	m.evidence.add(c, s, exact)
	if s.inside {
		m.inside++
	}
	if s.returned {
		return
	}
	m.delay += max(at-c.at, c.at-at)
	m.bytes += uint64(s.size)
	m.closing |= closes(s.flags, up)
	if up {
		m.up++
	} else {
		m.down++
	}
}

// strangers reports whether two conversations have not been recognised as one,
// without looking for it: one of them never was as any, and all that was
// recognised was noted.
func (t *Tracker) neverPaired(a, b *entry) bool {
	return t.flows.Evicted == 0 && !t.unrecorded && a != nil && b != nil && (a.Value.partners == 0 || b.Value.partners == 0)
}

// marry notes that two conversations are one; fresh tells that it was not known
// before. Where it was, one that was forgotten meanwhile is told again.
func (t *Tracker) pair(a, b *entry, changed, fresh bool) {
	if a == nil || b == nil {
		t.unrecorded = t.unrecorded || fresh
		return
	}
	for _, x := range [...][2]*entry{{a, b}, {b, a}} {
		v := &x[0].Value
		if !fresh && v.partners > 0 {
			continue
		}
		t.contested = t.contested || v.partners > 0
		v.partners += min(1, 255-v.partners)
		if !v.changed {
			v.changed, v.partner = changed, x[1].Key.iface
		}
	}
}

func (e *Evidence) add(c *pending, s *datagram, exact bool) {
	switch {
	case s.returned:
		e.Errors++
	case s.little && (s.id == 0 || !exact):
		e.Weak++
	case !exact:
		e.Rewritten++
	case c.ttl == s.ttl:
		e.SameHop++
	default:
		e.Packets++
	}
}

func closes(f inet.TCPFlags, up bool) closing {
	switch {
	case f&inet.FlagRST != 0:
		return reset
	case f&inet.FlagFIN == 0:
		return 0
	case up:
		return finUp
	}
	return finDown
}

// closed reports whether the connection is over.
func (c closing) closed() bool { return c&reset != 0 || c&(finUp|finDown) == finUp|finDown }

// known reports whether the packet c, were it s, would belong to a pair that is
// known.
func (t *Tracker) known(c *pending, s *datagram) bool {
	from, to := c.flow, s.flow
	if c.ttl < s.ttl {
		from, to = to, from
	}
	k, _ := t.orient(from, to)
	return t.pairs.Peek(k) != nil
}

// orient is the pair of a packet that went from one interface to another, and
// whether it went from the lower one.
func (t *Tracker) orient(from, to flow) (k pair, up bool) {
	switch {
	case from.iface < to.iface:
		return pair{from, to}, true
	case from.iface > to.iface:
		return pair{to.reverse(), from.reverse()}, false
	}
	// Turned round by the translator: an answer is told by the question.
	k = pair{to.reverse(), from.reverse()}
	if t.pairs.Peek(k) != nil {
		return k, false
	}
	return pair{from, to}, true
}

// vote takes in which side a packet tells to be the inside: a translator
// changes the address of the inside end.
func (l *links) vote(from, to *flow) {
	if from.iface == to.iface {
		return
	}
	src, dst := sameSrc(from, to), sameDst(from, to)
	switch {
	case !src && dst:
		l.list[from.iface].votes++
	case src && !dst:
		l.list[to.iface].votes++
	}
}
