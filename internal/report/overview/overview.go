// Package overview is the page of "pktscope report": all that the reports tell of captures,
// what is wrong first, in one file of HTML.
package overview

import (
	"slices"
	"strings"
	"time"

	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/report/nat"
	"github.com/pktscope/pktscope/internal/report/neighbors"
	"github.com/pktscope/pktscope/internal/stats"
)

// Report is "pktscope report".
func Report(o diagnose.Options) *report.Report {
	return &report.Report{
		Words: "report", Command: true, Merge: true, Inside: true, IKE: true, Findings: true,
		Ask: func(q *report.Query) (*report.Answer, error) { return ask(q, o) },
	}
}

// What a page has of each kind at most: it is for people.
const (
	maxPlotted  = 48  // SAs of ESP and AH with plots
	maxTunnels  = 64  // of ESP and AH
	maxIKE      = 32  // SAs of IKE
	maxFindings = 200 // in full
	maxNamed    = 8   // in the summary
	maxRows     = 500 // of a table
	maxTalkers  = 20  // conversations of one kind
)

// A page is made of what the reports of a query collect.
type page struct {
	query   *report.Query
	options diagnose.Options
	answers map[string]*report.Answer
	stats   *stats.Set
}

// The reports whose tables the page has, in its order.
var (
	tables = []string{"cdp neighbors", "lldp neighbors", "fdp neighbors", "edp neighbors"}
	drawn  = "cdp topology"
	moved  = "ip nat translations"
)

// ask has the reports collect that the page is made of.
func ask(q *report.Query, o diagnose.Options) (*report.Answer, error) {
	p := &page{query: q, options: o, answers: map[string]*report.Answer{}}
	q.Captured = new(report.Captured)
	q.Sources.ESP.Follow(maxPlotted)
	all := report.List(slices.Concat(neighbors.Reports(), nat.Reports()))
	a := &report.Answer{Page: p.page}
	for _, words := range append(slices.Clone(tables), drawn, moved) {
		r, _, err := all.Find(strings.Fields(words))
		if err != nil {
			return nil, err
		}
		one, err := r.Ask(q)
		if err != nil {
			return nil, err
		}
		p.answers[words] = one
		a.Trackers, a.Watchers = append(a.Trackers, one.Trackers...), append(a.Watchers, one.Watchers...)
	}
	var err error
	if p.stats, err = stats.New(p.statistics(), q.Fields, stats.DefaultLimit); err != nil {
		return nil, err
	}
	a.Tap, a.Forgotten = p.stats, p.forgotten
	return a, nil
}

// statistics are those of the page, of the packets that pass the display filter.
func (p *page) statistics() (list []string) {
	for _, what := range []string{"conv,ip", "conv,ipv6", "conv,tcp", "conv,udp", "io,phs"} {
		if p.query.Filter != "" {
			what += "," + p.query.Filter
		}
		list = append(list, what)
	}
	return list
}

// forgotten are the entries of all tables that there was no room for.
func (p *page) forgotten() []report.Forgotten {
	list := slices.Concat(report.ForgottenIKE(p.query.IKE), report.ForgottenESP(p.query.Sources.ESP))
	for _, words := range append(slices.Clone(tables), moved) {
		if a := p.answers[words]; a.Forgotten != nil {
			list = append(list, a.Forgotten()...)
		}
	}
	return list
}

// span is "107 packets in 8.8 s".
func span(packets uint64, first, last time.Time) string {
	text := plural(packets)
	if d := last.Sub(first); d > 0 {
		text += " in " + seconds(d)
	}
	return text
}
