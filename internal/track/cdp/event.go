package cdp

import (
	"bytes"
	"slices"
	"time"

	"pktscope/dissect/cdp"
)

// An EventKind is what became of a neighbour.
type EventKind uint8

const (
	Arrived   EventKind = iota // it is there, for the first time or again
	Changed                    // it says something else
	Refreshed                  // it says the same
	Expired                    // its holdtime ran out
	Withdrawn                  // it took its announcement back
)

func (k EventKind) String() string {
	return [...]string{"new", "changed", "refreshed", "expired", "withdrawn"}[k]
}

// An Event is what became of a neighbour at some time.
type Event struct {
	Time time.Time
	Kind EventKind
	What Fields // of Changed
}

// maxHistory bounds the events that are kept of a neighbour, eventSize is what
// each costs.
const (
	maxHistory = 16
	eventSize  = 40
)

// note keeps an event, and forgets the oldest.
func (n *Neighbor) note(e Event) EventKind {
	if len(n.History) == maxHistory {
		n.History = slices.Delete(n.History, 0, 1)
	}
	n.History = append(n.History, e)
	return e.Kind
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
	Other
)

// Names lists the fields.
func (f Fields) Names() []string {
	names := []string{}
	for i, name := range [...]string{
		"holdtime", "cdp_version", "capabilities", "platform", "version", "addresses", "management_addresses",
		"native_vlan", "duplex", "vtp_domain", "voice_vlan", "power", "system_name", "prefixes", "other",
	} {
		if f>>i&1 != 0 {
			names = append(names, name)
		}
	}
	return names
}

// compare is what two announcements differ in.
func compare(a, b *cdp.Packet) (what Fields) {
	differ := func(f Fields, same bool) {
		if !same {
			what |= f
		}
	}
	has := func(types ...cdp.TLVType) bool {
		return !slices.ContainsFunc(types, func(t cdp.TLVType) bool { return a.Has(t) != b.Has(t) })
	}
	differ(Capabilities, a.Capabilities == b.Capabilities)
	differ(Platform, bytes.Equal(a.Platform, b.Platform))
	differ(Software, bytes.Equal(a.SoftwareVersion, b.SoftwareVersion))
	differ(Addresses, slices.Equal(a.Addresses, b.Addresses))
	differ(Management, slices.Equal(a.Management, b.Management))
	differ(NativeVLAN, a.NativeVLAN == b.NativeVLAN && has(cdp.NativeVLAN))
	differ(Duplex, a.FullDuplex == b.FullDuplex && has(cdp.Duplex))
	differ(VTPDomain, bytes.Equal(a.VTPDomain, b.VTPDomain) && has(cdp.VTPDomain))
	differ(Voice, a.VoiceReply == b.VoiceReply && a.VoiceQuery == b.VoiceQuery)
	differ(PowerUse, a.PowerDraw == b.PowerDraw && samePower(a.PowerRequested, b.PowerRequested) && samePower(a.PowerAvailable, b.PowerAvailable))
	differ(Name, bytes.Equal(a.SystemName, b.SystemName) && bytes.Equal(a.SystemOID, b.SystemOID))
	differ(Prefixes, slices.Equal(a.Prefixes, b.Prefixes) && a.Gateway == b.Gateway)
	if what == 0 {
		what = Other
	}
	return what
}

func samePower(a, b cdp.Power) bool { return slices.Equal(a.Levels, b.Levels) }
