// Package edp keeps the neighbours that announce themselves by EDP: the table that
// Extreme Networks' switches print with "show edp ports".
package edp

import (
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/edp"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/track/bounded"
	"github.com/pktscope/pktscope/internal/track/neighbor"
)

// A Table has one row per local interface, device and port. It is a
// track.Watcher.
//
// A device tells its slot and port in one packet, and its VLANs perhaps in others,
// which belong to the row that its MAC address had last on the interface.
type Table struct {
	*neighbor.Table
	rows *bounded.Table[string, row] // by interface and MAC address
}

// A row is what packets without a port belong to.
type row struct {
	key    []byte
	device []byte
	port   []byte
}

// HoldTime is how long an announcement is taken to hold, for EDP tells no holdtime:
// ExtremeXOS's default. A device that announces itself less often than its
// default, each minute, is kept for three times its interval.
const HoldTime = 180 * time.Second

// maxRows bounds the cost of rows, in bytes.
const maxRows = 1 << 20

// New makes a Table that keeps at most limit bytes, 0 for neighbor.DefaultLimit.
func New(limit int) *Table {
	return &Table{Table: neighbor.New(limit, differs), rows: bounded.New[string, row](maxRows)}
}

// Clear removes all rows.
func (t *Table) Clear() {
	t.Table.Clear()
	t.rows = bounded.New[string, row](maxRows)
}

// Watch implements track.Watcher. Messages of the protocols that EDP carries, such as
// EAPS, are no announcements.
func (t *Table) Watch(p *dissect.Packet) {
	t.Tick(p)
	packet, layer, ok := neighbor.Find[*edp.Packet](p)
	if !ok || !announces(packet) {
		return
	}
	a := neighbor.Announcement{
		Packet: p, Layer: layer, Version: packet.Version, TTL: HoldTime, TTLAssumed: true, Faults: packet.Faults,
		Bad: packet.Sum == edp.SumBad, Unverified: packet.Sum == edp.SumUnverified,
	}
	if packet.IDType == macID {
		t.identify(&a, packet)
	}
	t.Record(a)
}

// macID is the type of an ID that is a MAC address.
const macID = 0

func announces(p *edp.Packet) bool {
	return p.Has(edp.Display) || p.Has(edp.DeviceInfo) || p.Has(edp.VLANInfo)
}

// identify sets the row of an announcement. VLANs alone make none.
func (t *Table) identify(a *neighbor.Announcement, p *edp.Packet) {
	name := a.Packet.Interface + "\x00" + string(p.MAC[:])
	e := t.rows.Find(name)
	switch {
	case p.Has(edp.DeviceInfo):
	case e != nil:
		a.Key, a.Device, a.Port, a.Supplement = e.Value.key, e.Value.device, e.Value.port, true
		return
	case !p.Has(edp.Display):
		return
	}
	if e == nil {
		e = t.rows.Add(name)
	}
	r := &e.Value
	r.device = append(r.device[:0], p.Name...)
	if len(r.device) == 0 {
		r.device = field.AppendBytes(r.device, p.MAC[:], ':')
	}
	r.port = appendPort(r.port[:0], p)
	r.key = append(append(r.key[:0], p.MAC[:]...), r.port...)
	t.rows.SetCost(e, len(name)+len(r.key)+len(r.device)+len(r.port)+rowSize)
	a.Key, a.Device, a.Port = r.key, r.device, r.port
}

// rowSize is what a row costs beside its texts.
const rowSize = 160

// appendPort appends "1:24", the slot and the port, as ExtremeXOS calls ports.
func appendPort(b []byte, p *edp.Packet) []byte {
	if !p.Has(edp.DeviceInfo) {
		return b
	}
	b = append(field.AppendUint(b, uint64(p.Info.Slot)), ':')
	return field.AppendUint(b, uint64(p.Info.Port))
}

// Announcement is the latest announcement of a neighbour, decoded, with the VLANs of
// those that have no more.
func Announcement(n *neighbor.Neighbor) *edp.Packet {
	var p edp.Packet
	n.Raw().Decode(&p)
	if more := n.Supplement(); len(p.VLANs) == 0 && len(more.Data) > 0 {
		var q edp.Packet
		more.Decode(&q)
		p.VLANs = q.VLANs
	}
	return &p
}

// differs implements neighbor.Differs. What no announcement has told before is no
// change.
func differs(n *neighbor.Neighbor, a *neighbor.Announcement) (what neighbor.Fields) {
	was, is := Announcement(n), a.Layer.Message.(*edp.Packet)
	if is.Has(edp.VLANInfo) && len(was.VLANs) > 0 {
		what.Unless(sameVLANs(was.VLANs, is.VLANs), neighbor.VLANs)
	}
	if is.Has(edp.DeviceInfo) {
		what.Unless(string(was.Name) == string(is.Name), neighbor.Name)
		what.Unless(was.Info.Version == is.Info.Version, neighbor.Software)
	}
	return what
}

func sameVLANs(a, b []edp.VLAN) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].ID != b[i].ID || a[i].Addr != b[i].Addr || string(a[i].Name) != string(b[i].Name) {
			return false
		}
	}
	return true
}
