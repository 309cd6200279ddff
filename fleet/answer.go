package fleet

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/report/ike"
	"github.com/pktscope/pktscope/internal/report/ipsec"
	natreports "github.com/pktscope/pktscope/internal/report/nat"
	neighborreports "github.com/pktscope/pktscope/internal/report/neighbors"
	"github.com/pktscope/pktscope/internal/session"
	"github.com/pktscope/pktscope/internal/table"
	"github.com/pktscope/pktscope/internal/track"
	"github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/nat"
)

// The reports that tables are made of.
const (
	ikev1    = "crypto isakmp sa detail"
	ikev2    = "crypto ikev2 sa detail"
	ipsecSA  = "crypto ipsec sa"
	topology = "cdp topology"
	nats     = "ip nat translations verbose"
)

// heard are the protocols of neighbours.
var heard = []string{"cdp", "lldp", "fdp", "edp"}

// asked are the reports that a family's tables are made of.
func asked(of family) (words []string) {
	switch of {
	case tunnels:
		return []string{ikev1, ikev2, ipsecSA}
	case translations:
		return []string{nats}
	case links:
		return []string{topology}
	}
	for _, protocol := range heard {
		words = append(words, protocol+" neighbors")
	}
	return words
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
	tables := func(words string) []render.Report { return v.reports[words].Tables(at) }
	switch v.family {
	case tunnels:
		sas := slices.Concat(tables(ikev1), tables(ikev2))
		return cmp.Or(
			write(w, chain(table.Rows[table.IKESA], v.place, sas)),
			write(w, chain(table.IKEMessages, v.place, sas)),
			write(w, chain(table.Rows[table.ESPSA], v.place, tables(ipsecSA))))
	case translations:
		return write(w, chain(table.Rows[table.Translation], v.place, tables(nats)))
	case links:
		return write(w, v.links(tables(topology)))
	}
	return write(w, v.neighbors(tables))
}

// neighbors are the rows of all protocols.
func (v *answers) neighbors(tables func(words string) []render.Report) iter.Seq2[*table.Neighbor, error] {
	return func(yield func(*table.Neighbor, error) bool) {
		for _, protocol := range heard {
			for row, err := range chain(table.Rows[table.Neighbor], v.place, tables(protocol+" neighbors")) {
				if err == nil {
					row.Protocol = protocol
				}
				if !yield(row, err) {
					return
				}
			}
		}
	}
}

// links are the rows of all kinds of links.
func (v *answers) links(lists []render.Report) iter.Seq2[*table.Link, error] {
	return func(yield func(*table.Link, error) bool) {
		for i := range lists {
			kind := lists[i].Key
			if kind != "links" && kind != "stubs" && kind != "segments" {
				continue
			}
			for row, err := range table.Rows[table.Link](&lists[i], v.place) {
				if err == nil {
					row.Kind = kind
				}
				if !yield(row, err) {
					return
				}
			}
		}
	}
}

// chain are the rows of several reports.
func chain[T any](rows func(*render.Report, table.Locator) iter.Seq2[*T, error], of table.Locator, list []render.Report) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		for i := range list {
			for row, err := range rows(&list[i], of) {
				if !yield(row, err) {
					return
				}
			}
		}
	}
}
