package neighbors

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/lldp"
	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/topology"
	"github.com/pktscope/pktscope/internal/track"
	cdptrack "github.com/pktscope/pktscope/internal/track/cdp"
	edptrack "github.com/pktscope/pktscope/internal/track/edp"
	fdptrack "github.com/pktscope/pktscope/internal/track/fdp"
	lldptrack "github.com/pktscope/pktscope/internal/track/lldp"
	"github.com/pktscope/pktscope/internal/track/neighbor"
)

// reportTopology is "show cdp topology", of neighbours by all protocols.
func reportTopology() report.Report {
	return report.Report{
		Words: "cdp topology", Brief: "links between devices and their ports, by CDP, LLDP, FDP and EDP",
		Formats: []string{"dot", "mermaid", "svg"}, Merge: true, Ask: askTopology,
	}
}

// The neighbours in a text and in a picture: more are not readable. Tables have all
// neighbours.
const (
	maxTextNeighbors  = 1000
	maxDrawnNeighbors = 250
)

func askTopology(q *report.Query) (*report.Answer, error) {
	t := &topologist{cdp: cdptrack.New(0), lldp: lldptrack.New(0), fdp: fdptrack.New(0), edp: edptrack.New(0)}
	return &report.Answer{
		Forgotten: func() []report.Forgotten {
			if q.Format != "csv" { // the others tell it in their places
				return nil
			}
			n := t.cdp.Evicted + t.lldp.Evicted + t.fdp.Evicted + t.edp.Evicted
			return []report.Forgotten{{N: n, What: "neighbors were dropped because the table was full"}}
		},
		None: func(time.Time) []string {
			if q.Seen.CDP+q.Seen.LLDP+q.Seen.FDP+q.Seen.EDP > 0 {
				return nil
			}
			return q.None("announcements")
		},
		Watchers: []track.Watcher{t.cdp, t.lldp, t.fdp, t.edp},
		Clear: func() {
			t.cdp.Clear()
			t.lldp.Clear()
			t.fdp.Clear()
			t.edp.Clear()
		},
		Text: func(b []byte, at time.Time) []byte {
			g, left := t.graph(at, maxTextNeighbors)
			return topology.AppendText(b, g, left.notes())
		},
		Write: func(b []byte, format string, at time.Time) []byte {
			g, left := t.graph(at, maxDrawnNeighbors)
			switch format {
			case "dot":
				return topology.AppendDOT(b, g, left.notes())
			case "mermaid":
				return topology.AppendMermaid(b, g, left.notes())
			}
			return topology.AppendSVG(b, g, left.notes())
		},
		Page: func(at time.Time) render.Page { return t.page(at) },
		Tables: func(at time.Time) []render.Report {
			g, left := t.graph(at, 0)
			t.first = t.firstHeard(at)
			switch q.Format {
			case "csv":
				return []render.Report{endTable(g)}
			case "json", report.ForTables:
				return t.object(g, left)
			}
			return topologyTables(g, left)
		},
	}, nil
}

// page is the picture, and what it is drawn of.
func (t *topologist) page(at time.Time) render.Page {
	few, cut := t.graph(at, maxDrawnNeighbors)
	all, left := t.graph(at, 0)
	page := render.PageOf("show cdp topology", topologyTables(all, left)...)
	if len(few.Devices) > 0 {
		page = page.Behind(render.Section{Figures: []render.Figure{{SVG: topology.AppendFigure(nil, few, cut.notes())}}})
	}
	page.Style = topology.SVGStyle
	return page
}

// A topologist has the neighbours that a topology is built of.
type topologist struct {
	cdp  *cdptrack.Table
	lldp *lldptrack.Table
	fdp  *fdptrack.Table
	edp  *edptrack.Table

	first map[place]*neighbor.Neighbor // see firstHeard
}

// A place is where a link was captured.
type place struct {
	iface   string
	circuit uint32
}

// firstHeard are the neighbours that were heard first at each place, of those that are
// present.
func (t *topologist) firstHeard(at time.Time) map[place]*neighbor.Neighbor {
	first := map[place]*neighbor.Neighbor{}
	for _, table := range []*neighbor.Table{t.cdp.Table, t.lldp.Table, t.fdp.Table, t.edp.Table} {
		for _, n := range table.All() {
			p := place{n.Interface, n.Circuit}
			if other := first[p]; n.Present(at) && (other == nil || n.FirstFrame < other.FirstFrame) {
				first[p] = n
			}
		}
	}
	return first
}

// firstOn is the neighbour of a link that was heard first, nil where none is known.
func (t *topologist) firstOn(l *topology.Link) (first *neighbor.Neighbor) {
	for _, name := range l.Interfaces {
		if n := t.first[place{name, l.Circuit}]; n != nil && (first == nil || n.FirstFrame < first.FirstFrame) {
			first = n
		}
	}
	return first
}

// leftOut counts the neighbours that are not in a topology, by reason.
type leftOut struct {
	gone    int    // withdrawn or expired
	evicted uint64 // for want of room in the tables
	cut     int    // for want of room in the picture
}

// graph is the links between devices at a moment, of at most so many neighbours; 0
// is all.
func (t *topologist) graph(at time.Time, most int) (*topology.Graph, leftOut) {
	var left leftOut
	var all []topology.Neighbor
	for _, kind := range []struct {
		table    *neighbor.Table
		protocol topology.Protocol
		tell     func(*topology.Neighbor, *neighbor.Neighbor)
	}{
		{t.cdp.Table, topology.CDP, tellCDP}, {t.lldp.Table, topology.LLDP, tellLLDP},
		{t.fdp.Table, topology.FDP, tellFDP}, {t.edp.Table, topology.EDP, tellEDP},
	} {
		left.evicted += kind.table.Evicted
		for _, n := range kind.table.All() {
			if !n.Present(at) {
				left.gone++
				continue
			}
			h := heard(n, at)
			h.Protocol = kind.protocol
			kind.tell(&h, n)
			all = append(all, h)
		}
	}
	if most > 0 {
		few := topology.Limit(all, most)
		left.cut = len(all) - len(few)
		all = few
	}
	return topology.Build(all), left
}

func tellCDP(h *topology.Neighbor, n *neighbor.Neighbor) {
	announced := cdptrack.Announcement(n)
	h.Name, h.Ports = n.Device, names(n.Port)
	h.Platform, h.Capabilities = string(announced.Platform), ios.CDPCapabilities(announced.Capabilities)
}

func tellLLDP(h *topology.Neighbor, n *neighbor.Neighbor) {
	announced := lldptrack.Announcement(n)
	h.Name, h.Identity = string(lldptrack.Text(announced.SystemName)), string(lldptrack.AppendID(nil, &announced.Chassis))
	h.Ports, h.Capabilities = lldpPorts(n, announced), ios.LLDPCapabilities(announced.Enabled)
	h.Platform = firstLine(announced)
}

func tellFDP(h *topology.Neighbor, n *neighbor.Neighbor) {
	announced := fdptrack.Announcement(n)
	h.Name, h.Ports = n.Device, names(n.Port)
	h.Platform, h.Capabilities = string(announced.Platform), words(announced.Capabilities)
}

// tellEDP: the MAC address is the device's, as LLDP has it for a chassis ID.
func tellEDP(h *topology.Neighbor, n *neighbor.Neighbor) {
	announced := edptrack.Announcement(n)
	h.Name, h.Ports = string(announced.Name), names(n.Port)
	h.Identity = string(field.AppendBytes(nil, announced.MAC[:], ':'))
}

// heard is what a topology needs of a neighbour by any protocol.
func heard(n *neighbor.Neighbor, at time.Time) topology.Neighbor {
	every := n.Interval()
	return topology.Neighbor{
		Interface: n.Interface, Circuit: n.Circuit, Source: n.Source,
		Often: n.Packets > 1, Silent: every > 0 && at.Sub(n.Last) > every*3/2,
	}
}

// names are the list without empty ones.
func names(list ...string) (some []string) {
	for _, s := range list {
		if s != "" {
			some = append(some, s)
		}
	}
	return some
}

// lldpPorts are the names of a port, the best first: that of an interface, then
// the description, then addresses and numbers.
func lldpPorts(n *neighbor.Neighbor, announced *lldp.Packet) []string {
	description := string(lldptrack.Text(announced.PortDescription))
	if announced.Port.Kind == lldp.InterfaceName {
		return names(n.Port, description)
	}
	return names(description, n.Port)
}

// firstLine is the platform of a device: its model, or the first line of its
// description.
func firstLine(announced *lldp.Packet) string {
	if model, ok := lldpPlatform(announced).(string); ok {
		return model
	}
	line, _, _ := bytes.Cut(lldptrack.Text(announced.SystemDescription), []byte{'\n'})
	return strings.TrimSpace(string(line))
}

// notes say which neighbours are left out.
func (l leftOut) notes() (list []string) {
	add := func(n uint64, text string) {
		if n > 0 {
			list = append(list, fmt.Sprintf(text, n))
		}
	}
	add(uint64(l.gone), "Left out: %d neighbors that were withdrawn or have expired; --at selects another time")
	add(l.evicted, "Left out: %d neighbors because the table was full")
	add(uint64(l.cut), "Left out: %d neighbors that announced themselves once only; --format json has them")
	return list
}
