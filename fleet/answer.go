package fleet

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/report/ike"
	"github.com/pktscope/pktscope/internal/report/ipsec"
	natreports "github.com/pktscope/pktscope/internal/report/nat"
	neighborreports "github.com/pktscope/pktscope/internal/report/neighbors"
	"github.com/pktscope/pktscope/internal/report/tables"
	"github.com/pktscope/pktscope/internal/session"
	"github.com/pktscope/pktscope/internal/table"
	"github.com/pktscope/pktscope/internal/track"
	"github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/nat"
)

// asked are the reports that a family's tables are made of.
func asked(of family) []string {
	switch of {
	case tunnels:
		return tables.OfTunnels()
	case translations:
		return tables.OfTranslations()
	case links:
		return tables.OfLinks()
	}
	return tables.OfNeighbors()
}

// Answers are those of a family's reports, and what they learn from.
type answers struct {
	family   family
	trackers []track.Tracker
	watchers []track.Watcher
	reports  map[string]*report.Answer
	nat      *nat.Tracker // nil in other families
	place    table.Locator
}

// ask asks the reports of a family.
func ask(of family, plan *session.Plan, place table.Locator) (*answers, error) {
	sources := &diagnose.Sources{IKE: plan.IKE, Fragments: plan.Fragments, Frames: diagnose.Frames{Of: place}}
	switch of {
	case tunnels:
		sources.ESP = esp.New(0)
	case translations:
		sources.NAT = nat.New(nat.Limits{})
	}
	q := &report.Query{Format: report.ForTables, IKE: plan.IKE, ESP: plan.ESP, Fragments: plan.Fragments, Fields: plan.Fields, Sources: sources}
	all := report.List(slices.Concat(ike.Reports(), ipsec.Reports(), neighborreports.Reports(), natreports.Reports()))
	v := &answers{family: of, reports: map[string]*report.Answer{}, nat: sources.NAT, place: place}
	for _, words := range asked(of) {
		i := slices.IndexFunc(all, func(r report.Report) bool { return r.Words == words })
		if i < 0 {
			return nil, fmt.Errorf("there is no report %q", words)
		}
		a, err := all[i].Ask(q)
		if err != nil {
			return nil, err
		}
		v.reports[words] = a
		v.trackers, v.watchers = append(v.trackers, a.Trackers...), append(v.watchers, a.Watchers...)
	}
	sources.Cleartext = nil // it is for findings
	v.watchers = append(v.watchers, sources.Watchers()...)
	return v, nil
}

// write writes the tables of a family, a part of each.
func (v *answers) write(ctx context.Context, output, part string, at time.Time) error {
	w := &writer{ctx, output, part}
	rows := tables.Source{Tables: func(words string) []render.Report { return v.reports[words].Tables(at) }, Place: v.place}
	switch v.family {
	case tunnels:
		return cmp.Or(write(w, rows.IKESAs()), write(w, rows.IKEMessages()), write(w, rows.ESPSAs()))
	case translations:
		return write(w, rows.Translations())
	case links:
		return write(w, rows.Links())
	}
	return write(w, rows.Neighbors())
}
