package events

import (
	"bytes"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report/neighbors"
	"github.com/pktscope/pktscope/internal/track/neighbor"
)

// discovered tells of the neighbours of one protocol.
type discovered struct {
	*Stream
	neighbors.Discovery
}

func newNeighbors(s *Stream) (list []kind) {
	for _, d := range s.discoveries {
		n := &discovered{s, d}
		n.Table.Told = n.turn
		list = append(list, n)
	}
	return list
}

func (d *discovered) observe(p *dissect.Packet) { d.Watcher.Watch(p) }
func (d *discovered) pass(to time.Time)         { d.Table.Expire(to) }
func (d *discovered) end(at time.Time)          {}

// The names of the events, by what became of a neighbour.
var neighborEvents = map[neighbor.EventKind]string{
	neighbor.Arrived: "neighbor.new", neighbor.Changed: "neighbor.changed",
	neighbor.Expired: "neighbor.lost", neighbor.Withdrawn: "neighbor.withdrawn",
}

// turn tells what became of a neighbour: that it was lost, if somebody listened until then.
func (d *discovered) turn(n, before *neighbor.Neighbor, e neighbor.Event) {
	if e.Kind == neighbor.Expired && e.Time.After(d.ended) && !before.Last.After(d.ended) {
		return
	}
	if e.Kind == neighbor.Expired && n.Since.After(before.Since) {
		n = before // it is there again by now
	}
	o := render.Object{{Key: "protocol", Value: d.Name}}
	switch identity := d.Members(n, e.Time, "device_id", "local_interface", "port_id", "source"); e.Kind {
	case neighbor.Arrived:
		o = append(o, d.announced(n, e.Time)...)
	case neighbor.Changed:
		o = append(append(o, identity...), render.Member{Key: "changed", Value: e.What.Names()}, render.Member{Key: "changes", Value: d.changes(before, n, e.Time)})
	default:
		o = append(append(o, identity...), d.Members(n, e.Time, "ttl", "first_seen", "last_seen", "present_since", "packets")...)
	}
	d.tell(event{name: neighborEvents[e.Kind], time: e.Time, frame: e.Frame, iface: n.Interface, members: o})
}

// announced are the cells of what a neighbour announces.
func (d *discovered) announced(n *neighbor.Neighbor, at time.Time) (o render.Object) {
	for _, m := range d.Members(n, at) {
		if !neighbors.Measured(m.Key) {
			o = append(o, m)
		}
	}
	return o
}

// changes are the cells that differ between two announcements, with both values.
func (d *discovered) changes(before, n *neighbor.Neighbor, at time.Time) []any {
	list := []any{}
	was := d.announced(before, at)
	for i, is := range d.announced(n, at) {
		if !same(was[i].Value, is.Value) {
			list = append(list, render.Object{{Key: "key", Value: is.Key}, {Key: "old", Value: was[i].Value}, {Key: "new", Value: is.Value}})
		}
	}
	return list
}

// same reports whether two cells are the same in JSON.
func same(a, b any) bool {
	x, errX := render.AppendJSON(nil, a)
	y, errY := render.AppendJSON(nil, b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}
