package nat

import (
	"cmp"
	"iter"
	"net/netip"
	"slices"
	"time"

	"github.com/pktscope/pktscope/internal/track/bounded"
)

// A Reason is why a conversation was not translated.
type Reason uint8

const (
	Unknown    Reason = iota
	Exempt            // sent into a tunnel unchanged
	Routed            // captured on both sides, unchanged
	Dropped           // not captured behind the NAT
	Own               // with the NAT itself as an endpoint
	Local             // between endpoints on one link
	Elsewhere         // not through the NAT
	NotCovered        // at a time without a capture on another interface
	Carried           // in a tunnel that is not ESP

	// Reasons is their number.
	Reasons = iota
)

// String is the reason in a report.
func (r Reason) String() string {
	return [Reasons]string{
		"unknown",
		"exempt (into the tunnel untranslated)",
		"exempt (routed untranslated)",
		"dropped at the NAT",
		"the NAT's own",
		"stays on its link",
		"not through the NAT",
		"other side of the NAT not captured",
		"carried in a tunnel",
	}[r]
}

// A Conversation is both directions of a flow that was not translated, on one
// interface.
type Conversation struct {
	Flow        Flow // of its first packet
	Interface   string
	Other       string // another interface with the same packets, "" for none
	First, Last time.Time
	Frame       uint64
	Packets     [2]uint64 // in the direction of its first packet, and back
	TTL         [2]uint8
	Tunnelled   bool // inside ESP
	Reason      Reason
}

// A classifier finds the Reason of conversations by the translations.
type classifier struct {
	*Tracker
	global  map[addr]bool // inside global addresses
	local   map[addr]bool // networks of inside local addresses
	last    [2]addr       // in global and local
	inside  []bool        // by interface
	outside []bool
	doubted map[*entry]bool // whose only partner is doubtful
}

func newClassifier(t *Tracker) *classifier {
	n := len(t.links.list)
	return &classifier{Tracker: t, global: map[addr]bool{}, local: map[addr]bool{}, inside: make([]bool, n), outside: make([]bool, n), doubted: map[*entry]bool{}}
}

// addTranslation keeps which addresses and interfaces a translation has inside and
// outside. One that sends packets back (hairpinning) leads nowhere outside, and may give
// them the NAT's address on the inside.
func (j *classifier) addTranslation(c *candidate) {
	in, out := j.sides(c)
	local := in.src.network()
	j.inside[in.iface] = true
	if in.iface != out.iface {
		j.outside[out.iface] = true
	} else if out.src.network() == local {
		j.local[local] = true
		return
	}
	if out.src != j.last[0] || local != j.last[1] { // mostly those of the translation before
		j.global[out.src], j.local[local], j.last = true, true, [2]addr{out.src, local}
	}
}

// addDoubtful keeps the conversations of a doubtful pair.
func (j *classifier) addDoubtful(c *candidate) {
	p := j.addresses.pair(&j.entry(c).Key)
	for _, f := range [...]*flow{&p.low, &p.high} {
		k, _ := f.undirected()
		if e := j.findFlow(&k); e != nil && e.Value.partners == 1 {
			j.doubted[e] = true
		}
	}
}

// changed reports whether e was translated, paired whether it was recognised on
// another interface.
func (j *classifier) changed(e *entry) bool { return e.Value.flags&isChanged != 0 && !j.doubted[e] }
func (j *classifier) paired(e *entry) bool  { return e.Value.partners > 0 && !j.doubted[e] }

// untranslated are the conversations that were not translated. Of one on both
// sides, it is the inside one.
func (j *classifier) untranslated(inside Inside) iter.Seq[*entry] {
	return func(yield func(*entry) bool) {
		for e := range j.flows.All() {
			if !j.changed(e) && (!j.paired(e) || j.isInside(e, inside)) && !yield(e) {
				return
			}
		}
	}
}

// inOrder are conversations by their first packets.
func (j *classifier) inOrder(all iter.Seq[*entry]) []bounded.Ref {
	out := []bounded.Ref{}
	for e := range all {
		out = append(out, e.Ref())
	}
	slices.SortFunc(out, func(a, b bounded.Ref) int {
		x, i := j.began(j.flows.In(a))
		y, k := j.began(j.flows.In(b))
		return cmp.Or(cmp.Compare(x, y), cmp.Compare(i, k))
	})
	return out
}

// isInside reports whether e, which was routed, is on the inside one of the two
// interfaces.
func (j *classifier) isInside(e *entry, inside Inside) bool {
	here := j.addresses.flow(&e.Key)
	there := here
	there.iface = e.Value.partner
	if here.iface < there.iface {
		return j.lowInside(&pair{here, there}, inside)
	}
	return !j.lowInside(&pair{there, here}, inside)
}

// conversation is e as a Conversation.
func (j *classifier) conversation(e *entry) Conversation {
	v, f := j.load(e), j.addresses.flow(&e.Key)
	if v.back {
		f = f.reverse()
	}
	c := Conversation{
		Flow: f.public(), Interface: j.links.list[f.iface].name,
		First: time.Unix(0, v.first), Last: time.Unix(0, v.last), Frame: v.frame,
		Packets: [2]uint64{uint64(v.packets[0]), uint64(v.packets[1])}, TTL: v.ttl, Tunnelled: v.inside, Reason: j.reason(e),
	}
	if j.paired(e) {
		c.Other = j.links.list[v.partner].name
	}
	return c
}

// reason is why e was not translated.
func (j *classifier) reason(e *entry) Reason {
	v, f := j.load(e), j.addresses.flow(&e.Key)
	if v.back {
		f = f.reverse()
	}
	inside := j.inside[f.iface]
	switch {
	case v.inside, j.paired(e) && (v.into || v.carried > 0):
		return Exempt
	case j.paired(e):
		return Routed
	case linkLocal(f.src.netip()) || linkLocal(f.dst.netip()):
		return Local
	case v.carried > 0 && 2*v.carried >= v.packets[0]+v.packets[1]:
		return Exempt
	case v.nested:
		return Carried
	case !j.covered(f.iface, &v):
		return NotCovered
	case !inside && j.global[f.src] || v.answered() && j.global[f.dst]:
		return Own
	case j.global[f.dst]:
		return Dropped // no inside flow asked for it
	case inside && (v.answered() || f.src.network() == f.dst.network()):
		return Local // the response came from this side, or would have come
	case inside:
		return Dropped
	case len(j.global) > 0:
		return Elsewhere
	}
	return Unknown
}

// covered reports whether another interface was captured at the time of v.
func (t *Tracker) covered(iface uint16, v *conversation) bool {
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
