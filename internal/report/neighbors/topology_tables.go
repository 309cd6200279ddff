package neighbors

import (
	"slices"
	"strings"

	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/topology"
)

// A topology has tables of several kinds: devices, links between two of them,
// segments, and ports whose other end was not heard.

// columns makes columns of "key: Title" pairs.
func columns(pairs ...string) (list []render.Column) {
	for _, p := range pairs {
		key, title, _ := strings.Cut(p, ": ")
		list = append(list, render.Column{Key: key, Title: title})
	}
	return list
}

func deviceTable(g *topology.Graph) render.Report {
	r := render.Report{Title: "Devices", Key: "nodes", Columns: columns("id: Device ID", "platform: Platform", "capabilities: Capability")}
	for _, d := range g.Devices {
		r.Rows = append(r.Rows, []any{d.ID, render.OrNil(d.Platform), append([]string{}, d.Capabilities...)})
	}
	return r
}

// table is who is left out, for other programs.
func (l leftOut) table() render.Report {
	r := render.Report{Title: "Left out", Key: "left_out", Columns: columns("reason: Reason", "neighbors: Neighbors")}
	if l.gone > 0 {
		r.Rows = append(r.Rows, []any{"gone", l.gone})
	}
	if l.evicted > 0 {
		r.Rows = append(r.Rows, []any{"no room", l.evicted})
	}
	return r
}

// topologyObject is the topology for programs.
func topologyObject(g *topology.Graph, left leftOut) []render.Report {
	place := columns("interface", "interfaces", "dlci")
	links := render.Report{Key: "links", Columns: slices.Concat(columns("a", "b"), place)}
	stubs := render.Report{Key: "stubs", Columns: slices.Concat(columns("device", "port"), place)}
	segments := render.Report{Key: "segments", Columns: slices.Concat(columns("ends", "mixed"), place)}
	for _, l := range g.Links {
		var ends []any
		for _, e := range l.Ends {
			ends = append(ends, render.Object{{Key: "device", Value: e.Device.ID}, {Key: "port", Value: render.OrNil(e.Port)}})
		}
		where := []any{l.Interfaces[0], l.Interfaces, nil}
		if l.Circuit != 0 {
			where[2] = l.Circuit
		}
		switch {
		case l.Pair():
			links.Rows = append(links.Rows, append(ends, where...))
		case len(ends) == 1:
			stubs.Rows = append(stubs.Rows, append([]any{l.Ends[0].Device.ID, render.OrNil(l.Ends[0].Port)}, where...))
		default:
			segments.Rows = append(segments.Rows, append([]any{ends, l.Mixed()}, where...))
		}
	}
	return []render.Report{deviceTable(g), links, stubs, segments, left.table()}
}

// topologyTables is the topology for readers; what is empty is left out.
func topologyTables(g *topology.Graph, left leftOut) []render.Report {
	links := render.Report{Title: "Links", Columns: columns("a: Device", "a_port: Port", "b: Device", "b_port: Port", "interfaces: Heard on")}
	segments := render.Report{Title: "Segments", Columns: columns("segment: Segment", "device: Device", "port: Port", "interfaces: Heard on")}
	stubs := render.Report{Title: "Ports without a known neighbor", Columns: columns("device: Device", "port: Port", "interfaces: Heard on")}
	number := 0
	for _, l := range g.Links {
		if l.Pair() {
			a, b := l.Ends[0], l.Ends[1]
			links.Rows = append(links.Rows, []any{a.Device.ID, a.Port, b.Device.ID, b.Port, l.Interfaces})
			continue
		}
		if len(l.Ends) > 1 {
			number++
		}
		for _, e := range l.Ends {
			row := []any{e.Device.ID, e.Port, l.Interfaces}
			if len(l.Ends) > 1 {
				segments.Rows = append(segments.Rows, append([]any{number}, row...))
			} else {
				stubs.Rows = append(stubs.Rows, row)
			}
		}
	}
	return slices.DeleteFunc([]render.Report{deviceTable(g), links, segments, stubs, left.table()}, func(r render.Report) bool { return len(r.Rows) == 0 })
}

// endTable has a row for each end of a link; those of one link have the same
// number.
func endTable(g *topology.Graph) render.Report {
	r := render.Report{Columns: columns("link", "interface", "device_id", "port_id", "platform", "capabilities")}
	for i, l := range g.Links {
		for _, e := range l.Ends {
			r.Rows = append(r.Rows, []any{i + 1, l.Interfaces[0], e.Device.ID, render.OrNil(e.Port), render.OrNil(e.Device.Platform), e.Device.Capabilities})
		}
	}
	return r
}
