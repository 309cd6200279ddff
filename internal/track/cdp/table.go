// Package cdp keeps the neighbours that announce themselves by CDP: the table
// that a router prints with "show cdp neighbors", and its counters.
package cdp

import (
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/cdp"
	"github.com/pktscope/pktscope/internal/track/neighbor"
)

// A Table has one row per local interface, device and port. It is a
// track.Watcher.
type Table struct {
	*neighbor.Table
	key []byte
}

// New makes a Table that keeps at most limit bytes, 0 for
// neighbor.DefaultLimit.
func New(limit int) *Table { return &Table{Table: neighbor.New(limit, differs)} }

// Watch implements track.Watcher.
func (t *Table) Watch(p *dissect.Packet) {
	t.Tick(p)
	packet, layer, ok := neighbor.Find[*cdp.Packet](p)
	if !ok {
		return
	}
	a := neighbor.Announcement{
		Packet: p, Layer: layer, Version: packet.Version, TTL: time.Duration(packet.TTL) * time.Second,
		Bad: packet.Sum == cdp.SumBad, Unverified: packet.Sum == cdp.SumUnverified, Faults: packet.Faults,
		Device: packet.DeviceID, Port: packet.PortID,
	}
	if packet.Has(cdp.DeviceID) {
		t.key = neighbor.AppendPair(t.key[:0], packet.DeviceID, packet.PortID)
		a.Key = t.key
	}
	t.Record(a)
}
