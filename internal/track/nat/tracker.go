package nat

import (
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/dissect/link"
	"github.com/pktscope/pktscope/internal/track"
	"github.com/pktscope/pktscope/internal/track/bounded"
)

// Limits bound what a Tracker keeps.
type Limits struct {
	Translations int
	Flows        int // conversations, each on one interface
	Pending      int // packets that may yet be recognised, a power of two
	// Exact is of how many packets all are compared, once there are several
	// interfaces. Of those before, none is, and of those behind a sample: enough to know
	// which side is outside, not for an account of all flows. 0: always all.
	Exact uint64
}

// A sample is what is captured in the first of each sampled slices of time.
const (
	slice   = 100 * time.Millisecond
	sampled = 32
)

// DefaultLimits are some 150 MiB once all entries are in use, of which 10 are for what is
// pending; twice that where all flows have many packets.
var DefaultLimits = Limits{Translations: 1 << 19, Flows: 1 << 20, Pending: 1 << 16}

// A Tracker recognises packets on both sides of a NAT. It is a track.Watcher.
type Tracker struct {
	limits Limits
	links  links
	exact  *pendingIndex // by fingerprint and identification
	loose  *pendingIndex // by fingerprint alone; nil once NATs are known to keep the identification
	pairs  *bounded.Table[pairKey, matchRecord]
	flows  *bounded.Table[key, conversationRecord]
	tunnel correlator
	counts Counts

	addresses  addresses
	largeFlows bounded.Slab[conversation]
	largePairs bounded.Slab[match]

	fits [2]uint64 // packets recognised with the same identification, and with another

	contested  bool // a conversation was recognised as two or more
	unrecorded bool // a packet that an ICMP error returned was recognised, without an entry in flows

	datagrams []datagram
	found     []*pending
	ahead     uint32 // what was read ahead: see bounded.Table.AheadOfSlot

	account *Account // until the next packet
	part    *Part    // nil: t is shown all packets
	ballot  Ballot   // of the part
}

// Counts are the packet counters of a NAT: RFC 4008, natProtocolStatsEntry.
type Counts struct {
	Packets uint64 // with a flow
	Hits    uint64 // recognised, of a known translation
	Misses  uint64 // recognised, first of a translation
}

// New makes a Tracker; zero limits are the default ones.
func New(l Limits) *Tracker {
	if l.Translations == 0 {
		l.Translations = DefaultLimits.Translations
	}
	if l.Flows == 0 {
		l.Flows = DefaultLimits.Flows
	}
	if l.Pending == 0 {
		l.Pending = DefaultLimits.Pending
	}
	t := &Tracker{
		limits: l, addresses: addresses{bounded.NewNumbers[addr]()},
		links: newLinks(),
		exact: newPendingIndex(l.Pending), loose: newPendingIndex(l.Pending),
		pairs: bounded.New[pairKey, matchRecord](l.Translations),
		flows: bounded.New[key, conversationRecord](l.Flows),
	}
	t.flows.Removed = func(e *entry) {
		t.addresses.remove(&e.Key)
		if e.Value.flags&isLarge != 0 {
			t.largeFlows.Free(bounded.Ref(e.Value.first))
		}
	}
	t.pairs.Removed = func(e *pairEntry) {
		t.addresses.remove(&e.Key.low)
		t.addresses.remove(&e.Key.high)
		if e.Value.flags&isLarge != 0 {
			t.largePairs.Free(bounded.Ref(e.Value.first))
		}
	}
	return t
}

// Len is how many pairs of flows t keeps: no more of them are translations.
func (t *Tracker) Len() int { return t.pairs.Len() }

// Clear forgets everything.
func (t *Tracker) Clear() { *t = *New(t.limits) }

// Reads implements track.Frugal.
func (*Tracker) Reads() ([]*field.Proto, track.Depth, bool) {
	return []*field.Proto{link.CookedProto, inet.IPv4Proto, inet.IPv6Proto, inet.TCPProto, inet.UDPProto, inet.ICMPProto, inet.ICMPv6Proto, esp.Proto}, track.Streams, true
}

// Watch implements track.Watcher.
func (t *Tracker) Watch(p *dissect.Packet) { t.WatchAll([]*dissect.Packet{p}) }

// WatchAll implements track.Batched.
func (t *Tracker) WatchAll(packets []*dissect.Packet) {
	t.account = nil
	t.datagrams = t.datagrams[:0]
	flows := uint64(0)
	for _, p := range packets {
		at := t.links.time(p)
		iface := t.links.addPacket(p, at)
		if !t.takes(at, flows) {
			continue
		}
		from := len(t.datagrams)
		t.datagrams = appendDatagrams(t.datagrams, p, iface)
		for i := from; i < len(t.datagrams); i++ {
			s := &t.datagrams[i]
			s.at, s.frame, s.relinked = at, p.Number, t.several(at)
			if !s.returned {
				flows++
			}
		}
	}
	t.readAhead()
	for i := range t.datagrams {
		t.add(&t.datagrams[i])
	}
}

// takes reports whether a packet is to be compared, which is the same on both sides of a
// NAT. ahead is how many packets with a flow will be counted before it.
func (t *Tracker) takes(at int64, ahead uint64) bool {
	switch exact := t.limits.Exact; {
	case exact == 0:
		return true
	case len(t.links.list) < 2:
		return false
	case t.counts.Packets+ahead < exact:
		return true
	}
	return at/int64(slice)%sampled == 0
}

// add counts a datagram, and looks for it on the other side.
func (t *Tracker) add(s *datagram) {
	if s.encrypted > 0 {
		t.links.list[s.flow.iface].tunnels++
		t.tunnel.addEncrypted(s.flow.iface, s.at, s.encrypted, t.carried)
	}
	c, exact := t.recognise(s)
	var now *entry
	if !s.returned {
		now = t.addPacket(s, c != nil)
	}
	if c == nil {
		t.remember(s, now)
		return
	}
	before := *c
	t.drop(&before, s)
	t.addMatch(&before, s, now, exact)
	if s.relinked {
		t.remember(s, now)
	}
}

// recognise returns the packet that s is on the other side, nil if that was not
// captured, and whether their identifications are the same.
func (t *Tracker) recognise(s *datagram) (c *pending, exact bool) {
	if t.part != nil && t.part.Kept != nil && s.at > *t.part.Kept {
		t.loose = nil
	}
	t.found = t.exact.find(t.found[:0], s.place.exact, s)
	if c = t.best(s, true); c != nil || t.loose == nil || len(t.links.list) < 2 {
		return c, true // on one interface, the identification is not another
	}
	t.found = t.loose.find(t.found[:0], s.fingerprint, s)
	return t.best(s, false), false
}

// best is the packet of found that fits s best, of equals the first: with an
// endpoint in common, a few hops away, and of a known translation.
func (t *Tracker) best(s *datagram, exact bool) *pending {
	var best *pending
	most := 0
	for _, c := range t.found {
		src, dst := sameSrc(&c.flow, &s.flow), sameDst(&c.flow, &s.flow)
		turned := c.flow.iface == s.flow.iface
		if weak := s.little && (s.id == 0 || !exact); weak && (turned || !src && !dst) || !exact && (turned || !src && !dst) {
			continue // too many packets have this fingerprint
		}
		if turned && len(t.found) > 1 && s.flow.protocol != TCP && !src && !dst && c.flow.dst != s.flow.src {
			continue // a host may ask several the same
		}
		score := 1
		if src {
			score += 2
		}
		if dst {
			score += 2
		}
		if c.ttl != s.ttl {
			score++
		}
		if len(t.found) > 1 && t.known(c, s) {
			score += 8
		}
		if score > most {
			best, most = c, score
		}
	}
	return best
}

// remember keeps s until it is captured on the other side.
func (t *Tracker) remember(s *datagram, e *entry) {
	var r bounded.Ref
	if e != nil {
		r = e.Ref()
	}
	t.exact.add(s.place.exact, s, r)
	if t.loose != nil {
		t.loose.add(s.fingerprint, s, r)
	}
}

// drop forgets c, which was recognised.
func (t *Tracker) drop(c *pending, s *datagram) {
	t.exact.drop(s.fingerprint.with(c.id), c.frame)
	if t.loose != nil {
		t.loose.drop(s.fingerprint, c.frame)
	}
}

// The number of recognised packets after which it is decided whether NATs keep the
// identification, and how many of these must have kept it.
const (
	sample = 256
	most   = sample * 15 / 16
)

// countFit counts whether a recognised packet kept its identification.
func (t *Tracker) countFit(exact bool) {
	if t.loose == nil {
		return
	}
	if exact {
		t.fits[0]++
	} else {
		t.fits[1]++
	}
	if all := t.fits[0] + t.fits[1]; all >= sample {
		if t.fits[0] >= most {
			t.loose = nil
		}
		t.fits = [2]uint64{}
	}
}
