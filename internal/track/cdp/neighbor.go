package cdp

import (
	"bytes"
	"errors"
	"time"

	"pktscope/dissect/cdp"
	"pktscope/dissect/field"
)

// A Neighbor is one row: a device as it is heard on one local interface from
// one of its ports.
type Neighbor struct {
	Interface string // where it was heard
	Device    string
	Port      string
	Source    string // the sender's address on the link
	Version   uint8  // of CDP, the highest that it speaks

	First   time.Time // when it was heard first
	Since   time.Time // since when it is there, or was before it was gone
	Last    time.Time // when it was heard last
	Expires time.Time // when its holdtime ends
	TTL     time.Duration

	Packets   uint64
	Versions  [3]uint64 // packets by version, others at 0
	Bad       uint64    // packets with a wrong checksum
	Malformed uint64    // packets with TLVs that could not be read
	Returns   int       // how often it came back after it was gone
	History   []Event   // the latest of them, but for Refreshed

	key       string
	link      *Link
	order     int
	raw       []byte // what it said last, by the highest version that it speaks
	wire      int    // its length on the wire
	withdrawn bool
	beat      beat
	list      *list // that it is in
	prev      *Neighbor
	next      *Neighbor
}

// rowSize is what a row costs beside what it keeps of packets.
const rowSize = 640

// size is what n costs.
func (n *Neighbor) size() int { return rowSize + 3*len(n.key) + len(n.raw) + cap(n.History)*eventSize }

// Present reports whether the neighbour is there at a moment: the holdtime of
// what it said last has not run out.
func (n *Neighbor) Present(at time.Time) bool { return !n.withdrawn && at.Before(n.Expires) }

// Said is what the neighbour announced last.
func (n *Neighbor) Said() *cdp.Packet { return decode(n.raw, n.wire) }

// decode reads an announcement again.
func decode(raw []byte, wire int) *cdp.Packet {
	var p cdp.Packet
	var d field.Decoder
	d.Reset(raw, field.Span{End: len(raw), Wire: wire}, nil, -1)
	_ = p.Decode(&d) // what can be read of it was told when it was heard
	return &p
}

// Interval is how often the neighbour announces itself, 0 if it was not heard
// often enough to tell.
func (n *Neighbor) Interval() time.Duration { return n.beat.interval() }

// hear takes an announcement in and returns what became of the neighbour.
func (n *Neighbor) hear(h *hearing) (kinds []EventKind) {
	there := n.Present(h.at)
	if n.Packets > 0 && !there && !n.withdrawn {
		kinds = append(kinds, n.note(Event{Time: n.Expires, Kind: Expired}))
		n.withdrawn = true // it is told once
	}
	switch {
	case h.said.TTL == 0:
		n.take(h)
		n.withdrawn = true
		if there {
			kinds = append(kinds, n.note(Event{Time: h.at, Kind: Withdrawn}))
		}
		return kinds
	case there:
		return append(kinds, n.refresh(h))
	}
	if n.Packets == 0 {
		n.First = h.at
	} else {
		n.Returns++
	}
	n.Version, n.withdrawn, n.Since = 0, false, h.at
	n.take(h)
	n.keep(h)
	return append(kinds, n.note(Event{Time: h.at, Kind: Arrived}))
}

// refresh is a further announcement of a neighbour that is there.
func (n *Neighbor) refresh(h *hearing) EventKind {
	before := n.TTL
	n.take(h)
	if h.said.Version < n.Version {
		return Refreshed // the same in older words
	}
	what := n.differs(h)
	if before != n.TTL && h.said.Version == n.Version {
		what |= HoldTime
	}
	n.keep(h)
	if what == 0 {
		return Refreshed
	}
	return n.note(Event{Time: h.at, Kind: Changed, What: what})
}

// take notes what every announcement tells.
func (n *Neighbor) take(h *hearing) {
	said := h.said
	n.Packets++
	if v := said.Version; v < 3 {
		n.Versions[v]++
	} else {
		n.Versions[0]++
	}
	if said.Sum == cdp.SumBad {
		n.Bad++
	}
	if h.malformed() {
		n.Malformed++
	}
	n.beat.note(said.Version, h.at)
	n.TTL = time.Duration(said.TTL) * time.Second
	n.Last, n.Expires = h.at, h.at.Add(n.TTL)
}

// keep keeps what was said.
func (n *Neighbor) keep(h *hearing) {
	n.Version = h.said.Version
	raw, wire := h.raw()
	if !bytes.Equal(n.raw, raw) {
		n.raw = bytes.Clone(raw)
	}
	n.wire = wire
	if source := h.p.AppendSource(nil); string(source) != n.Source {
		n.Source = string(source)
	}
}

// differs is what has changed since the neighbour was heard before.
func (n *Neighbor) differs(h *hearing) Fields {
	raw, wire := h.raw()
	if wire == n.wire && bytes.Equal(raw[min(len(raw), headerSize):], n.raw[min(len(n.raw), headerSize):]) {
		return 0
	}
	what := compare(n.Said(), h.said)
	if h.said.Version > n.Version {
		what = Version // it says more, and nothing else
	}
	return what
}

// headerSize is what stands before the TLVs: version, holdtime, checksum.
const headerSize = 4

// malformed reports whether the announcement is damaged, not only cut.
func (h *hearing) malformed() bool {
	return h.said.Faults > 0 || h.p.Notes > 0 || errors.Is(h.p.Err, field.ErrMalformed)
}

// A list has neighbours, the newest at the front.
type list struct{ front *Neighbor }

func (l *list) push(n *Neighbor) {
	n.list, n.prev, n.next = l, nil, l.front
	if l.front != nil {
		l.front.prev = n
	}
	l.front = n
}

// remove takes n out, if it is in.
func (l *list) remove(n *Neighbor) {
	if n.list != l {
		return
	}
	if n.prev != nil {
		n.prev.next = n.next
	} else {
		l.front = n.next
	}
	if n.next != nil {
		n.next.prev = n.prev
	}
	n.list, n.prev, n.next = nil, nil, nil
}
