package neighbors

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/pktscope/pktscope/dissect/edp"
	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/track"
	edptrack "github.com/pktscope/pktscope/internal/track/edp"
	"github.com/pktscope/pktscope/internal/track/neighbor"
)

// reportsEDP are the reports on EDP. Their layouts are ExtremeXOS's of "show edp ports
// all" and "show edp ports all detail", as far as it is known: from the ExtremeXOS
// Command Reference.
func reportsEDP() []report.Report {
	return []report.Report{
		{Words: "edp neighbors", Limits: report.OnInterface(), Brief: "neighbors by EDP, of Extreme Networks' switches", Ask: askEDPNeighbors},
		{Words: "edp neighbors detail", Limits: report.OnInterface(), Detail: true, Brief: "the same with all that they announce", Ask: askEDPDetail},
	}
}

func answerEDP(q *report.Query) (*edptrack.Table, *report.Answer) {
	t := edptrack.New(0)
	return t, &report.Answer{
		Watchers:  []track.Watcher{t},
		Clear:     t.Clear,
		Forgotten: forgotten(t.Table),
		None:      absent(q, "EDP", t.Table),
		Tables:    func(at time.Time) []render.Report { return []render.Report{edpReport(q, t, at)} },
	}
}

// An edpNeighbor is a row of the reports of neighbors: one of them, and what it
// announced last.
type edpNeighbor struct {
	*neighbor.Neighbor
	announced *edp.Packet
	at        time.Time
}

// age is how long ago the neighbour was last heard, in whole seconds.
func (n edpNeighbor) age() int { return int(n.at.Sub(n.Last) / time.Second) }

// id is the ID of the machine as ExtremeXOS has it: its type and its MAC address.
func (n edpNeighbor) id() string {
	t := n.announced.IDType
	return fmt.Sprintf("%02x:%02x:%s", t>>8, t&0xff, n.mac())
}

func (n edpNeighbor) mac() string {
	m := n.announced.MAC
	return fmt.Sprintf("%02x:%02x:%02x:%02x:%02x:%02x", m[0], m[1], m[2], m[3], m[4], m[5])
}

// edpLayout is ExtremeXOS's of "show edp ports all".
var edpLayout = []ios.Column[edpNeighbor]{
	{Title: "Port", Width: 6, Wrap: true, Cell: func(n edpNeighbor) string { return n.Interface }},
	{Title: "Neighbor", Width: 22, Wrap: true, Cell: func(n edpNeighbor) string { return n.Device }},
	{Title: "Neighbor-ID", Width: 25, Cell: func(n edpNeighbor) string { return n.id() }},
	{Title: "Remote", Width: 8, Cell: func(n edpNeighbor) string { return n.Port }},
	{Title: "Age", Width: 5, Cell: func(n edpNeighbor) string { return strconv.Itoa(n.age()) }},
	{Title: "Num", Cell: func(n edpNeighbor) string { return strconv.Itoa(len(n.announced.VLANs)) }},
}

// edpRuler is what goes on below the titles.
const edpRuler = "                                                     Port         Vlans\n" +
	"=============================================================================\n"

// askEDPNeighbors is "show edp neighbors".
func askEDPNeighbors(q *report.Query) (*report.Answer, error) {
	t, a := answerEDP(q)
	a.Text = func(b []byte, at time.Time) []byte {
		b = append(ios.AppendHeadings(b, edpLayout), edpRuler...)
		all := present(q, t.Table, at)
		for _, n := range all {
			b = ios.AppendRow(b, edpLayout, edpNeighbor{n, edptrack.Announcement(n), at})
		}
		return b
	}
	return a, nil
}

// askEDPDetail is "show edp neighbors detail".
func askEDPDetail(q *report.Query) (*report.Answer, error) {
	t, a := answerEDP(q)
	detailed(q, a, t.Table, nil, "\n", func(b []byte, n *neighbor.Neighbor, at time.Time) []byte {
		return appendEDPDetail(b, edpNeighbor{n, edptrack.Announcement(n), at})
	})
	return a, nil
}

// appendEDPDetail appends what a neighbour announces.
func appendEDPDetail(b []byte, n edpNeighbor) []byte {
	b = ios.AppendLine(b, "Port ", n.Interface+":")
	b = render.AppendClean(append(b, "Remote-System: "...), n.Device)
	b = fmt.Appendf(b, "    Age = %d\nRemote-ID: %s\n", n.age(), n.id())
	if v := n.announced.Info.Version; n.announced.Has(edp.DeviceInfo) {
		b = fmt.Appendf(b, "Software version: %d.%d.%d.%d\n", v[0], v[1], v[2], v[3])
		b = ios.AppendLine(b, "Remote-Port: ", n.Port)
	}
	b = append(b, "Remote-Vlans:\n"...)
	for _, v := range n.announced.VLANs {
		b = render.AppendClean(append(b, "    "...), string(v.Name))
		b = fmt.Appendf(b, "(%d", v.ID)
		if v.Addr.IsValid() {
			b = append(b, ", "+v.Addr.String()...)
		}
		b = append(b, ")\n"...)
	}
	if n.announced.Has(edp.LinkInfo) {
		b = append(b, "Link: configured "+edp.SpeedName(n.announced.Link.Configured)+", actual "+edp.SpeedName(n.announced.Link.Actual)+"\n"...)
	}
	return b
}

var edpColumns = []render.Column[edpNeighbor]{
	{Title: "Port", Key: "local_interface", Cell: func(n edpNeighbor) any { return n.Interface }},
	{Title: "Neighbor", Key: "device_id", Cell: func(n edpNeighbor) any { return n.Device }},
	{Title: "Neighbor-ID", Key: "mac", Cell: func(n edpNeighbor) any { return n.mac() }},
	{Title: "Remote port", Key: "port_id", Cell: func(n edpNeighbor) any { return render.OrNil(n.Port) }},
	{Title: "Age", Key: "age", In: render.ForReaders, Cell: func(n edpNeighbor) any { return n.age() }},
	{Title: "Age", Key: "age", In: render.ForPrograms, Cell: func(n edpNeighbor) any { return n.at.Sub(n.Last) }},
	{Title: "Version", Key: "version", Cell: func(n edpNeighbor) any { return versionCell(n.announced) }},
	{Title: "Vlans", Key: "vlans", In: render.ForReaders, Cell: func(n edpNeighbor) any { return len(n.announced.VLANs) }},
	{Title: "Vlans", Key: "vlans", In: render.ForPrograms, Cell: func(n edpNeighbor) any { return vlanCells(n.announced) }},
	{Key: "holdtime", In: render.ForPrograms, Cell: func(n edpNeighbor) any { return leftCell(n.Neighbor, n.at) }},
	{Key: "holdtime_assumed", In: render.ForPrograms, Cell: func(n edpNeighbor) any { return n.TTLAssumed }},
	{Key: "first_seen", In: render.ForPrograms, Cell: func(n edpNeighbor) any { return n.First }},
	{Key: "last_seen", In: render.ForPrograms, Cell: func(n edpNeighbor) any { return n.Last }},
	{Key: "present_since", In: render.ForPrograms, Cell: func(n edpNeighbor) any { return n.Since }},
	{Key: "source", In: render.ForPrograms, Cell: func(n edpNeighbor) any { return render.OrNil(n.Source) }},
	{Key: "ttl", In: render.ForPrograms, Cell: func(n edpNeighbor) any { return n.TTL }},
	{Key: "interval", In: render.ForPrograms, Cell: func(n edpNeighbor) any { return intervalCell(n.Neighbor) }},
	{Key: "packets", In: render.ForPrograms, Cell: func(n edpNeighbor) any { return n.Packets }},
	{Key: "bad_checksums", In: render.ForPrograms, Cell: func(n edpNeighbor) any { return n.Bad }},
	{Key: "present", In: render.InParquet, Cell: func(n edpNeighbor) any { return n.Present(n.at) }},
	{Key: "frame", In: render.InParquet, Cell: func(n edpNeighbor) any { return render.OrNil(n.FirstFrame) }},
	{Key: "events", In: render.ForPrograms, Cell: func(n edpNeighbor) any { return eventCells(n.Neighbor) }},
}

// edpReport has a row for every neighbor at a moment.
func edpReport(q *report.Query, t *edptrack.Table, at time.Time) render.Report {
	return render.Report{Table: render.Table[edpNeighbor]{Columns: edpColumns, Rows: func(yield func(edpNeighbor) bool) {
		for _, n := range listed(q, t.Table, at) {
			if !yield(edpNeighbor{n, edptrack.Announcement(n), at}) {
				return
			}
		}
	}}}
}

// versionCell is the version of the software, nil where the announcement lacks it.
func versionCell(announced *edp.Packet) any {
	if !announced.Has(edp.DeviceInfo) {
		return nil
	}
	v := announced.Info.Version
	return fmt.Sprintf("%d.%d.%d.%d", v[0], v[1], v[2], v[3])
}

func vlanCells(announced *edp.Packet) []any {
	list := []any{}
	for v := range slices.Values(announced.VLANs) {
		var address any
		if v.Addr.IsValid() {
			address = v.Addr.String()
		}
		list = append(list, render.Object{{Key: "id", Value: v.ID}, {Key: "name", Value: string(v.Name)}, {Key: "address", Value: address}})
	}
	return list
}
