// Package neighbors has the reports of CDP, LLDP, FDP and EDP: "show cdp", "show lldp",
// "show fdp", "show edp" and what they add up to, "show cdp topology".
package neighbors

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/pktscope/pktscope/internal/ifname"
	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/track"
	cdptrack "github.com/pktscope/pktscope/internal/track/cdp"
	"github.com/pktscope/pktscope/internal/track/neighbor"
)

// Reports are the reports on CDP, LLDP, FDP and EDP.
func Reports() []report.Report {
	return slices.Concat(reportsCDP(), []report.Report{reportTopology()}, reportsLLDP(), reportsFDP(), reportsEDP())
}

// reportsCDP are the reports on CDP.
func reportsCDP() []report.Report {
	return []report.Report{
		{Words: "cdp", IOS: true, Brief: "CDP's timers", Ask: askCDP},
		{Words: "cdp neighbors", Limits: report.OnInterface(), Findings: true, IOS: true, Brief: "neighbors by CDP, and likely faults", Ask: askNeighbors},
		{Words: "cdp neighbors detail", Limits: report.OnInterface(), Detail: true, IOS: true, Brief: "the same with all that they announce", Ask: askNeighborsDetail},
		{Words: "cdp entry", Operand: "NAME|*", IOS: true, Brief: "all that one device announces", Ask: askEntry},
		{Words: "cdp interface", Operand: "[IF]", IOS: true, Brief: "CDP's timers, interface by interface", Ask: askCDPInterface},
		{Words: "cdp traffic", IOS: true, Brief: "CDP's counters", Ask: askCDPTraffic},
	}
}

// answerCDP is an answer that a table of neighbours gives.
func answerCDP(q *report.Query) (*cdptrack.Table, *report.Answer) {
	t := cdptrack.New(0)
	return t, &report.Answer{Watchers: []track.Watcher{t}, Clear: t.Clear, Forgotten: forgotten(t.Table), None: absent(q, "CDP", t.Table)}
}

// forgotten are the neighbours that a table has no room for.
func forgotten(t *neighbor.Table) func() []report.Forgotten {
	return func() []report.Forgotten {
		return []report.Forgotten{{N: t.Evicted, What: "neighbors were dropped because the table was full, those that announced themselves once first"}}
	}
}

// listed are the neighbours of a table at a moment. Tables of several captures have those as
// well that are gone: the moment is the end of the last capture.
func listed(q *report.Query, t *neighbor.Table, at time.Time) []*neighbor.Neighbor {
	if q.Format == report.ForTables {
		return t.All()
	}
	return present(q, t, at)
}

// present are the neighbors of a table at a moment that a query is about.
func present(q *report.Query, t *neighbor.Table, at time.Time) []*neighbor.Neighbor {
	return slices.DeleteFunc(t.Neighbors(at), func(n *neighbor.Neighbor) bool { return !q.Only.On(n.Interface) })
}

// leftCell is how much of its holdtime a neighbour has left, which one that is gone has not.
func leftCell(n *neighbor.Neighbor, at time.Time) any {
	if left := n.Expires.Sub(at); left >= 0 {
		return left
	}
	return nil
}

// timers are the distinct values of several neighbours' timers in seconds, in
// ascending order.
type timers struct {
	intervals, holdtimes []int
	second               bool // some neighbour sends CDPv2
	any                  bool
}

func timersOf(all []*neighbor.Neighbor) (t timers) {
	for _, n := range all {
		t.any = true
		t.second = t.second || n.Versions[2] > 0
		if every := n.Interval(); every > 0 {
			t.intervals = append(t.intervals, int(every.Round(time.Second).Seconds()))
		}
		t.holdtimes = append(t.holdtimes, int(n.TTL.Seconds()))
	}
	for _, list := range []*[]int{&t.intervals, &t.holdtimes} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	return t
}

// span is "60", or "10 to 60".
func span(seconds []int) string {
	switch n := len(seconds); n {
	case 0:
		return "an unknown number of"
	case 1:
		return strconv.Itoa(seconds[0])
	default:
		return fmt.Sprintf("%d to %d", seconds[0], seconds[n-1])
	}
}

// values makes cells of numbers.
func values(numbers []int) []any {
	out := make([]any, len(numbers))
	for i, n := range numbers {
		out[i] = n
	}
	return out
}

// askCDP is "show cdp".
func askCDP(q *report.Query) (*report.Answer, error) {
	t, a := answerCDP(q)
	a.None = func(time.Time) []string { return unheard(q, "CDP") }
	a.Text = func(b []byte, _ time.Time) []byte {
		is := timersOf(t.All())
		switch {
		case !is.any && q.RouterOnly():
			return b
		case !is.any:
			return append(b, "% CDP is not enabled\n"...)
		}
		second := "enabled"
		if !is.second {
			second = "disabled"
		}
		return fmt.Appendf(b, "Global CDP information:\n        Sending CDP packets every %s seconds\n"+
			"        Sending a holdtime value of %s seconds\n        Sending CDPv2 advertisements is  %s\n",
			span(is.intervals), span(is.holdtimes), second)
	}
	a.Tables = func(at time.Time) []render.Report {
		all := global{Table: t, timers: timersOf(t.All()), neighbors: len(t.Neighbors(at))}
		return []render.Report{{Table: render.Table[global]{Columns: globalColumns, Rows: slices.Values([]global{all})}}}
	}
	return a, nil
}

// A global is the one row of "show cdp".
type global struct {
	*cdptrack.Table
	timers
	neighbors int
}

var globalColumns = []render.Column[global]{
	{Title: "Interval", Key: "intervals", Cell: func(g global) any { return values(g.intervals) }},
	{Title: "Holdtime", Key: "holdtimes", Cell: func(g global) any { return values(g.holdtimes) }},
	{Title: "Version", Key: "versions", Cell: func(g global) any { return g.versions() }},
	{Title: "Neighbors", Key: "neighbors", Cell: func(g global) any { return g.neighbors }},
	{Title: "Packets", Key: "packets", Cell: func(g global) any { return g.Packets }},
}

// versions are the versions of CDP that were seen.
func (g global) versions() (list []any) {
	for v := 1; v <= 2; v++ {
		if g.Versions[v] > 0 {
			list = append(list, v)
		}
	}
	return list
}

// A link is an interface and the timers of the neighbors on it.
type link struct {
	*neighbor.Link
	timers
}

var linkColumns = []render.Column[link]{
	{Title: "Interface", Key: "interface", Cell: func(l link) any { return l.Name }},
	{Title: "Encapsulation", Key: "encapsulation", Cell: func(l link) any { return l.Encapsulation }},
	{Title: "Interval", Key: "intervals", Cell: func(l link) any { return values(l.intervals) }},
	{Title: "Holdtime", Key: "holdtimes", Cell: func(l link) any { return values(l.holdtimes) }},
	{Title: "Packets", Key: "packets", Cell: func(l link) any { return l.Packets }},
	{Title: "CDPv1", Key: "version_1", Cell: func(l link) any { return l.Versions[1] }},
	{Title: "CDPv2", Key: "version_2", Cell: func(l link) any { return l.Versions[2] }},
	{Title: "First seen", Key: "first_seen", Cell: func(l link) any { return l.First }},
	{Title: "Last seen", Key: "last_seen", Cell: func(l link) any { return l.Last }},
}

// linksOf are the interfaces of a table, or the one of that name.
func linksOf(t *cdptrack.Table, name string) (links []link) {
	on := map[string][]*neighbor.Neighbor{}
	for _, n := range t.All() {
		on[n.Interface] = append(on[n.Interface], n)
	}
	for _, l := range t.Links() {
		if name == "" || ifname.Same(name, l.Name) {
			links = append(links, link{l, timersOf(on[l.Name])})
		}
	}
	return links
}

// askCDPInterface is "show cdp interface".
func askCDPInterface(q *report.Query) (*report.Answer, error) {
	t, a := answerCDP(q)
	a.None = func(time.Time) []string { return unheard(q, "CDP") }
	a.Text = func(b []byte, _ time.Time) []byte {
		links := linksOf(t, q.Operand)
		for _, l := range links {
			b = render.AppendClean(b, l.Name)
			b = fmt.Appendf(b, " is up, line protocol is up\n  Encapsulation %s\n  Sending CDP packets every %s seconds\n  Holdtime is %s seconds\n",
				l.Encapsulation, span(l.intervals), span(l.holdtimes))
		}
		switch {
		case len(links) > 0 || q.RouterOnly():
			return b
		case q.Operand == "":
			return append(b, "% CDP is not enabled\n"...)
		}
		return ios.AppendLine(b, "% CDP is not enabled on interface ", q.Operand)
	}
	a.None = func(time.Time) []string {
		none := unheard(q, "CDP")
		if none != nil || len(linksOf(t, q.Operand)) > 0 {
			return none
		}
		var names []string
		for _, l := range t.Links() {
			names = append(names, l.Name)
		}
		return report.Others("It was heard on", names)
	}
	a.Tables = func(time.Time) []render.Report {
		return []render.Report{{Table: render.Table[link]{Columns: linkColumns, Rows: slices.Values(linksOf(t, q.Operand))}}}
	}
	return a, nil
}

// askCDPTraffic is "show cdp traffic". Its counters of output are of what the
// capture says to be sent by the interface itself.
func askCDPTraffic(q *report.Query) (*report.Answer, error) {
	t, a := answerCDP(q)
	a.None = func(time.Time) []string { return unheard(q, "CDP") }
	a.Text = func(b []byte, _ time.Time) []byte {
		return fmt.Appendf(b, "CDP counters :\n"+
			"        Total packets output: %d, Input: %d\n"+
			"        Hdr syntax: %d, Chksum error: %d, Encaps failed: 0\n"+
			"        No memory: %d, Invalid packet: %d, Fragmented: 0\n"+
			"        CDP version 1 advertisements output: %d, Input: %d\n"+
			"        CDP version 2 advertisements output: %d, Input: %d\n",
			t.Sent, t.Packets, t.Versions[0], t.Bad, t.Evicted, t.Malformed+t.Nameless, t.SentOf[1], t.Versions[1], t.SentOf[2], t.Versions[2])
	}
	a.Tables = func(at time.Time) []render.Report {
		return []render.Report{{Table: render.Table[*cdptrack.Table]{Columns: trafficColumns(at), Rows: slices.Values([]*cdptrack.Table{t})}}}
	}
	return a, nil
}

// trafficColumns are the columns of the one row of "show cdp traffic".
func trafficColumns(at time.Time) []render.Column[*cdptrack.Table] {
	columns := []render.Column[*cdptrack.Table]{
		{Title: "Packets", Key: "packets", Cell: func(t *cdptrack.Table) any { return t.Packets }},
		{Title: "CDPv1", Key: "version_1", Cell: func(t *cdptrack.Table) any { return t.Versions[1] }},
		{Title: "CDPv2", Key: "version_2", Cell: func(t *cdptrack.Table) any { return t.Versions[2] }},
		{Title: "Other versions", Key: "other_versions", Cell: func(t *cdptrack.Table) any { return t.Versions[0] }},
		{Title: "Bad checksum", Key: "bad_checksums", Cell: func(t *cdptrack.Table) any { return t.Bad }},
		{Title: "Cut", Key: "unverified_checksums", Cell: func(t *cdptrack.Table) any { return t.Unverified }},
		{Title: "Malformed", Key: "malformed", Cell: func(t *cdptrack.Table) any { return t.Malformed }},
		{Title: "No device ID", Key: "nameless", Cell: func(t *cdptrack.Table) any { return t.Nameless }},
		{Title: "Neighbors", Key: "neighbors", Cell: func(t *cdptrack.Table) any { return len(t.Neighbors(at)) }},
	}
	for kind := range neighbor.EventKind(len(cdptrack.Table{}.Events)) {
		columns = append(columns, render.Column[*cdptrack.Table]{Key: kind.String(), Cell: func(t *cdptrack.Table) any { return t.Events[kind] }})
	}
	return append(columns, render.Column[*cdptrack.Table]{Title: "Evicted", Key: "evicted", Cell: func(t *cdptrack.Table) any { return t.Evicted }})
}
