package nat

import (
	"cmp"
	"net/netip"
	"slices"
	"time"
)

// A Reason is why a conversation was not translated.
type Reason uint8

const (
	Unknown    Reason = iota
	Exempt            // it went into a tunnel as it was
	Routed            // it was seen on both sides as it was
	Dropped           // it did not get through the translator
	Own               // the translator itself is an end of it
	Local             // it does not leave its link
	Elsewhere         // it passes by
	NotCovered        // nobody captured on another interface at the time

	// Reasons is how many there are.
	Reasons = iota
)

// String says it in a report.
func (r Reason) String() string {
	return [Reasons]string{
		"unknown",
		"exempt (into the tunnel untranslated)",
		"exempt (routed untranslated)",
		"dropped at the NAT",
		"the NAT's own",
		"stays on its link",
		"not through the NAT",
		"outside the capture",
	}[r]
}

// A Conversation is one that was not translated, as far as was seen on one
// interface.
type Conversation struct {
	Flow        Flow // as its first packet went
	Interface   string
	Other       string // Routed: the other interface
	First, Last time.Time
	Frame       uint64
	Packets     [2]uint64 // as its first packet went, and back
	TTL         [2]uint8
	Tunnelled   bool // it was inside ESP
	Reason      Reason
}

// untranslated are the conversations that were not translated.
func (j *judge) untranslated() []Conversation {
	var out []Conversation
	for e := range j.flows.All() {
		k, v := &e.Key, &e.Value
		p, paired := j.paired[*k]
		if paired && (p.changed || p.second) {
			continue
		}
		c := j.conversation(k, v)
		if paired {
			c.Other = j.links.list[p.iface].name
		}
		c.Reason = j.reason(k, v, &c)
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b Conversation) int {
		return cmp.Or(a.First.Compare(b.First), cmp.Compare(a.Frame, b.Frame))
	})
	return out
}

// conversation is what others are told of v.
func (t *Tracker) conversation(k *flow, v *seen) Conversation {
	f := *k
	if v.back {
		f = k.reverse()
	}
	return Conversation{
		Flow: f.public(), Interface: t.links.list[k.iface].name,
		First: time.Unix(0, v.first), Last: time.Unix(0, v.last), Frame: v.frame,
		Packets: [2]uint64{uint64(v.packets[0]), uint64(v.packets[1])}, TTL: v.ttl, Tunnelled: v.inside > 0,
	}
}

// A judge knows what the translations tell of other conversations.
type judge struct {
	*Tracker
	paired  map[flow]partner
	global  map[netip.Addr]bool   // inside global addresses
	local   map[netip.Prefix]bool // networks of inside local addresses
	inside  map[uint16]bool       // interfaces
	outside map[uint16]bool
}

// A partner is what a conversation was on another interface.
type partner struct {
	iface   uint16
	changed bool // it was translated
	second  bool // it is told of where it is inside
	tunnel  bool // it was inside ESP there
}

func (t *Tracker) judge(all []candidate) *judge {
	j := &judge{Tracker: t, paired: map[flow]partner{}, global: map[netip.Addr]bool{}, local: map[netip.Prefix]bool{}, inside: map[uint16]bool{}, outside: map[uint16]bool{}}
	for i := range all {
		c := &all[i]
		if c.doubtful {
			continue
		}
		p := partner{iface: c.out.iface, changed: c.changed(), tunnel: c.match.inside > 0}
		j.pair(&c.in, p)
		p.iface, p.second = c.in.iface, true
		j.pair(&c.out, p)
		if c.changed() {
			j.inside[c.in.iface], j.outside[c.out.iface] = true, true
			j.global[c.InsideGlobal.Addr()] = true
			j.local[network(c.InsideLocal.Addr())] = true
		}
	}
	return j
}

// pair notes what became of a flow; a translation tells more than none.
func (j *judge) pair(f *flow, p partner) {
	k, _ := f.conversation()
	if have, ok := j.paired[k]; !ok || p.changed && !have.changed {
		j.paired[k] = p
	}
}

// reason is why the conversation c was not translated.
func (j *judge) reason(k *flow, v *seen, c *Conversation) Reason {
	src, dst := c.Flow.Src.Addr(), c.Flow.Dst.Addr()
	p, paired := j.paired[*k]
	switch {
	case v.inside > 0, paired && (p.tunnel || v.carried > 0):
		return Exempt
	case paired:
		return Routed
	case linkLocal(src) || linkLocal(dst):
		return Local
	case v.carried > 0 && 2*uint64(v.carried) >= c.Packets[0]+c.Packets[1]:
		return Exempt
	case !j.covered(k.iface, v):
		return NotCovered
	case j.global[src] && !j.inside[k.iface], v.answered() && j.global[dst] && !j.inside[k.iface]:
		return Own
	case j.global[dst]:
		return Dropped // nobody asked for it
	case j.inside[k.iface] && v.answered():
		return Local // whoever answered is on this side
	case j.inside[k.iface]:
		return Dropped
	case len(j.global) > 0:
		return Elsewhere
	}
	return Unknown
}

// covered reports whether another interface was captured at the time of v.
func (t *Tracker) covered(iface uint16, v *seen) bool {
	for i := range t.links.list {
		if l := &t.links.list[i]; i != int(iface) && l.packets > 0 && v.last >= l.first && v.first <= l.last {
			return true
		}
	}
	return false
}

// linkLocal reports whether packets to a are not routed.
func linkLocal(a netip.Addr) bool {
	return a.IsMulticast() || a.IsLinkLocalUnicast() || a.IsUnspecified() || a == broadcast
}

var broadcast = netip.AddrFrom4([4]byte{255, 255, 255, 255})
