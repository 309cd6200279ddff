package nat

import (
	"net/netip"
	"slices"

	"pktscope/dissect"
	"pktscope/dissect/esp"
	"pktscope/internal/track/bounded"
)

// Limits bound what a Tracker keeps.
type Limits struct {
	Translations int
	Flows        int
}

// DefaultLimits are some 300 MiB once all is in use.
var DefaultLimits = Limits{Translations: 1 << 19, Flows: 1 << 19}

// A Tracker recognises packets on both sides of a translator. It is a
// track.Watcher.
type Tracker struct {
	wait   waiting
	pairs  *bounded.Table[pair, match]
	flows  *bounded.Table[seenKey, Seen]
	ifaces []string
	name   string // of the interface that was seen last
	index  uint16
	votes  map[uint16]int // for an interface being inside, of packets that had one end changed
	tunnel correlator

	Recognised uint64 // packets that were seen on both sides
}

// New makes a Tracker; zero limits are the default ones.
func New(l Limits) *Tracker {
	if l.Translations == 0 {
		l.Translations = DefaultLimits.Translations
	}
	if l.Flows == 0 {
		l.Flows = DefaultLimits.Flows
	}
	return &Tracker{
		wait:  newWaiting(),
		pairs: bounded.New[pair, match](l.Translations),
		flows: bounded.New[seenKey, Seen](l.Flows),
		votes: map[uint16]int{},
	}
}

// A pair is a flow on one interface and what it was on another, both in the
// direction from the interface of the lower number to the other.
type pair struct {
	low, high         uint16
	flowLow, flowHigh Flow
}

// A match is what is known of a pair.
type match struct {
	first, last int64 // Unix nanoseconds
	frame       uint64
	up, down    uint64 // packets from low to high, and back
	bytes       uint64
	tunnelled   uint64 // packets that were inside ESP on one side
	evidence    Evidence
}

// Watch implements track.Watcher.
func (t *Tracker) Watch(p *dissect.Packet) {
	iface := t.iface(p.Interface)
	at := p.Time.UnixNano()
	if shut, size := sealed(p); shut {
		t.tunnel.sealed(iface, at, size, t.carried)
		return
	}
	s, ok := look(p)
	if !ok {
		return
	}
	c := t.wait.find(&s, iface, at)
	if !s.told {
		t.see(&s, iface, at, p.Number, c != nil)
	}
	if c == nil {
		t.wait.add(&s, iface, p.Number, at)
		return
	}
	c.taken = true
	t.match(c, &s, iface, at, through(p))
}

// iface numbers interfaces in the order of their appearance.
func (t *Tracker) iface(name string) uint16 {
	if name == t.name && len(t.ifaces) > 0 {
		return t.index
	}
	i := slices.Index(t.ifaces, name)
	if i < 0 {
		i = len(t.ifaces)
		t.ifaces = append(t.ifaces, name)
	}
	t.name, t.index = name, uint16(i)
	return t.index
}

// sealed reports whether p is an ESP packet that stayed shut, and its size.
func sealed(p *dissect.Packet) (shut bool, size int) {
	for i := range p.Layers {
		if m, ok := p.Layers[i].Message.(*esp.Packet); ok && !p.Layers[i].Quoted {
			if _, _, open := m.Facts.Inner(); !open {
				return true, m.Wire
			}
		}
	}
	return false, 0
}

// through reports whether p was inside ESP.
func through(p *dissect.Packet) bool {
	for i := range p.Layers {
		if _, ok := p.Layers[i].Message.(*esp.Packet); ok && !p.Layers[i].Quoted {
			return true
		}
	}
	return false
}

// match takes in that the packet of c, which was seen first, was seen again as
// s.
func (t *Tracker) match(c *pending, s *sight, iface uint16, at int64, tunnelled bool) {
	t.Recognised++
	from, to := c.flow, s.flow
	fromIface, toIface := c.iface, iface
	if c.ttl < s.ttl { // it came the other way: the captures' clocks differ
		from, to, fromIface, toIface = to, from, toIface, fromIface
	}
	t.vote(from, to, fromIface, toIface)
	k, up := t.orient(from, to, fromIface, toIface)
	e := t.pairs.Find(k)
	if e == nil {
		e = t.pairs.Add(k)
		e.Value.first, e.Value.frame = min(c.at, at), c.frame
	}
	m := &e.Value
	m.last = max(m.last, at)
	if m.up+m.down > 0 {
		t.pairs.Promote(e)
	}
	switch {
	case s.told:
		m.evidence.Errors++
	case c.ttl == s.ttl:
		m.evidence.SameHop++
	default:
		m.evidence.Packets++
	}
	if tunnelled {
		m.tunnelled++
	}
	if s.told {
		return
	}
	m.bytes += uint64(s.size)
	if up {
		m.up++
	} else {
		m.down++
	}
}

// vote takes in which side a packet tells to be the inside: a translator
// changes the address of the inside end.
func (t *Tracker) vote(from, to Flow, fromIface, toIface uint16) {
	if fromIface == toIface {
		return
	}
	src, dst := from.Src != to.Src, from.Dst != to.Dst
	switch {
	case src && !dst:
		t.votes[fromIface]++
	case dst && !src:
		t.votes[toIface]++
	}
}

// orient is the pair of a packet that went from one interface to another, and
// whether it went from the lower one.
func (t *Tracker) orient(from, to Flow, fromIface, toIface uint16) (k pair, up bool) {
	up = fromIface < toIface
	if fromIface == toIface { // turned round by the translator: an answer is told by the question
		k = pair{fromIface, toIface, to.Reverse(), from.Reverse()}
		if t.pairs.Peek(k) != nil {
			return k, false
		}
		up = true
	}
	if up {
		return pair{fromIface, toIface, from, to}, true
	}
	return pair{toIface, fromIface, to.Reverse(), from.Reverse()}, false
}

// private reports whether a is of a network that is not routed in the
// Internet: RFC 1918, RFC 6598, RFC 4193.
func private(a netip.Addr) bool { return a.IsPrivate() || shared.Contains(a) }

var shared = netip.MustParsePrefix("100.64.0.0/10")
