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
	"github.com/pktscope/pktscope/internal/report/diagnosis"
	"github.com/pktscope/pktscope/internal/report/ike"
	"github.com/pktscope/pktscope/internal/report/ipsec"
	natreports "github.com/pktscope/pktscope/internal/report/nat"
	neighborreports "github.com/pktscope/pktscope/internal/report/neighbors"
	"github.com/pktscope/pktscope/internal/report/tables"
	"github.com/pktscope/pktscope/internal/session"
	"github.com/pktscope/pktscope/internal/track"
	"github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/icmperror"
	"github.com/pktscope/pktscope/internal/track/nat"
)

// asked are the reports that a family's tables are made of.
func asked(of family) []string {
	switch of {
	case tunnels:
		return slices.Concat(tables.OfTunnels(), tables.OfFindings())
	case translations:
		return tables.OfTranslations()
	case links:
		return slices.Concat(tables.OfLinks(), tables.OfFindings())
	}
	return tables.OfNeighbors()
}

// Answers are those of a family's reports, and what they learn from.
type answers struct {
	family   family
	trackers []track.Tracker
	watchers []track.Watcher
	reports  map[string]*report.Answer
	sources  *diagnose.Sources
	nat      *nat.Tracker // nil in other families
	packets  *packets     // nil in other families than tunnels
	places   *places
}

// ask asks the reports of a family.
func ask(of family, plan *session.Plan, at *places, beside bool) (*answers, error) {
	sources := sourcesOf(of, plan)
	sources.Frames.Of, sources.Beside = at.of, beside
	q := &report.Query{Format: report.ForTables, IKE: plan.IKE, ESP: plan.ESP, Fragments: plan.Fragments, Fields: plan.Fields, Sources: sources}
	all := report.List(slices.Concat(ike.Reports(), ipsec.Reports(), neighborreports.Reports(), natreports.Reports()))
	all = append(all, *diagnosis.Report(diagnosis.Options{Options: diagnose.Options{Part: true}}))
	v := &answers{family: of, reports: map[string]*report.Answer{}, sources: sources, nat: sources.NAT, places: at}
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
	keep(sources, of)
	v.watchers = append(v.watchers, sources.Watchers()...)
	return v, nil
}

// sourcesOf are the trackers that the rules of findings learn from in a family.
func sourcesOf(of family, plan *session.Plan) *diagnose.Sources {
	switch of {
	case tunnels:
		return &diagnose.Sources{IKE: plan.IKE, Fragments: plan.Fragments, ESP: esp.New(0), ICMP: icmperror.New()}
	case translations:
		return &diagnose.Sources{NAT: nat.New(nat.Limits{})}
	}
	return new(diagnose.Sources)
}

// keep takes out the trackers that reports have added, and whose packets are not those of the
// family.
func keep(s *diagnose.Sources, of family) {
	if of != translations {
		s.NAT = nil
	}
	if of != tunnels {
		s.Cleartext = nil
	} else {
		s.CDP = nil
	}
}

// write writes the tables of a family, a part of each.
func (v *answers) write(ctx context.Context, output, part string, at time.Time) error {
	w, found := &writer{ctx, output, part}, &writer{ctx, output, v.family + "-" + part}
	rows := tables.Source{Tables: func(words string) []render.Report { return v.reports[words].Tables(at) }, Place: v.places.of}
	switch v.family {
	case tunnels:
		return cmp.Or(write(found, rows.Findings()), write(w, rows.IKESAs()), write(w, rows.IKEMessages()), write(w, rows.ESPSAs()))
	case translations:
		return write(w, rows.Translations())
	case links:
		return cmp.Or(write(found, rows.Findings()), write(w, rows.Links()))
	}
	return write(w, rows.Neighbors())
}
