package diagnosis

import (
	"time"

	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/session"
)

// A Style is how a page is drawn.
type Style struct {
	Color bool
	Width int // of lines, in columns of a terminal; 0: they are not wrapped
}

// A page prints the findings of one query.
type page struct {
	query   *report.Query
	options Options
	at      time.Time // of list
	list    []diagnose.Finding
	told    map[string]diagnose.Severity // by the News so far
}

// findings are the findings as of a moment.
func (p *page) findings(at time.Time) []diagnose.Finding {
	if p.list == nil || !p.at.Equal(at) {
		p.at, p.list = at, p.query.Sources.Findings(at, p.options.Options)
	}
	return p.list
}

func (p *page) appendText(b []byte, at time.Time) []byte {
	for _, x := range p.findings(at) {
		b = ios.AppendLine(b, "", x.Line())
	}
	return b
}

func (p *page) append(b []byte, format string, at time.Time) []byte { return p.appendText(b, at) }

// appendNews appends the findings that are new since the last call, or worse.
func (p *page) appendNews(b []byte, at time.Time) []byte {
	p.list = nil
	for _, x := range p.findings(at) {
		k := x.Rule + " " + x.Summary
		if worst, ok := p.told[k]; ok && worst >= x.Severity {
			continue
		}
		p.told[k] = x.Severity
		b = ios.AppendLine(b, "", x.Line())
	}
	return b
}

// clear forgets what was learnt and told.
func (p *page) clear() {
	p.list, p.told = nil, map[string]diagnose.Severity{}
	p.query.Sources.Clear()
}

// status is session.ExitFindings where a finding is as bad as what is asked for.
func (p *page) status(at time.Time) int {
	for _, x := range p.findings(at) {
		if x.Severity == diagnose.Error || x.Severity == diagnose.Warning && p.options.FailOn == diagnose.Warning.String() {
			return session.ExitFindings
		}
	}
	return 0
}
