// Package fdp keeps the neighbours that announce themselves by FDP: the table that
// Foundry's and Brocade's switches print with "show fdp neighbors".
package fdp

import (
	"bytes"
	"slices"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/fdp"
	"github.com/pktscope/pktscope/internal/track/neighbor"
)

// A Table has one row per local interface, device and port. It is a
// track.Watcher.
type Table struct {
	*neighbor.Table
	key []byte
}

// New makes a Table that keeps at most limit bytes, 0 for neighbor.DefaultLimit.
func New(limit int) *Table { return &Table{Table: neighbor.New(limit, differs)} }

// Watch implements track.Watcher.
func (t *Table) Watch(p *dissect.Packet) {
	t.Tick(p)
	packet, layer, ok := neighbor.Find[*fdp.Packet](p)
	if !ok {
		return
	}
	a := neighbor.Announcement{
		Packet: p, Layer: layer, Version: packet.Version, TTL: time.Duration(packet.Holdtime) * time.Second,
		Faults: packet.Faults, Device: packet.DeviceID, Port: packet.Interface,
	}
	if packet.Has(fdp.DeviceID) {
		t.key = neighbor.AppendPair(t.key[:0], packet.DeviceID, packet.Interface)
		a.Key = t.key
	}
	t.Record(a)
}

// Announcement is the latest announcement of a neighbour, decoded.
func Announcement(n *neighbor.Neighbor) *fdp.Packet {
	var p fdp.Packet
	n.Raw().Decode(&p)
	return &p
}

// headerSize is the length of version, holdtime and checksum, before the TLVs.
const headerSize = 4

// differs implements neighbor.Differs.
func differs(n *neighbor.Neighbor, a *neighbor.Announcement) (what neighbor.Fields) {
	if n.Raw().Equal(a.Raw(), headerSize) {
		return 0
	}
	was, is := Announcement(n), a.Layer.Message.(*fdp.Packet)
	what.Unless(bytes.Equal(was.Capabilities, is.Capabilities), neighbor.Capabilities)
	what.Unless(bytes.Equal(was.Platform, is.Platform), neighbor.Platform)
	what.Unless(bytes.Equal(was.SoftwareVersion, is.SoftwareVersion), neighbor.Software)
	what.Unless(slices.Equal(was.Addresses, is.Addresses), neighbor.Addresses)
	what.Unless(was.NativeVLAN == is.NativeVLAN && was.Has(fdp.Tagging) == is.Has(fdp.Tagging), neighbor.NativeVLAN)
	what.Unless(bytes.Equal(was.VLANs, is.VLANs), neighbor.VLANs)
	if what == 0 {
		what = neighbor.Other
	}
	return what
}
