package diagnosis

import (
	"slices"
	"time"

	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/session"
)

// A page prints the findings of one query.
type page struct {
	query   *report.Query
	options Options
	at      time.Time // of list
	list    []diagnose.Finding
	judged  bool // list is as of at
	told    map[string]diagnose.Severity
}

// findings are the findings as of a moment.
func (p *page) findings(at time.Time) []diagnose.Finding {
	if !p.judged || !p.at.Equal(at) || p.options.Live {
		p.judged, p.at, p.list = true, at, p.query.Sources.Findings(at, p.options.Options)
		p.pick()
	}
	return p.list
}

// pick leaves out the remedies for platforms that are not wanted.
func (p *page) pick() {
	if len(p.options.Platforms) == 0 {
		return
	}
	for i := range p.list {
		p.list[i].Remedies = slices.DeleteFunc(p.list[i].Remedies, func(r diagnose.Remedy) bool {
			return !slices.Contains(p.options.Platforms, string(r.Platform))
		})
	}
}

// groups are the findings of each tunnel, in the order of their worst findings. What is
// about no tunnel is the group of its rule's family.
func groups(list []diagnose.Finding) [][]diagnose.Finding {
	var out [][]diagnose.Finding
	index := map[string]int{}
	for _, x := range list {
		k := x.Group()
		i, ok := index[k]
		if !ok {
			i = len(out)
			index[k] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], x)
	}
	return out
}

// news are the findings that were not told before, or are worse than they were.
func (p *page) news(at time.Time) []diagnose.Finding {
	return slices.DeleteFunc(slices.Clone(p.findings(at)), func(x diagnose.Finding) bool {
		k := x.Rule + x.Group() + x.Summary
		worst, known := p.told[k]
		p.told[k] = max(worst, x.Severity)
		return known && worst >= x.Severity
	})
}

// clear forgets what was learnt and told.
func (p *page) clear() {
	p.judged, p.told = false, map[string]diagnose.Severity{}
	p.query.Sources.Clear()
}

// status is session.ExitFindings where a finding is as bad as what is asked for.
func (p *page) status(at time.Time) int {
	for _, x := range p.findings(at) {
		if x.Severity == diagnose.Error || x.Severity == diagnose.Warning && p.options.FailOn == diagnose.Warning.String() {
			return session.ExitFindings
		}
	}
	return session.ExitOK
}
