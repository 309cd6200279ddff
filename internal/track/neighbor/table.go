package neighbor

import (
	"cmp"
	"slices"
	"time"

	"github.com/pktscope/pktscope/dissect"
)

// DefaultLimit is how many bytes a Table keeps: some 20 000 neighbours of
// usual size.
const DefaultLimit = 16 << 20

// A Table has one row per local interface, device and port. Its clock is the
// packets'.
//
// Where it is full, neighbours that are gone leave first, then those that were
// heard once only, the newest before the older: a flood displaces itself, and
// who was there before it stays.
type Table struct {
	Counts
	differs Differs
	limit   int
	rows    map[string]*Neighbor
	links   []*Link // in the order in which they were heard
	named   map[string]*Link
	bytes   int
	heard   int       // neighbours so far
	now     time.Time // the latest time of a packet
	once    list      // neighbours that were heard once
	again   list      // the others
	due     time.Time // nobody is gone before
	key     []byte
}

// Differs is what an announcement says differently from what a neighbour said
// last, 0 if it says the same.
type Differs func(n *Neighbor, a *Announcement) Fields

// Counts are what a Table has met so far.
type Counts struct {
	Packets    uint64
	Versions   Versions
	Bad        uint64 // checksums that are wrong
	Unverified uint64 // checksums of packets that were cut when captured
	Malformed  uint64 // with TLVs that could not be read
	Nameless   uint64 // that don't say who sent them: they make no row
	Events     [Withdrawn + 1]uint64
	Evicted    uint64 // for want of room
}

// New makes a Table that keeps at most limit bytes, 0 for DefaultLimit.
func New(limit int, differs Differs) *Table {
	if limit == 0 {
		limit = DefaultLimit
	}
	t := &Table{limit: limit, differs: differs}
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

// Tick sets the clock by a packet, which may be anyone's.
func (t *Table) Tick(p *dissect.Packet) {
	if p.Time.After(t.now) {
		t.now = p.Time
	}
}

// Hear takes an announcement in. Without a time it is as old as the packet
// before it.
func (t *Table) Hear(a *Announcement) {
	if a.at = a.Packet.Time; a.at.IsZero() {
		a.at = t.now
	}
	t.count(a)
	link := t.link(a)
	link.hear(a)
	if len(a.Key) == 0 {
		t.Nameless++
		return
	}
	t.key = appendKey(t.key[:0], link.Name, a)
	n := t.rows[string(t.key)]
	if n == nil {
		if a.TTL > 0 {
			t.add(link, a)
		}
		return
	}
	t.once.remove(n)
	t.again.remove(n)
	t.again.push(n)
	t.bytes -= n.size()
	for _, kind := range n.hear(a, t.differs) {
		t.Events[kind]++
	}
	t.bytes += n.size()
	t.keepTo(n)
}

func (t *Table) count(a *Announcement) {
	t.Packets++
	t.Versions.count(a.Version)
	if a.Bad {
		t.Bad++
	}
	if a.Unverified {
		t.Unverified++
	}
	if a.malformed() {
		t.Malformed++
	}
}

// appendKey appends what tells a neighbour from others. The interface says how
// long its name is, as that may hold anything.
func appendKey(b []byte, iface string, a *Announcement) []byte {
	b = appendNumber(appendNumber(b, uint32(len(iface))), a.circuit())
	return append(append(b, iface...), a.Key...)
}

func appendNumber(b []byte, n uint32) []byte {
	return append(b, byte(n>>24), byte(n>>16), byte(n>>8), byte(n))
}

// AppendPair appends two texts that may hold anything, so that no other two
// make the same bytes.
func AppendPair(b, first, second []byte) []byte {
	return append(append(appendNumber(b, uint32(len(first))), first...), second...)
}

// add makes a row.
func (t *Table) add(link *Link, a *Announcement) {
	n := &Neighbor{key: string(t.key), link: link, order: t.heard, Interface: link.Name, Circuit: a.circuit()}
	t.heard++
	for _, kind := range n.hear(a, t.differs) {
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
