package nat

import (
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/internal/track/bounded"
)

// A pair is a flow on one interface and the same flow on another, both in the
// direction from the interface with the lower number to the other.
type pair struct{ low, high flow }

// changed reports whether an address or a port was translated.
func (k *pair) changed() bool {
	return k.low.src != k.high.src || k.low.dst != k.high.dst || k.low.sport != k.high.sport || k.low.dport != k.high.dport
}

// A match is what the packets of a pair have in common.
type match struct {
	first, last int64 // Unix nanoseconds
	idle        int64 // the longest time without a packet
	delay       int64 // sum of all packets' delays from one side to the other
	frame       uint64
	up, down    uint64 // packets from low to high, and back
	bytes       uint64
	evidence    Evidence
	closing     closing
	inside      bool // packets of it are inside ESP on one side
	begunDown   bool // the first packet went from high to low
}

// Evidence is how the packets of a translation were recognised.
type Evidence struct {
	Packets   uint32 // by fingerprint, some hops further
	SameHop   uint32 // by fingerprint alone
	Weak      uint32 // by a fingerprint of little data, without identification
	Rewritten uint32 // by fingerprint, with another identification
	Errors    uint32 // in an ICMP error that returns them
}

// A pairEntry is a match in a Tracker's table.
type pairEntry = bounded.Entry[pairKey, matchRecord]

// closing is how a TCP connection was closed: by FIN of each side, or by RST.
type closing uint8

const (
	finUp closing = 1 << iota
	finDown
	reset
)

// addMatch counts that the packet c was recognised as s, of the conversation now.
func (t *Tracker) addMatch(c *pending, s *datagram, now *entry, exact bool) {
	at := s.at
	from, to := c.flow, s.flow
	if c.ttl < s.ttl { // the packet went the other way: the captures' clocks differ
		from, to = to, from
	}
	k, up := t.orient(from, to)
	if t.part == nil {
		t.countFit(exact)
		t.links.vote(&from, &to)
	} else {
		t.cast(&from, &to, &k, s, exact)
	}
	here, _ := c.flow.undirected()
	var before *entry
	if hereKey, ok := t.addresses.find(&here); ok {
		before = t.flows.At(c.entry, hereKey)
	}
	counts := k.changed() && !s.returned // what an error returns is no packet of the flow
	var e *pairEntry
	if !t.neverPaired(before, now) {
		e = t.findPair(&k)
	}
	var m match
	switch {
	case e == nil:
		e = t.pairs.Add(t.addresses.addPair(&k))
		m = match{first: min(c.at, at), last: max(c.at, at), frame: c.frame, begunDown: up == s.returned}
		t.pair(before, now, k.changed(), true)
		if counts {
			t.counts.Misses++
		}
	default:
		t.pairs.Use(e)
		m = t.loadMatch(e)
		t.pairs.Raise(e, bounded.WorthOf(m.up+m.down+1))
		t.pair(before, now, k.changed(), false)
		if counts {
			t.counts.Hits++
		}
	}
	if s.inside && before != nil {
		before.Value.flags |= isInto
	}
	m.idle = max(m.idle, c.at-m.last)
	m.first, m.last = min(m.first, c.at), max(m.last, c.at, at)
	m.evidence.add(c, s, exact)
	m.inside = m.inside || s.inside
	if !s.returned {
		m.count(c, s, at, up)
	}
	t.storeMatch(e, &m)
}

// count counts s, the packet c on the other side.
func (m *match) count(c *pending, s *datagram, at int64, up bool) {
	m.delay += max(at-c.at, c.at-at)
	m.bytes += uint64(s.size)
	m.closing |= closes(s.flags, up)
	if up {
		m.up++
	} else {
		m.down++
	}
}

// findPair is the match of a pair, nil without one.
func (t *Tracker) findPair(p *pair) *pairEntry {
	if k, ok := t.addresses.findPair(p); ok {
		return t.pairs.Peek(k)
	}
	return nil
}

// neverPaired reports whether two conversations are no pair yet, without a look
// into the table: one of them has no partner, and all partners were recorded.
func (t *Tracker) neverPaired(a, b *entry) bool {
	return t.flows.Evicted == 0 && !t.unrecorded && a != nil && b != nil && (a.Value.partners == 0 || b.Value.partners == 0)
}

// pair records that two conversations are partners. If they were paired before
// (not fresh), only an entry that was evicted since is set again.
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
		if v.flags&isChanged == 0 {
			v.flags |= flag(changed, isChanged)
			v.partner = x[1].Key.iface
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

// known reports whether c and s as one packet are of a known pair.
func (t *Tracker) known(c *pending, s *datagram) bool {
	from, to := c.flow, s.flow
	if c.ttl < s.ttl {
		from, to = to, from
	}
	k, _ := t.orient(from, to)
	return t.findPair(&k) != nil
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
	// Sent back on the same interface: the reverse of a known pair is its response.
	k = pair{to.reverse(), from.reverse()}
	if t.findPair(&k) != nil {
		return k, false
	}
	return pair{from, to}, true
}

// vote counts which side is inside by one packet.
func (l *links) vote(from, to *flow) {
	if iface, ok := insideOf(from, to); ok {
		l.list[iface].votes++
	}
}

// insideOf is the interface that is inside by one packet: a NAT changes the endpoint on the
// inside.
func insideOf(from, to *flow) (iface uint16, ok bool) {
	src, dst := sameSrc(from, to), sameDst(from, to)
	switch {
	case from.iface == to.iface || src == dst:
		return 0, false
	case dst:
		return from.iface, true
	}
	return to.iface, true
}
