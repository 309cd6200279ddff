package cdp

import (
	"bytes"
	"slices"

	"github.com/pktscope/pktscope/dissect/cdp"
	"github.com/pktscope/pktscope/internal/track/neighbor"
)

// Announcement is the latest announcement of a neighbour, decoded.
func Announcement(n *neighbor.Neighbor) *cdp.Packet {
	var p cdp.Packet
	n.Raw().Decode(&p)
	return &p
}

// headerSize is the length of version, holdtime and checksum, before the TLVs.
const headerSize = 4

// differs implements neighbor.Differs.
func differs(n *neighbor.Neighbor, a *neighbor.Announcement) neighbor.Fields {
	if n.Raw().Equal(a.Raw(), headerSize) {
		return 0
	}
	return compare(Announcement(n), a.Layer.Message.(*cdp.Packet))
}

// compare returns what differs between two announcements.
func compare(a, b *cdp.Packet) (what neighbor.Fields) {
	has := func(t cdp.TLVType) bool { return a.Has(t) == b.Has(t) }
	what.Unless(a.Capabilities == b.Capabilities, neighbor.Capabilities)
	what.Unless(bytes.Equal(a.Platform, b.Platform), neighbor.Platform)
	what.Unless(bytes.Equal(a.SoftwareVersion, b.SoftwareVersion), neighbor.Software)
	what.Unless(slices.Equal(a.Addresses, b.Addresses), neighbor.Addresses)
	what.Unless(slices.Equal(a.Management, b.Management), neighbor.Management)
	what.Unless(a.NativeVLAN == b.NativeVLAN && has(cdp.NativeVLAN), neighbor.NativeVLAN)
	what.Unless(a.FullDuplex == b.FullDuplex && has(cdp.Duplex), neighbor.Duplex)
	what.Unless(bytes.Equal(a.VTPDomain, b.VTPDomain) && has(cdp.VTPDomain), neighbor.VTPDomain)
	what.Unless(a.VoiceReply == b.VoiceReply && a.VoiceQuery == b.VoiceQuery, neighbor.Voice)
	what.Unless(a.PowerDraw == b.PowerDraw && samePower(a.PowerRequested, b.PowerRequested) &&
		samePower(a.PowerAvailable, b.PowerAvailable), neighbor.PowerUse)
	what.Unless(bytes.Equal(a.SystemName, b.SystemName) && bytes.Equal(a.SystemOID, b.SystemOID), neighbor.Name)
	what.Unless(slices.Equal(a.Prefixes, b.Prefixes) && a.Gateway == b.Gateway, neighbor.Prefixes)
	if what == 0 {
		what = neighbor.Other
	}
	return what
}

func samePower(a, b cdp.Power) bool { return slices.Equal(a.Levels, b.Levels) }
