// Package cdp keeps what devices announce of themselves by CDP: the table that
// a router prints with "show cdp neighbors", and its counters.
package cdp

import (
	"cmp"
	"slices"
	"time"

	"pktscope/dissect"
	"pktscope/dissect/cdp"
)

// DefaultLimit is how many bytes a Table keeps: some 20 000 neighbours of
// usual size.
const DefaultLimit = 16 << 20

// A Table has one row per local interface, device and port. It is a
// track.Watcher; its clock is the packets'.
//
// Where it is full, neighbours that are gone leave first, then those that were
// heard once only, the newest before the older: a flood displaces itself, and
// who was there before it stays.
type Table struct {
	Counts
	limit int
	rows  map[string]*Neighbor
	links []*Link // in the order in which they were heard
	named map[string]*Link
	bytes int
	heard int       // neighbours so far
	now   time.Time // the latest time of a packet
	once  list      // neighbours that were heard once
	again list      // the others
	due   time.Time // nobody is gone before
	key   []byte
}

// Counts are what a Table has met so far.
type Counts struct {
	Packets    uint64
	Versions   [3]uint64 // by version, others at 0
	Bad        uint64    // checksums that are wrong
	Unverified uint64    // checksums of packets that were cut when captured
	Malformed  uint64    // with TLVs that could not be read
	Nameless   uint64    // without a device ID: they make no row
	Events     [Withdrawn + 1]uint64
	Evicted    uint64 // for want of room
}

// New makes a Table that keeps at most limit bytes, 0 for DefaultLimit.
func New(limit int) *Table {
	if limit == 0 {
		limit = DefaultLimit
	}
	t := &Table{limit: limit}
	t.Clear()
	return t
}

// Clear empties the table, as "clear cdp table" does. Counters go on.
func (t *Table) Clear() {
	t.rows, t.bytes = map[string]*Neighbor{}, 0
	t.links, t.named = nil, map[string]*Link{}
	t.once, t.again = list{}, list{}
}

// Bytes is how much t keeps at the moment.
func (t *Table) Bytes() int { return t.bytes }

// Watch implements track.Watcher.
func (t *Table) Watch(p *dissect.Packet) {
	if p.Time.After(t.now) {
		t.now = p.Time
	}
	for i := len(p.Layers) - 1; i >= 0; i-- {
		l := &p.Layers[i]
		if m, ok := l.Message.(*cdp.Packet); ok && !l.Quoted {
			t.hear(&hearing{p: p, layer: l, said: m, at: t.time(p)})
			return
		}
	}
}

// time is when a packet was captured, or when the one before it was.
func (t *Table) time(p *dissect.Packet) time.Time {
	if p.Time.IsZero() {
		return t.now
	}
	return p.Time
}

// A hearing is one announcement.
type hearing struct {
	p     *dissect.Packet
	layer *dissect.Layer
	said  *cdp.Packet
	at    time.Time
}

// raw is the announcement as it was captured, and its length on the wire.
func (h *hearing) raw() (data []byte, wire int) {
	s := h.layer.Span
	return h.p.Bufs[s.Buf][s.Off:s.End], s.Wire - s.Off
}

// hear takes an announcement in.
func (t *Table) hear(h *hearing) {
	t.count(h)
	link := t.link(h)
	link.hear(h)
	if !h.said.Has(cdp.DeviceID) {
		t.Nameless++
		return
	}
	t.key = appendKey(t.key[:0], link.Name, h.said)
	n := t.rows[string(t.key)]
	if n == nil {
		if h.said.TTL > 0 {
			t.add(link, h)
		}
		return
	}
	t.once.remove(n)
	t.again.remove(n)
	t.again.push(n)
	t.bytes -= n.size()
	for _, kind := range n.hear(h) {
		t.Events[kind]++
	}
	t.bytes += n.size()
	t.keepTo(n)
}

func (t *Table) count(h *hearing) {
	t.Packets++
	if v := h.said.Version; v < 3 {
		t.Versions[v]++
	} else {
		t.Versions[0]++
	}
	switch h.said.Sum {
	case cdp.SumBad:
		t.Bad++
	case cdp.SumUnverified:
		t.Unverified++
	}
	if h.malformed() {
		t.Malformed++
	}
}

// appendKey appends what tells a neighbour from others. Interface and device
// say how long they are: their names may hold anything.
func appendKey(b []byte, iface string, said *cdp.Packet) []byte {
	for _, n := range []int{len(iface), len(said.DeviceID)} {
		b = append(b, byte(n>>24), byte(n>>16), byte(n>>8), byte(n))
	}
	b = append(append(b, iface...), said.DeviceID...)
	return append(b, said.PortID...)
}

// add makes a row.
func (t *Table) add(link *Link, h *hearing) {
	n := &Neighbor{
		key: string(t.key), link: link, order: t.heard,
		Interface: link.Name, Device: string(h.said.DeviceID), Port: string(h.said.PortID),
	}
	t.heard++
	for _, kind := range n.hear(h) {
		t.Events[kind]++
	}
	t.rows[n.key] = n
	t.once.push(n)
	t.bytes += n.size()
	t.keepTo(n)
}

// keepTo makes room after n has grown.
func (t *Table) keepTo(n *Neighbor) {
	if t.due.IsZero() || n.Expires.Before(t.due) {
		t.due = n.Expires
	}
	if t.bytes > t.limit && !t.now.Before(t.due) {
		t.sweep()
	}
	for t.bytes > t.limit {
		victim := t.once.front
		if victim == nil {
			victim = t.again.front
		}
		t.remove(victim)
	}
}

// sweep removes who is gone.
func (t *Table) sweep() {
	t.due = time.Time{}
	for _, n := range t.rows {
		if !n.Present(t.now) {
			t.remove(n)
		} else if t.due.IsZero() || n.Expires.Before(t.due) {
			t.due = n.Expires
		}
	}
}

func (t *Table) remove(n *Neighbor) {
	t.once.remove(n)
	t.again.remove(n)
	delete(t.rows, n.key)
	t.bytes -= n.size()
	t.Evicted++
}

// All returns every row, those of neighbours that are gone as well, by
// interface and then in the order in which they were heard first.
func (t *Table) All() []*Neighbor {
	all := make([]*Neighbor, 0, len(t.rows))
	for _, n := range t.rows {
		all = append(all, n)
	}
	slices.SortFunc(all, func(a, b *Neighbor) int {
		return cmp.Or(cmp.Compare(a.link.order, b.link.order), cmp.Compare(a.order, b.order))
	})
	return all
}

// Neighbors returns the rows of those who are there at a moment, in the order
// of All.
func (t *Table) Neighbors(at time.Time) []*Neighbor {
	return slices.DeleteFunc(t.All(), func(n *Neighbor) bool { return !n.Present(at) })
}
