// Package lldp keeps the neighbours that announce themselves by LLDP: the table
// that a router prints with "show lldp neighbors".
package lldp

import (
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/lldp"
	"github.com/pktscope/pktscope/internal/track/neighbor"
)

// A Table has one row per local interface, chassis and port: IEEE 802.1AB,
// section 9.1.2. It is a track.Watcher.
//
// A row's Device is the system's name or, where it has none, its chassis ID.
type Table struct {
	*neighbor.Table
	key, device, port []byte
}

// New makes a Table that keeps at most limit bytes, 0 for
// neighbor.DefaultLimit.
func New(limit int) *Table { return &Table{Table: neighbor.New(limit, differs)} }

// Watch implements track.Watcher.
func (t *Table) Watch(p *dissect.Packet) {
	t.Tick(p)
	packet, layer, ok := neighbor.Find[*lldp.Packet](p)
	if !ok {
		return
	}
	t.device, t.port = appendDevice(t.device[:0], packet), AppendID(t.port[:0], &packet.Port)
	a := neighbor.Announcement{
		Packet: p, Layer: layer, TTL: time.Duration(packet.TTL) * time.Second, Faults: packet.Faults,
		Device: t.device, Port: t.port,
	}
	if complete(packet) {
		t.key = neighbor.AppendPair(t.key[:0], identity(&packet.Chassis), identity(&packet.Port))
		a.Key = t.key
	}
	t.Record(a)
}

// complete reports whether an announcement has the three TLVs that IEEE 802.1AB,
// section 8.2, demands. Receivers discard others.
func complete(packet *lldp.Packet) bool {
	return packet.Has(lldp.ChassisID) && packet.Has(lldp.PortID) && packet.Has(lldp.TimeToLive)
}

// identity is an ID with its subtype, which stands before the value.
func identity(id *lldp.ID) []byte { return append([]byte{id.Subtype}, id.Value...) }
