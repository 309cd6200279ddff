package nat

import (
	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/track/bounded"
)

// Limits bound what a Tracker keeps.
type Limits struct {
	Translations int
	Flows        int // conversations on one interface
}

// DefaultLimits are some 300 MiB once all is in use.
var DefaultLimits = Limits{Translations: 1 << 19, Flows: 1 << 20}

// A Tracker recognises packets on both sides of a translator. It is a
// track.Watcher.
type Tracker struct {
	limits Limits
	links  links
	exact  *pendingIndex // of packets with their identification
	loose  *pendingIndex // without it; nil once translators are seen to leave it alone
	pairs  *bounded.Table[pair, match]
	flows  *bounded.Table[flow, conversation]
	tunnel correlator
	counts Counts
	fits   [2]uint64 // packets that were recognised with and without their identification

	contested  bool // a conversation was recognised as several
	unrecorded bool // one was recognised that is not in flows, by what an error returned

	datagrams []datagram
	found     []*pending
}

// Counts are those of a translator: RFC 4008, natProtocolStatsEntry.
type Counts struct {
	Packets uint64 // that have a flow
	Hits    uint64 // recognised ones, of a translation that was known
	Misses  uint64 // and that began one
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
		limits: l,
		links:  newLinks(),
		exact:  newPendingIndex(), loose: newPendingIndex(),
		pairs: bounded.New[pair, match](l.Translations),
		flows: bounded.New[flow, conversation](l.Flows),
	}
}

// Clear forgets everything.
func (t *Tracker) Clear() { *t = *New(t.limits) }

// Watch implements track.Watcher.
func (t *Tracker) Watch(p *dissect.Packet) {
	at := t.links.time(p)
	iface := t.links.addPacket(p.Interface, at)
	t.datagrams = appendDatagrams(t.datagrams[:0], p, iface)
	for i := range t.datagrams {
		t.add(&t.datagrams[i], at, p.Number)
	}
}

// take takes in one datagram.
func (t *Tracker) add(s *datagram, at int64, frame uint64) {
	if s.encrypted > 0 {
		t.links.list[s.flow.iface].tunnels++
		t.tunnel.addEncrypted(s.flow.iface, at, s.encrypted, t.carried)
	}
	c, exact := t.recognise(s, at)
	var now *entry
	if !s.returned {
		now = t.addPacket(s, at, frame, c != nil)
	}
	if c == nil {
		t.remember(s, now, at, frame)
		return
	}
	before := *c
	t.drop(&before, s)
	t.addMatch(&before, s, now, at, exact)
	if len(t.links.list) > 2 { // there may be another translator behind this one
		t.remember(s, now, at, frame)
	}
}

// recognise returns the packet that s was on another side, nil if it was not
// seen, and whether its identification was the same.
func (t *Tracker) recognise(s *datagram, at int64) (c *pending, exact bool) {
	t.found = t.exact.find(t.found[:0], s.fingerprint.with(s.id), s, at)
	if c = t.best(s, true); c != nil || t.loose == nil {
		return c, true
	}
	t.found = t.loose.find(t.found[:0], s.fingerprint, s, at)
	return t.best(s, false), false
}

// best is the one of those found that fits s best, of equals the first that came:
// one that keeps an endpoint, has come a hop or so, and belongs to what is known.
func (t *Tracker) best(s *datagram, exact bool) *pending {
	var best *pending
	most := 0
	for _, c := range t.found {
		src, dst := sameSrc(&c.flow, &s.flow), sameDst(&c.flow, &s.flow)
		turned := c.flow.iface == s.flow.iface
		if weak := s.little && (s.id == 0 || !exact); weak && (turned || !src && !dst) || !exact && (turned || !src && !dst) {
			continue // many packets are like it
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

// remember lets s wait for the other side.
func (t *Tracker) remember(s *datagram, e *entry, at int64, frame uint64) {
	var r bounded.Ref
	if e != nil {
		r = e.Ref()
	}
	t.exact.add(s.fingerprint.with(s.id), s, r, at, frame)
	if t.loose != nil {
		t.loose.add(s.fingerprint, s, r, at, frame)
	}
}

// strike lets c wait no longer.
func (t *Tracker) drop(c *pending, s *datagram) {
	t.exact.drop(s.fingerprint.with(c.id), c.frame)
	if t.loose != nil {
		t.loose.drop(s.fingerprint, c.frame)
	}
}

// Packets that show what translators do with identifications, and how many of
// them must have kept it for nobody to look at others.
const (
	sample = 256
	most   = sample * 15 / 16
)

// learn takes in whether a packet was recognised by its identification, too.
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
