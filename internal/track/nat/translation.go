package nat

import (
	"net/netip"
	"time"
)

// A Translation is an inside flow and the outside flow that a NAT made of it. In
// IOS's words, local addresses are on the inside, global addresses on the outside.
type Translation struct {
	Key
	Inside, Outside string // interfaces
	First, Last     time.Time
	Frame           uint64        // of its first packet
	Out, In         uint64        // packets recognised on both sides, by direction
	Bytes           uint64        // of them
	Idle            time.Duration // the longest time without a packet
	Delay           time.Duration // mean of its packets, from one side to the other
	Evidence        Evidence
	Inbound         bool // its first packet came from outside: static, or a forwarded port
	Tunnelled       bool // inside ESP on one side
	Hairpin         bool // both sides are one interface
	Closed          bool // TCP: by FIN of both sides, or by RST

	confidence float64
}

// A Key identifies a Translation.
type Key struct {
	Protocol      uint8
	InsideGlobal  netip.AddrPort
	InsideLocal   netip.AddrPort
	OutsideLocal  netip.AddrPort
	OutsideGlobal netip.AddrPort
}

// Untouched reports whether the flow was only routed.
func (k *Key) Untouched() bool {
	return k.InsideLocal == k.InsideGlobal && k.OutsideLocal == k.OutsideGlobal
}

// Packets is how many were recognised on both sides.
func (t *Translation) Packets() uint64 { return t.Out + t.In }

// Confidence is how sure the translation is, from 0 to 1.
func (t *Translation) Confidence() float64 { return t.confidence }

// confidence is how sure a pair is, from 0 to 1. One packet that was recognised by
// its data and some hops further makes it three quarters, each other one halves the
// rest.
func (m *match) confidence() float64 {
	strong, weak := m.evidence.Packets+m.evidence.Errors+m.evidence.Rewritten, m.evidence.SameHop+m.evidence.Weak
	doubt := 1.0
	for n := range min(strong, 12) {
		if n == 0 {
			doubt = 0.25
		} else {
			doubt /= 2
		}
	}
	for range min(weak, 12) {
		doubt *= 0.75
	}
	if m.up > 0 && m.down > 0 { // in both directions
		doubt /= 2
	}
	return 1 - doubt
}

// translation is a candidate as a Translation.
func (t *Tracker) translation(c *candidate) Translation {
	m, k := t.match(c), &t.entry(c).Key
	out := Translation{
		First: time.Unix(0, m.first), Last: time.Unix(0, m.last), Frame: m.frame,
		Out: m.up, In: m.down, Bytes: m.bytes, Idle: time.Duration(m.idle), Evidence: m.evidence, Inbound: m.begunDown == c.low,
		Tunnelled: m.inside, Hairpin: k.low.iface == k.high.iface && !t.links.list[k.low.iface].mixed, Closed: m.closing.closed(), confidence: m.confidence(),
	}
	if n := m.up + m.down; n > 0 {
		out.Delay = time.Duration(m.delay / int64(n))
	}
	if !c.low {
		out.Out, out.In = m.down, m.up
	}
	in, outside := t.sides(c)
	out.Inside, out.Outside = t.links.list[in.iface].name, t.links.list[outside.iface].name
	local, global := in.public(), outside.public()
	out.Key = Key{
		Protocol: local.Protocol, InsideLocal: local.Src, OutsideLocal: local.Dst, InsideGlobal: global.Src, OutsideGlobal: global.Dst,
	}
	return out
}
