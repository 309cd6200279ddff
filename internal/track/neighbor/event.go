package neighbor

import (
	"slices"
	"time"
)

// An EventKind is what became of a neighbour.
type EventKind uint8

const (
	Arrived   EventKind = iota // present, for the first time or again
	Changed                    // announces something else
	Refreshed                  // announces the same
	Expired                    // the holdtime ran out
	Withdrawn                  // announced a holdtime of 0
)

func (k EventKind) String() string {
	return [...]string{"new", "changed", "refreshed", "expired", "withdrawn"}[k]
}

// Events are the numbers of events, by their kinds.
type Events [Withdrawn + 1]uint64

// An Event is what became of a neighbour at some time.
type Event struct {
	Time  time.Time
	Frame uint64 // of the announcement; 0 for Expired
	Kind  EventKind
	What  Fields // of Changed
}

// maxHistory bounds the events that are kept of a neighbour, eventSize is what
// each costs.
const (
	maxHistory = 16
	eventSize  = 40
)

// addEvent keeps an event in the place of the oldest.
func (n *Neighbor) addEvent(e Event) EventKind {
	n.events++
	if len(n.History) == maxHistory {
		n.History = slices.Delete(n.History, 0, 1)
	}
	n.History = append(n.History, e)
	return e.Kind
}

// tell calls Told with the events that n has had since before.
func (t *Table) tell(n, before *Neighbor) {
	fresh := min(int(n.events-before.events), len(n.History))
	for _, e := range n.History[len(n.History)-fresh:] {
		t.Told(n, before, e)
	}
}

// Expire notes, as of a moment, the neighbours whose holdtime has run out. Without, that
// is noted when they announce themselves again.
func (t *Table) Expire(at time.Time) {
	if t.due.IsZero() || at.Before(t.due) {
		return
	}
	t.due = time.Time{}
	for _, n := range t.All() {
		switch {
		case n.withdrawn:
		case n.Present(at):
			t.await(n.Expires)
		default:
			before := *n
			n.withdrawn = true
			t.Events[n.addEvent(Event{Time: n.Expires, Kind: Expired})]++
			if t.Told != nil {
				t.tell(n, &before)
			}
		}
	}
}

// await notes that a holdtime runs out at a moment.
func (t *Table) await(expires time.Time) {
	if t.due.IsZero() || expires.Before(t.due) {
		t.due = expires
	}
}

// Fields are what can change in an announcement.
type Fields uint32

const (
	HoldTime Fields = 1 << iota
	Version
	Capabilities
	Platform
	Software
	Addresses
	Management
	NativeVLAN
	Duplex
	VTPDomain
	Voice
	PowerUse
	Name
	Prefixes
	PortDescription
	VLANs
	Inventory
	Other
)

// Names lists the fields as reports call them.
func (f Fields) Names() []string {
	names := []string{}
	for i, name := range [...]string{
		"holdtime", "cdp_version", "capabilities", "platform", "version", "addresses", "management_addresses",
		"native_vlan", "duplex", "vtp_domain", "voice_vlan", "power", "system_name", "prefixes", "port_description",
		"vlans", "inventory", "other",
	} {
		if f>>i&1 != 0 {
			names = append(names, name)
		}
	}
	return names
}

// Unless adds f to the fields that differ, unless both are the same.
func (f *Fields) Unless(same bool, what Fields) {
	if !same {
		*f |= what
	}
}
