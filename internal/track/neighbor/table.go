package neighbor

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/track/bounded"
)

// DefaultLimit is how many bytes a Table keeps: some 20 000 neighbours of usual
// size.
const DefaultLimit = 16 << 20

// A Table has one row per local interface, device and port. Its clock is the
// packets'.
//
// A full Table evicts first neighbours whose holdtime has run out, then those
// with the fewest announcements, the newest before the older: a flood displaces
// itself, and the neighbours before it stay.
type Table struct {
	Counts
	// Told is called with each event but Refreshed, as it happens, and with the neighbour as
	// it was before; nil: nobody is told.
	Told func(n, before *Neighbor, e Event)

	differs Differs
	limit   int
	rows    *bounded.Table[string, *Neighbor] // worth by announcements
	links   []*Link                           // in the order of their first announcements
	named   map[string]*Link
	total   int       // neighbours so far
	now     time.Time // the latest time of a packet
	due     time.Time // no holdtime runs out before
	latest  Announcement
	key     []byte
	source  []byte // of latest
}

type row = bounded.Entry[string, *Neighbor]

// Differs returns what differs between an announcement and the latest one of a
// neighbour.
type Differs func(n *Neighbor, a *Announcement) Fields

// Counts are those of all packets so far.
type Counts struct {
	Packets    uint64 // received
	Versions   Versions
	Sent       uint64 // by the interface itself: it is no neighbour of its own
	SentOf     Versions
	Bad        uint64 // checksums that are wrong
	Unverified uint64 // checksums of packets that the capture has part of
	Malformed  uint64 // packets with TLVs that could not be decoded
	Nameless   uint64 // packets that do not identify their sender: they make no row
	Events     Events
	Evicted    uint64 // rows, for want of room
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

// Clear removes all rows, as "clear cdp table" does, and leaves the counters.
func (t *Table) Clear() {
	t.rows = bounded.New[string, *Neighbor](math.MaxInt)
	t.links, t.named = nil, map[string]*Link{}
}

// Bytes is what the rows cost.
func (t *Table) Bytes() int { return t.rows.Cost() }

// Tick sets the clock by a packet of any protocol.
func (t *Table) Tick(p *dissect.Packet) {
	if p.Time.After(t.now) {
		t.now = p.Time
	}
}

// Record counts an announcement and updates its row. One without a time has that
// of the packet before it.
func (t *Table) Record(latest Announcement) {
	t.latest = latest
	a := &t.latest
	if a.at = a.Packet.Time; a.at.IsZero() {
		a.at = t.now
	}
	link := t.link(a)
	link.count(a)
	if outbound(a.Packet) {
		t.Sent++
		t.SentOf.count(a.Version)
		return
	}
	t.count(a)
	if len(a.Key) == 0 {
		t.Nameless++
		return
	}
	t.source = a.Packet.AppendSource(t.source[:0])
	a.source = t.source
	t.key = appendKey(t.key[:0], link.Name, a)
	e := t.rows.Find(string(t.key))
	if e == nil {
		if a.TTL > 0 && !a.Supplement {
			t.update(t.add(link, a), a)
		}
		return
	}
	t.rows.Raise(e, bounded.WorthOf(e.Value.Packets+1))
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

// appendKey appends the key of a row. The length of the interface's name keeps
// it apart from what follows: a name may hold any byte.
func appendKey(b []byte, iface string, a *Announcement) []byte {
	b = appendNumber(appendNumber(b, uint32(len(iface))), a.circuit())
	return append(append(b, iface...), a.Key...)
}

func appendNumber(b []byte, n uint32) []byte {
	return append(b, byte(n>>24), byte(n>>16), byte(n>>8), byte(n))
}

// AppendPair appends two texts, which may hold any byte, so that no other two
// make the same bytes.
func AppendPair(b, first, second []byte) []byte {
	return append(append(appendNumber(b, uint32(len(first))), first...), second...)
}

// add makes a row.
func (t *Table) add(link *Link, a *Announcement) *row {
	e := t.rows.Add(string(t.key))
	e.Value = &Neighbor{link: link, order: t.total, Interface: link.Name, Circuit: a.circuit()}
	t.total++
	return e
}

// update updates a row by an announcement.
func (t *Table) update(e *row, a *Announcement) {
	n := e.Value
	if t.Told == nil {
		n.record(a, t.differs, &t.Events)
	} else {
		before := *n
		n.record(a, t.differs, &t.Events)
		t.tell(n, &before)
	}
	t.rows.SetCost(e, n.size(len(e.Key)))
	t.keepTo(n)
}

// keepTo makes room after n has grown.
func (t *Table) keepTo(n *Neighbor) {
	t.await(n.Expires)
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

// victim is the row that is evicted next.
func (t *Table) victim() *row {
	for w := range bounded.Worths() {
		for e := range t.rows.Newest(w) {
			return e
		}
	}
	return nil
}

// sweep evicts neighbours whose holdtime has run out.
func (t *Table) sweep() {
	t.due = time.Time{}
	for e := range t.rows.All() {
		if n := e.Value; !n.Present(t.now) {
			t.evict(e)
		} else {
			t.await(n.Expires)
		}
	}
}

// All returns every row, present or not, by interface and then in the order of
// the first announcements.
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

// Neighbors returns the rows that are present at a moment, in the order of All.
func (t *Table) Neighbors(at time.Time) []*Neighbor {
	return slices.DeleteFunc(t.All(), func(n *Neighbor) bool { return !n.Present(at) })
}
