package neighbor

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/track/bounded"
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
	rows    *bounded.Table[string, *Neighbor] // promoted: heard more than once
	links   []*Link                           // in the order in which they were heard
	named   map[string]*Link
	heard   int       // neighbours so far
	now     time.Time // the latest time of a packet
	due     time.Time // nobody is gone before
	key     []byte
}

type row = bounded.Entry[string, *Neighbor]

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
	t.rows = bounded.New[string, *Neighbor](math.MaxInt)
	t.links, t.named = nil, map[string]*Link{}
}

// Bytes is how much t keeps at the moment.
func (t *Table) Bytes() int { return t.rows.Cost() }

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
	e := t.rows.Find(string(t.key))
	if e == nil {
		if a.TTL > 0 {
			t.update(t.add(link, a), a)
		}
		return
	}
	t.rows.Promote(e)
	t.update(e, a)
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
func (t *Table) add(link *Link, a *Announcement) *row {
	e := t.rows.Add(string(t.key))
	e.Value = &Neighbor{link: link, order: t.heard, Interface: link.Name, Circuit: a.circuit()}
	t.heard++
	return e
}

// update takes an announcement into a row.
func (t *Table) update(e *row, a *Announcement) {
	n := e.Value
	for _, kind := range n.hear(a, t.differs) {
		t.Events[kind]++
	}
	t.rows.SetCost(e, n.size(len(e.Key)))
	t.keepTo(n)
}

// keepTo makes room after n has grown.
func (t *Table) keepTo(n *Neighbor) {
	if t.due.IsZero() || n.Expires.Before(t.due) {
		t.due = n.Expires
	}
	if t.Bytes() > t.limit && !t.now.Before(t.due) {
		t.sweep()
	}
	for t.Bytes() > t.limit {
		t.evict(t.victim())
	}
}

func (t *Table) evict(e *row) {
	t.rows.Remove(e)
	t.Evicted++
}

// victim is the row that goes first.
func (t *Table) victim() *row {
	for _, promoted := range [...]bool{false, true} {
		for e := range t.rows.Newest(promoted) {
			return e
		}
	}
	return nil
}

// sweep removes who is gone.
func (t *Table) sweep() {
	t.due = time.Time{}
	for e := range t.rows.All() {
		if n := e.Value; !n.Present(t.now) {
			t.evict(e)
		} else if t.due.IsZero() || n.Expires.Before(t.due) {
			t.due = n.Expires
		}
	}
}

// All returns every row, those of neighbours that are gone as well, by
// interface and then in the order in which they were heard first.
func (t *Table) All() []*Neighbor {
	all := make([]*Neighbor, 0, t.rows.Len())
	for e := range t.rows.All() {
		all = append(all, e.Value)
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
