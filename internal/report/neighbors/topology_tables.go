package neighbors

import (
	"iter"
	"slices"

	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/topology"
	"github.com/pktscope/pktscope/internal/track/neighbor"
)

// A topology has tables of devices, of links between two devices, of segments, and of
// ports without a known neighbor.

var deviceColumns = []render.Column[*topology.Device]{
	{Title: "Device ID", Key: "id", Cell: func(d *topology.Device) any { return d.ID }},
	{Title: "Platform", Key: "platform", Cell: func(d *topology.Device) any { return render.OrNil(d.Platform) }},
	{Title: "Capability", Key: "capabilities", Cell: func(d *topology.Device) any { return slices.Concat([]string{}, d.Capabilities) }},
}

func deviceTable(g *topology.Graph) render.Report {
	return render.Report{Title: "Devices", Key: "nodes", Table: render.Table[*topology.Device]{Columns: deviceColumns, Rows: slices.Values(g.Devices)}}
}

// An omission is a reason to leave neighbors out, and how many.
type omission struct {
	reason    string
	neighbors uint64
}

var omissionColumns = []render.Column[omission]{
	{Title: "Reason", Key: "reason", Cell: func(o omission) any { return o.reason }},
	{Title: "Neighbors", Key: "neighbors", Cell: func(o omission) any { return o.neighbors }},
}

// omissions returns the reasons that apply to tables, which are not cut as pictures
// are.
func (l leftOut) omissions() []omission {
	all := []omission{{"gone", uint64(l.gone)}, {"no room", l.evicted}}
	return slices.DeleteFunc(all, func(o omission) bool { return o.neighbors == 0 })
}

func (l leftOut) table() render.Report {
	return render.Report{Title: "Left out", Key: "left_out", Table: render.Table[omission]{Columns: omissionColumns, Rows: slices.Values(l.omissions())}}
}

// placeColumns are the interfaces of a link, and its Frame Relay circuit.
var placeColumns = []render.Column[*topology.Link]{
	{Key: "interface", Cell: func(l *topology.Link) any { return l.Interfaces[0] }},
	{Key: "interfaces", Cell: func(l *topology.Link) any { return l.Interfaces }},
	{Key: "dlci", Cell: func(l *topology.Link) any { return render.OrNil(l.Circuit) }},
}

// Columns of links between two devices, of links with one known end, and of segments.
var (
	pairColumns = append([]render.Column[*topology.Link]{
		{Key: "a", Cell: func(l *topology.Link) any { return endObject(l.Ends[0]) }},
		{Key: "b", Cell: func(l *topology.Link) any { return endObject(l.Ends[1]) }},
	}, placeColumns...)
	stubColumns = append([]render.Column[*topology.Link]{
		{Key: "device", Cell: func(l *topology.Link) any { return l.Ends[0].Device.ID }},
		{Key: "port", Cell: func(l *topology.Link) any { return render.OrNil(l.Ends[0].Port) }},
	}, placeColumns...)
	segmentColumns = append([]render.Column[*topology.Link]{
		{Key: "ends", Cell: func(l *topology.Link) any { return endObjects(l) }},
		{Key: "mixed", Cell: func(l *topology.Link) any { return l.Mixed() }},
	}, placeColumns...)
)

// endObject is one end of a link.
func endObject(e topology.End) render.Object {
	return render.Object{{Key: "device", Value: e.Device.ID}, {Key: "port", Value: render.OrNil(e.Port)}}
}

func endObjects(l *topology.Link) (ends []any) {
	for _, e := range l.Ends {
		ends = append(ends, endObject(e))
	}
	return ends
}

// isStub and isSegment report of which kind a link is that is no pair.
func isStub(l *topology.Link) bool    { return len(l.Ends) == 1 }
func isSegment(l *topology.Link) bool { return len(l.Ends) > 1 && !l.Pair() }

// topologyLinks iterates over the links of one kind.
func topologyLinks(g *topology.Graph, is func(*topology.Link) bool) iter.Seq[*topology.Link] {
	return func(yield func(*topology.Link) bool) {
		for _, l := range g.Links {
			if is(l) && !yield(l) {
				return
			}
		}
	}
}

// heardColumns are the first announcement on a link.
func (t *topologist) heardColumns() []render.Column[*topology.Link] {
	of := func(cell func(*neighbor.Neighbor) any) func(*topology.Link) any {
		return func(l *topology.Link) any {
			if n := t.firstOn(l); n != nil {
				return cell(n)
			}
			return nil
		}
	}
	return []render.Column[*topology.Link]{
		{Key: "frame", In: render.InParquet, Cell: of(func(n *neighbor.Neighbor) any { return render.OrNil(n.FirstFrame) })},
		{Key: "first_seen", In: render.InParquet, Cell: of(func(n *neighbor.Neighbor) any { return n.First })},
	}
}

// object returns the tables of JSON.
func (t *topologist) object(g *topology.Graph, left leftOut) []render.Report {
	links := func(key string, columns []render.Column[*topology.Link], is func(*topology.Link) bool) render.Report {
		columns = slices.Concat(columns, t.heardColumns())
		return render.Report{Key: key, Table: render.Table[*topology.Link]{Columns: columns, Rows: topologyLinks(g, is)}}
	}
	return []render.Report{
		deviceTable(g), links("links", pairColumns, (*topology.Link).Pair), links("stubs", stubColumns, isStub),
		links("segments", segmentColumns, isSegment), left.table(),
	}
}

// A linkEnd is one end of a link. The ends of one link have the same number.
type linkEnd struct {
	number int
	*topology.Link
	topology.End
}

// Columns of an end in tables for people, and of the end of a segment.
var (
	endColumns = []render.Column[linkEnd]{
		{Title: "Device", Key: "device", Cell: func(e linkEnd) any { return e.Device.ID }},
		{Title: "Port", Key: "port", Cell: func(e linkEnd) any { return e.Port }},
		{Title: "Heard on", Key: "interfaces", Cell: func(e linkEnd) any { return e.Interfaces }},
	}
	segmentEndColumns = append([]render.Column[linkEnd]{
		{Title: "Segment", Key: "segment", Cell: func(e linkEnd) any { return e.number }},
	}, endColumns...)
)

// pairTableColumns are the columns of links between two devices in tables for people.
var pairTableColumns = []render.Column[*topology.Link]{
	{Title: "Device", Key: "a", Cell: func(l *topology.Link) any { return l.Ends[0].Device.ID }},
	{Title: "Port", Key: "a_port", Cell: func(l *topology.Link) any { return l.Ends[0].Port }},
	{Title: "Device", Key: "b", Cell: func(l *topology.Link) any { return l.Ends[1].Device.ID }},
	{Title: "Port", Key: "b_port", Cell: func(l *topology.Link) any { return l.Ends[1].Port }},
	{Title: "Heard on", Key: "interfaces", Cell: func(l *topology.Link) any { return l.Interfaces }},
}

// endsOf returns the ends of all links of one kind, which are numbered from 1.
func endsOf(g *topology.Graph, is func(*topology.Link) bool) (ends []linkEnd) {
	number := 0
	for l := range topologyLinks(g, is) {
		number++
		for _, e := range l.Ends {
			ends = append(ends, linkEnd{number, l, e})
		}
	}
	return ends
}

// topologyTables returns the tables for people, without empty ones.
func topologyTables(g *topology.Graph, left leftOut) (reports []render.Report) {
	add := func(r render.Report, rows int) {
		if rows > 0 {
			reports = append(reports, r)
		}
	}
	pairs := slices.Collect(topologyLinks(g, (*topology.Link).Pair))
	segments, stubs := endsOf(g, isSegment), endsOf(g, isStub)
	add(deviceTable(g), len(g.Devices))
	add(render.Report{Title: "Links", Table: render.Table[*topology.Link]{Columns: pairTableColumns, Rows: slices.Values(pairs)}}, len(pairs))
	add(render.Report{Title: "Segments", Table: render.Table[linkEnd]{Columns: segmentEndColumns, Rows: slices.Values(segments)}}, len(segments))
	add(render.Report{Title: "Ports without a known neighbor", Table: render.Table[linkEnd]{Columns: endColumns, Rows: slices.Values(stubs)}}, len(stubs))
	add(left.table(), len(left.omissions()))
	return reports
}

// csvColumns are the columns of CSV, which has one table: of ends.
var csvColumns = []render.Column[linkEnd]{
	{Key: "link", Cell: func(e linkEnd) any { return e.number }},
	{Key: "interface", Cell: func(e linkEnd) any { return e.Interfaces[0] }},
	{Key: "device_id", Cell: func(e linkEnd) any { return e.Device.ID }},
	{Key: "port_id", Cell: func(e linkEnd) any { return render.OrNil(e.Port) }},
	{Key: "platform", Cell: func(e linkEnd) any { return render.OrNil(e.Device.Platform) }},
	{Key: "capabilities", Cell: func(e linkEnd) any { return e.Device.Capabilities }},
}

// endTable has a row for each end of a link.
func endTable(g *topology.Graph) render.Report {
	ends := endsOf(g, func(*topology.Link) bool { return true })
	return render.Report{Table: render.Table[linkEnd]{Columns: csvColumns, Rows: slices.Values(ends)}}
}
