// Package neighbor keeps what devices announce of themselves to those on the
// same link: the table that CDP and LLDP have in common.
package neighbor

import (
	"bytes"
	"time"
)

// A Neighbor is one row: a device as it is heard on one local interface from
// one of its ports.
type Neighbor struct {
	Interface string // where it was heard
	Circuit   uint32 // of the interface's, a Frame Relay DLCI; 0 where it has none
	Device    string
	Port      string
	Source    string // the sender's address on the link
	Version   uint8  // of the protocol, the highest that it speaks

	First   time.Time // when it was heard first
	Since   time.Time // since when it is there, or was before it was gone
	Last    time.Time // when it was heard last
	Expires time.Time // when its holdtime ends
	TTL     time.Duration

	Packets   uint64
	Versions  Versions
	Bad       uint64  // packets with a wrong checksum
	Malformed uint64  // packets with TLVs that could not be read
	Returns   int     // how often it came back after it was gone
	History   []Event // the latest of them, but for Refreshed

	link      *Link
	order     int
	raw       Raw // what it said last, by the highest version that it speaks
	withdrawn bool
	beat      beat
}

// rowSize is what a row costs beside what it keeps of packets.
const rowSize = 640

// size is what n, whose key is of some length, costs.
func (n *Neighbor) size(key int) int {
	return rowSize + key + len(n.Device) + len(n.Port) + len(n.raw.Data) + cap(n.History)*eventSize
}

// Present reports whether the neighbour is there at a moment: the holdtime of
// what it said last has not run out.
func (n *Neighbor) Present(at time.Time) bool { return !n.withdrawn && at.Before(n.Expires) }

// Raw is what the neighbour announced last.
func (n *Neighbor) Raw() Raw { return n.raw }

// Link is where the neighbour was heard.
func (n *Neighbor) Link() *Link { return n.link }

// Interval is how often the neighbour announces itself, 0 if it was not heard
// often enough to tell.
func (n *Neighbor) Interval() time.Duration { return n.beat.interval() }

// Gaps is how many times between announcements Interval stands on.
func (n *Neighbor) Gaps() int { return n.beat.n }

// hear takes an announcement in and returns what became of the neighbour.
func (n *Neighbor) hear(a *Announcement, differs Differs) (kinds []EventKind) {
	there := n.Present(a.at)
	if n.Packets > 0 && !there && !n.withdrawn {
		kinds = append(kinds, n.note(Event{Time: n.Expires, Kind: Expired}))
		n.withdrawn = true // it is told once
	}
	switch {
	case a.TTL == 0:
		n.take(a)
		n.withdrawn = true
		if there {
			kinds = append(kinds, n.note(Event{Time: a.at, Kind: Withdrawn}))
		}
		return kinds
	case there:
		return append(kinds, n.refresh(a, differs))
	}
	if n.Packets == 0 {
		n.First = a.at
	} else {
		n.Returns++
	}
	n.Version, n.withdrawn, n.Since = 0, false, a.at
	n.take(a)
	n.keep(a)
	return append(kinds, n.note(Event{Time: a.at, Kind: Arrived}))
}

// refresh is a further announcement of a neighbour that is there.
func (n *Neighbor) refresh(a *Announcement, differs Differs) EventKind {
	before := n.TTL
	n.take(a)
	if a.Version < n.Version {
		return Refreshed // the same in older words
	}
	what := differs(n, a)
	if a.Version > n.Version && what != 0 {
		what = Version // it says more, and nothing else
	}
	if before != n.TTL && a.Version == n.Version {
		what |= HoldTime
	}
	n.keep(a)
	if what == 0 {
		return Refreshed
	}
	return n.note(Event{Time: a.at, Kind: Changed, What: what})
}

// take notes what every announcement tells.
func (n *Neighbor) take(a *Announcement) {
	n.Packets++
	n.Versions.count(a.Version)
	if a.Bad {
		n.Bad++
	}
	if a.malformed() {
		n.Malformed++
	}
	n.beat.note(a.Version, a.at)
	n.TTL = a.TTL
	n.Last, n.Expires = a.at, a.at.Add(n.TTL)
}

// keep keeps what was said.
func (n *Neighbor) keep(a *Announcement) {
	n.Version = a.Version
	raw := a.Raw()
	if !bytes.Equal(n.raw.Data, raw.Data) {
		n.raw.Data = bytes.Clone(raw.Data)
	}
	n.raw.Wire = raw.Wire
	renew(&n.Device, a.Device)
	renew(&n.Port, a.Port)
	renew(&n.Source, a.Packet.AppendSource(nil))
}

// renew makes s the text that it is, if it is not yet.
func renew(s *string, text []byte) {
	if string(text) != *s {
		*s = string(text)
	}
}
