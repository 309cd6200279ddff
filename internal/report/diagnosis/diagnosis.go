// Package diagnosis is what "pktscope diagnose" prints: the findings of package diagnose
// as a page for people, and for programs.
package diagnosis

import (
	"encoding/hex"
	"slices"
	"time"

	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/track/cdp"
	"github.com/pktscope/pktscope/internal/track/cleartext"
	"github.com/pktscope/pktscope/internal/track/nat"
)

// Options are what is asked of the diagnosis, beside what is asked of every report.
type Options struct {
	diagnose.Options
	FailOn string // the severity from which on the exit status is session.ExitFindings: "error", "warning", or "" for none
	Live   bool   // packets still come while findings are printed
	Style  Style
	// Platforms are those whose remedies are wanted; nil: all.
	Platforms []string
}

// Report is "pktscope diagnose".
func Report(o Options) *report.Report {
	return &report.Report{
		Words: "diagnose", Command: true, Formats: []string{"markdown"}, Merge: true, Inside: true, IKE: true, Findings: true,
		Ask: func(q *report.Query) (*report.Answer, error) { return ask(q, o) },
	}
}

// exact is of how many packets all are compared on both sides of a NAT; of those behind
// them a sample tells which side is outside.
const exact = 1 << 16

// ask answers with the findings of all rules.
func ask(q *report.Query, o Options) (*report.Answer, error) {
	s := q.Sources
	if s.NAT == nil { // else it is that of a report beside this one
		s.NAT = nat.New(nat.Limits{Translations: q.Flows, Flows: 2 * q.Flows, Exact: exact})
	}
	if s.CDP == nil {
		s.CDP = cdp.New(0)
	}
	if s.Cleartext == nil {
		s.Cleartext = cleartext.New(0)
	}
	var err error
	s.Inside, err = q.InsideOf()
	p := &page{query: q, options: o, told: map[string]diagnose.Severity{}}
	a := &report.Answer{
		Tables: func(at time.Time) []render.Report {
			return []render.Report{{Table: render.Table[diagnose.Finding]{Columns: columns, Rows: slices.Values(p.findings(at))}}}
		},
		Text:      p.appendText,
		Write:     p.appendMarkdown,
		Page:      p.document,
		News:      p.appendNews,
		Clear:     p.clear,
		Forgotten: p.forgotten,
	}
	if o.FailOn != "" {
		a.Status = p.status
	}
	return a, err
}

// forgotten are the entries of all tables that there was no room for.
func (p *page) forgotten() []report.Forgotten {
	s := p.query.Sources
	translations, flows, _ := s.NAT.Evicted()
	return slices.Concat(report.ForgottenIKE(s.IKE), report.ForgottenESP(s.ESP), []report.Forgotten{
		{N: translations, What: "translations were dropped because the table was full, those of one packet first"},
		{N: flows, What: "conversations were dropped because the table was full, those of one side first"},
		{N: s.CDP.Evicted, What: "neighbors were dropped because the table was full, those that announced themselves once first"},
	})
}

// columns are the keys of the JSON.
var columns = []render.Column[diagnose.Finding]{
	{Title: "Rule", Key: "rule", Cell: func(x diagnose.Finding) any { return x.Rule }},
	{Title: "Severity", Key: "severity", Cell: func(x diagnose.Finding) any { return x.Severity.String() }},
	{Title: "Certainty", Key: "certainty", Cell: func(x diagnose.Finding) any { return x.Certainty.String() }},
	{Title: "Tunnel", Key: "tunnel", Cell: func(x diagnose.Finding) any { return tunnelObject(x.Tunnel) }},
	{Title: "Summary", Key: "summary", Cell: func(x diagnose.Finding) any { return x.Summary }},
	{Title: "Initiator", Key: "initiator", Cell: func(x diagnose.Finding) any {
		return values(&x, func(v diagnose.Value) any { return v.Initiator })
	}},
	{Title: "Responder", Key: "responder", Cell: func(x diagnose.Finding) any {
		return values(&x, func(v diagnose.Value) any { return v.Responder })
	}},
	{Title: "Evidence", Key: "evidence", Cell: func(x diagnose.Finding) any { return evidence(&x) }},
	{Title: "Remedy", Key: "remedy", Cell: func(x diagnose.Finding) any { return remedies(&x) }},
	{Title: "Reference", Key: "reference", Cell: func(x diagnose.Finding) any { return render.OrNil(x.Reference) }},
	{Title: "Count", Key: "count", Cell: func(x diagnose.Finding) any { return x.Count }},
	{Title: "First seen", Key: "first_seen", Cell: func(x diagnose.Finding) any { return x.First }},
	{Title: "Last seen", Key: "last_seen", Cell: func(x diagnose.Finding) any { return x.Last }},
}

// Members are the cells of a finding in JSON, by their keys.
func Members(x *diagnose.Finding, keys ...string) render.Object {
	return render.Members(columns, *x, keys...)
}

func tunnelObject(t *diagnose.Tunnel) any {
	if t == nil {
		return nil
	}
	spis := []string{}
	for _, spi := range t.ESP {
		spis = append(spis, ios.HexSPI(spi))
	}
	o := render.Object{{Key: "initiator", Value: diagnose.Address(t.Initiator)}, {Key: "responder", Value: diagnose.Address(t.Responder)}}
	for r, key := range []string{"initiator_spi", "responder_spi"} {
		m := render.Member{Key: key}
		if spi := t.SPIs[r]; spi != (diagnose.SPI{}) {
			m.Value = hex.EncodeToString(spi[:])
		}
		o = append(o, m)
	}
	return append(o, render.Member{Key: "spis", Value: spis})
}

// values is one side of the values of a finding, nil if there are none.
func values(x *diagnose.Finding, side func(diagnose.Value) any) any {
	if len(x.Values) == 0 {
		return nil
	}
	var o render.Object
	for _, v := range x.Values {
		o = append(o, render.Member{Key: v.Name, Value: side(v)})
	}
	return o
}

func evidence(x *diagnose.Finding) any {
	list := []any{}
	for i := range x.Evidence {
		e := &x.Evidence[i]
		o := render.Object{{Key: "file", Value: render.OrNil(e.File)}, {Key: "frame"}, {Key: "field", Value: render.OrNil(e.Field)}, {Key: "value"}, {Key: "text", Value: e.Text}}
		if e.Frame > 0 {
			o[1].Value = e.Number
		}
		if e.Field != "" {
			o[3].Value = e.Value
		}
		list = append(list, o)
	}
	return list
}

func remedies(x *diagnose.Finding) any {
	list := []any{}
	for _, r := range x.Remedies {
		list = append(list, render.Object{{Key: "platform", Value: string(r.Platform)}, {Key: "text", Value: r.Text()}})
	}
	return list
}
