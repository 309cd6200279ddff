// Package neighbors has the reports of CDP and LLDP: "show cdp", "show lldp" and
// what they add up to, "show cdp topology".
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
	neighbors "github.com/pktscope/pktscope/internal/track/cdp"
	"github.com/pktscope/pktscope/internal/track/neighbor"
)

// Reports are those of CDP and LLDP.
func Reports() []report.Report {
	return slices.Concat(reportsCDP(), []report.Report{reportTopology()}, reportsLLDP())
}

// reportsCDP are those of CDP.
func reportsCDP() []report.Report {
	return []report.Report{
		{Words: "cdp", Brief: "CDP's timers", Ask: askCDP},
		{Words: "cdp neighbors", Brief: "neighbors by CDP, and likely faults", Ask: askNeighbors},
		{Words: "cdp neighbors detail", Brief: "the same with all that they announce", Ask: askNeighborsDetail},
		{Words: "cdp entry", Operand: "NAME|*", Brief: "all that one device announces", Ask: askEntry},
		{Words: "cdp interface", Operand: "[IF]", Brief: "CDP's timers, interface by interface", Ask: askCDPInterface},
		{Words: "cdp traffic", Brief: "CDP's counters", Ask: askCDPTraffic},
	}
}

// answerCDP is an answer that a table of neighbours gives.
func answerCDP() (*neighbors.Table, *report.Answer) {
	t := neighbors.New(0)
	return t, &report.Answer{Watchers: []track.Watcher{t}, Clear: t.Clear}
}

// Timers are the distinct values of several neighbours' timers in seconds, the
// shortest first.
type timers struct {
	intervals, holdtimes []int
	second               bool // CDPv2
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
func askCDP(*report.Query) (*report.Answer, error) {
	t, a := answerCDP()
	a.Text = func(b []byte, _ time.Time) []byte {
		is := timersOf(t.All())
		if !is.any {
			return append(b, "% CDP is not enabled\n"...)
		}
		second := "enabled"
		if !is.second {
			second = "disabled"
		}
		return fmt.Appendf(b, "Global CDP information:\n Sending CDP packets every %s seconds\n"+
			" Sending a holdtime value of %s seconds\n Sending CDPv2 advertisements is  %s\n",
			span(is.intervals), span(is.holdtimes), second)
	}
	a.Tables = func(at time.Time) []render.Report {
		is := timersOf(t.All())
		var versions []any
		for v := 1; v <= 2; v++ {
			if t.Versions[v] > 0 {
				versions = append(versions, v)
			}
		}
		return []render.Report{{
			Columns: []render.Column{
				{Title: "Interval", Key: "intervals"}, {Title: "Holdtime", Key: "holdtimes"}, {Title: "Version", Key: "versions"},
				{Title: "Neighbors", Key: "neighbors"}, {Title: "Packets", Key: "packets"},
			},
			Rows: [][]any{{values(is.intervals), values(is.holdtimes), versions, len(t.Neighbors(at)), t.Packets}},
		}}
	}
	return a, nil
}

// askCDPInterface is "show cdp interface".
func askCDPInterface(q *report.Query) (*report.Answer, error) {
	t, a := answerCDP()
	links := func() (links []*neighbor.Link, is []timers) {
		all := t.All()
		for _, l := range t.Links() {
			if q.Operand != "" && !ifname.Same(q.Operand, l.Name) {
				continue
			}
			here := slices.DeleteFunc(slices.Clone(all), func(n *neighbor.Neighbor) bool { return n.Interface != l.Name })
			links, is = append(links, l), append(is, timersOf(here))
		}
		return links, is
	}
	a.Text = func(b []byte, _ time.Time) []byte {
		links, is := links()
		for i, l := range links {
			b = render.AppendClean(b, l.Name)
			b = fmt.Appendf(b, " is up, line protocol is up\n Encapsulation %s\n Sending CDP packets every %s seconds\n Holdtime is %s seconds\n",
				l.Encapsulation, span(is[i].intervals), span(is[i].holdtimes))
		}
		switch {
		case len(links) > 0:
			return b
		case q.Operand == "":
			return append(b, "% CDP is not enabled\n"...)
		}
		return ios.AppendLine(b, "% CDP is not enabled on interface ", q.Operand)
	}
	a.Tables = func(time.Time) []render.Report {
		r := render.Report{Columns: []render.Column{
			{Title: "Interface", Key: "interface"}, {Title: "Encapsulation", Key: "encapsulation"}, {Title: "Interval", Key: "intervals"},
			{Title: "Holdtime", Key: "holdtimes"}, {Title: "Packets", Key: "packets"}, {Title: "CDPv1", Key: "version_1"},
			{Title: "CDPv2", Key: "version_2"}, {Title: "First seen", Key: "first_seen"}, {Title: "Last seen", Key: "last_seen"},
		}}
		links, is := links()
		for i, l := range links {
			r.Rows = append(r.Rows, []any{l.Name, l.Encapsulation, values(is[i].intervals), values(is[i].holdtimes),
				l.Packets, l.Versions[1], l.Versions[2], l.First, l.Last})
		}
		return []render.Report{r}
	}
	return a, nil
}

// askCDPTraffic is "show cdp traffic". Who listens sends nothing.
func askCDPTraffic(*report.Query) (*report.Answer, error) {
	t, a := answerCDP()
	a.Text = func(b []byte, _ time.Time) []byte {
		return fmt.Appendf(b, "CDP counters :\n"+
			" Total packets output: 0, Input: %d\n"+
			" Hdr syntax: %d, Chksum error: %d, Encaps failed: 0\n"+
			" No memory: %d, Invalid packet: %d, Fragmented: 0\n"+
			" CDP version 1 advertisements output: 0, Input: %d\n"+
			" CDP version 2 advertisements output: 0, Input: %d\n",
			t.Packets, t.Versions[0], t.Bad, t.Evicted, t.Malformed+t.Nameless, t.Versions[1], t.Versions[2])
	}
	a.Tables = func(at time.Time) []render.Report {
		r := render.Report{Rows: [][]any{nil}}
		add := func(title, key string, n uint64) {
			r.Columns = append(r.Columns, render.Column{Title: title, Key: key})
			r.Rows[0] = append(r.Rows[0], n)
		}
		add("Packets", "packets", t.Packets)
		add("CDPv1", "version_1", t.Versions[1])
		add("CDPv2", "version_2", t.Versions[2])
		add("Other versions", "other_versions", t.Versions[0])
		add("Bad checksum", "bad_checksums", t.Bad)
		add("Cut", "unverified_checksums", t.Unverified)
		add("Malformed", "malformed", t.Malformed)
		add("No device ID", "nameless", t.Nameless)
		add("Neighbors", "neighbors", uint64(len(t.Neighbors(at))))
		for kind, n := range t.Events {
			name := neighbor.EventKind(kind).String()
			add(name, name, n)
		}
		add("Evicted", "evicted", t.Evicted)
		return []render.Report{r}
	}
	return a, nil
}
