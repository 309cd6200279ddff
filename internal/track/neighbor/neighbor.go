// Package neighbor keeps the devices that announce themselves on a link: the
// table that CDP and LLDP have in common.
package neighbor

import (
	"bytes"
	"time"
)

// A Neighbor is one row: a port of a device, as announced on one local interface.
type Neighbor struct {
	Interface string // on which it was captured
	Circuit   uint32 // on the interface: a Frame Relay DLCI, 0 on other links
	Device    string
	Port      string
	Source    string // the sender's address on the link
	Version   uint8  // of the protocol, the highest announced

	First      time.Time // of its announcements
	FirstFrame uint64    // with First
	Since      time.Time // of its announcements after it was last absent
	Last       time.Time
	Expires    time.Time // when its holdtime ends
	TTL        time.Duration

	TTLAssumed bool // the protocol tells no holdtime

	Packets   uint64
	Versions  Versions
	Bad       uint64  // packets with a wrong checksum
	Malformed uint64  // packets with TLVs that could not be read
	Returns   int     // how often it was present again after it was absent
	History   []Event // the latest, without Refreshed

	Heard    Sighting // of Raw
	HeardBad Sighting // of the latest packet with a wrong checksum
	HeardV1  Sighting // of the latest packet of version 1

	link      *Link
	order     int
	events    uint64 // of History, also those that it has no room for
	raw       Raw    // latest announcement of the highest version
	more      Raw    // latest supplement
	withdrawn bool
	interval  interval
}

// A Sighting is the frame of an announcement.
type Sighting struct {
	Frame uint64 // 0: there is none
	Time  time.Time
}

// rowSize is what a row costs beside what it keeps of packets.
const rowSize = 748

// size is what n, whose key is of some length, costs.
func (n *Neighbor) size(key int) int {
	return rowSize + key + len(n.Device) + len(n.Port) + len(n.raw.Data) + len(n.more.Data) + cap(n.History)*eventSize
}

// Present reports whether the holdtime of the latest announcement has not run
// out at a moment.
func (n *Neighbor) Present(at time.Time) bool { return !n.withdrawn && at.Before(n.Expires) }

// Raw is the latest announcement.
func (n *Neighbor) Raw() Raw { return n.raw }

// Supplement is the latest announcement that supplements others, without Data where
// there is none.
func (n *Neighbor) Supplement() Raw { return n.more }

// Link is the local interface.
func (n *Neighbor) Link() *Link { return n.link }

// Interval is the usual time between two announcements, 0 before there are two.
func (n *Neighbor) Interval() time.Duration { return n.interval.median() }

// Gaps is how many times between announcements were measured.
func (n *Neighbor) Gaps() int { return n.interval.n }

// record updates n by an announcement and counts what became of n.
func (n *Neighbor) record(a *Announcement, differs Differs, events *Events) {
	there := n.Present(a.at)
	if n.Packets > 0 && !there && !n.withdrawn {
		events[n.addEvent(Event{Time: n.Expires, Kind: Expired})]++
		n.withdrawn = true // one event
	}
	switch {
	case a.TTL == 0:
		n.count(a)
		n.withdrawn = true
		if there {
			events[n.addEvent(Event{Time: a.at, Frame: a.Packet.Number, Kind: Withdrawn})]++
		}
		return
	case there:
		events[n.refresh(a, differs)]++
		return
	}
	if n.Packets == 0 {
		n.First, n.FirstFrame = a.at, a.Packet.Number
	} else {
		n.Returns++
	}
	n.Version, n.withdrawn, n.Since = 0, false, a.at
	n.count(a)
	n.store(a)
	events[n.addEvent(Event{Time: a.at, Frame: a.Packet.Number, Kind: Arrived})]++
}

// refresh updates n, which is present, by a further announcement.
func (n *Neighbor) refresh(a *Announcement, differs Differs) EventKind {
	before := n.TTL
	n.count(a)
	if a.Version < n.Version {
		return Refreshed // an older version announces no more than a newer one
	}
	what := differs(n, a)
	if a.Version > n.Version && what != 0 {
		what = Version // what a newer version adds is no other change
	}
	if before != n.TTL && a.Version == n.Version && !a.TTLAssumed {
		what |= HoldTime
	}
	n.store(a)
	if what == 0 {
		return Refreshed
	}
	return n.addEvent(Event{Time: a.at, Frame: a.Packet.Number, Kind: Changed, What: what})
}

// count updates what every announcement changes: counters, times and holdtime.
func (n *Neighbor) count(a *Announcement) {
	n.Packets++
	n.Versions.count(a.Version)
	heard := Sighting{a.Packet.Number, a.at}
	if a.Bad {
		n.Bad++
		n.HeardBad = heard
	}
	if a.Version == 1 {
		n.HeardV1 = heard
	}
	if a.malformed() {
		n.Malformed++
	}
	n.TTL, n.TTLAssumed = a.TTL, a.TTLAssumed
	if !a.Supplement {
		n.interval.add(a.Version, a.at)
	}
	if a.TTLAssumed {
		n.TTL = max(n.TTL, assumedIntervals*n.Interval())
	}
	n.Last, n.Expires = a.at, a.at.Add(n.TTL)
}

// assumedIntervals is how many intervals an announcement holds whose protocol tells
// no holdtime, as CDP, LLDP and EDP have it by default.
const assumedIntervals = 3

// keep makes r what raw is.
func (r *Raw) keep(raw Raw) {
	if !bytes.Equal(r.Data, raw.Data) {
		r.Data = bytes.Clone(raw.Data)
	}
	r.Wire = raw.Wire
}

// store keeps an announcement.
func (n *Neighbor) store(a *Announcement) {
	if a.Supplement {
		n.more.keep(a.Raw())
		return
	}
	n.Version, n.Heard = a.Version, Sighting{a.Packet.Number, a.at}
	n.raw.keep(a.Raw())
	assign(&n.Device, a.Device)
	assign(&n.Port, a.Port)
	assign(&n.Source, a.source)
}

// assign sets s to a text, without an allocation where it is that already.
func assign(s *string, text []byte) {
	if string(text) != *s {
		*s = string(text)
	}
}
