package cleartext

import (
	"cmp"
	"net/netip"
	"slices"
)

// An Edge is what a capture shows at its beginning and at its end of packets that a gateway shows
// beside their ESP packet: one of both may be in the capture before it, or behind it.
type Edge struct {
	Head []Trace // the first packets
	Tail []Trace // the last ones that are beside no other, in their order
}

// A Trace is a packet in the clear, or an ESP packet.
type Trace struct {
	At        int64 // Unix nanoseconds
	Size      int
	Sealed    bool
	Src, Dst  netip.Addr // unless it is sealed
	Interface string
	Link      Link
}

// What is kept of the beginning of a capture.
const (
	headTime = 2 * int64(atOnce) // what is beside a packet of the capture before, and what that is not beside then
	headSize = 4 * recentPackets
)

// An Ends is what a Pair of any interface goes from and to.
type Ends struct {
	Src, Dst  netip.Addr
	Interface string
}

// Edge is that of the packets so far.
func (t *Tracker) Edge() Edge {
	e := Edge{Head: t.head}
	for i := range t.tunnels.plain {
		e.Tail = t.appendLast(e.Tail, &t.tunnels.plain[i], false)
		e.Tail = t.appendLast(e.Tail, &t.tunnels.sealed[i], true)
	}
	slices.SortStableFunc(e.Tail, func(a, b Trace) int { return cmp.Compare(a.At, b.At) })
	return e
}

// appendLast appends x if a packet behind the last one may be beside it.
func (t *Tracker) appendLast(list []Trace, x *trace, sealed bool) []Trace {
	if !x.free || t.clock-x.at > int64(atOnce) {
		return list
	}
	return append(list, t.trace(x.key, x.link, x.at, x.size, sealed))
}

func (t *Tracker) trace(k key, l Link, at int64, size int, sealed bool) Trace {
	tr := Trace{At: at, Size: size, Sealed: sealed, Interface: t.interfaces[k.iface], Link: l}
	if !sealed {
		tr.Src, tr.Dst = k.src.netip(), k.dst.netip()
	}
	return tr
}

// begin notes a packet if it is one of the first.
func (t *Tracker) begin(k key, l Link, size int, sealed bool) {
	if t.begun = len(t.head) == headSize || len(t.head) > 0 && t.clock-t.head[0].At > headTime; !t.begun {
		t.head = append(t.head, t.trace(k, l, t.clock, size, sealed))
	}
}

// Carried are how many more packets of each pair are the content of ESP packets where one capture
// follows the other than if each is alone.
func (e *Edge) Carried(next *Edge) map[Ends]int {
	all := carried(slices.Concat(e.Tail, next.Head))
	for _, alone := range [][]Trace{e.Tail, next.Head} {
		for k, n := range carried(alone) {
			all[k] -= n
		}
	}
	return all
}

// carried are how many packets are the content of ESP packets, by their pairs.
func carried(list []Trace) map[Ends]int {
	var c correlator
	all, interfaces := map[Ends]int{}, []string{}
	count := func(k key) { all[Ends{k.src.netip(), k.dst.netip(), interfaces[k.iface]}]++ }
	for i := range list {
		tr := &list[i]
		n := slices.Index(interfaces, tr.Interface)
		if n < 0 {
			n, interfaces = len(interfaces), append(interfaces, tr.Interface)
		}
		k := key{iface: uint16(n)}
		if tr.Sealed {
			if plain, ok := c.addSealed(k.iface, tr.Link, tr.At, tr.Size); ok {
				count(plain)
			}
			continue
		}
		if k.src, k.dst = addressOf(tr.Src), addressOf(tr.Dst); c.addPlain(k, tr.Link, tr.At, tr.Size) {
			count(k)
		}
	}
	return all
}
