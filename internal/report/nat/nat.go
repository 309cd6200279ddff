// Package nat has the reports of address translation: "show ip nat".
package nat

import (
	"fmt"
	"iter"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/track/cleartext"
	"github.com/pktscope/pktscope/internal/track/nat"
)

// Reports returns the reports of address translation.
func Reports() []report.Report {
	return []report.Report{
		{Words: "ip nat translations", Limits: report.ByTranslation(), Brief: "the translations of flows, from packets seen on both sides", Merge: true, Inside: true, Findings: true, IOS: true, Ask: askTranslations},
		{Words: "ip nat translations verbose", Limits: report.ByTranslation(), Detail: true, Brief: "the same with the evidence for each, and untranslated flows", Merge: true, Inside: true, Findings: true, IOS: true, Ask: askTranslationsVerbose},
		{Words: "ip nat untranslated", Brief: "conversations that were not translated, and the likely reason", Merge: true, Inside: true, Findings: true, Ask: askUntranslated},
		{Words: "ip nat statistics", Brief: "translations, ports in use, how they are chosen, timeouts", Merge: true, Inside: true, Findings: true, IOS: true, Ask: askNATStatistics},
	}
}

// A natView is a tracker of translations, and which side the user calls inside.
type natView struct {
	*nat.Tracker
	inside nat.Inside
}

// answerNAT is an answer that a tracker of translations gives.
func answerNAT(q *report.Query) (*natView, *report.Answer, error) {
	v := &natView{Tracker: q.Sources.NAT}
	if v.Tracker == nil {
		v.Tracker = nat.New(nat.Limits{Translations: q.Flows, Flows: 2 * q.Flows})
	}
	var err error
	v.inside, err = q.InsideOf()
	q.Sources.NAT, q.Sources.Inside = v.Tracker, v.inside
	if q.Sources.Cleartext == nil {
		q.Sources.Cleartext = cleartext.New(0)
	}
	return v, &report.Answer{Clear: q.Sources.Clear, Forgotten: v.forgotten, Flat: true}, err
}

func (v *natView) account() *nat.Account { return v.Account(v.inside) }

func askTranslations(q *report.Query) (*report.Answer, error) { return askNAT(q, false) }

func askTranslationsVerbose(q *report.Query) (*report.Answer, error) { return askNAT(q, true) }

func askNAT(q *report.Query, verbose bool) (*report.Answer, error) {
	v, a, err := answerNAT(q)
	a.Tables = func(time.Time) []render.Report {
		all := v.account()
		out := []render.Report{translationTable(wanted(q, all), verbose)}
		if verbose && !q.Only.Is() && (q.Format == "markdown" || q.Format == "html") {
			out[0].Title = "Translations"
			out = append(out, untranslatedTable(all))
			out[1].Title = "Not translated"
		}
		return out
	}
	a.Long = func(b []byte, at time.Time, flush func([]byte) []byte) []byte {
		all := v.account()
		if q.RouterOnly() {
			return appendRouterTranslations(b, wanted(q, all), at, verbose, flush)
		}
		b = appendTranslations(b, wanted(q, all), at, verbose, flush)
		switch {
		case q.Only.Is():
			return b
		case verbose:
			b = appendUntranslated(append(b, "\nNot translated:\n"...), all)
		default:
			b = appendReasonCounts(b, all)
		}
		return v.appendRemarks(b, all)
	}
	a.None = func(time.Time) []string { return noTranslation(q, v.account()) }
	return a, err
}

// wanted are the translations that a query is about.
func wanted(q *report.Query, all *nat.Account) iter.Seq[*nat.Translation] {
	only := &q.Only
	is := func(a netip.Addr, ends ...netip.AddrPort) bool {
		return !a.IsValid() || slices.ContainsFunc(ends, func(e netip.AddrPort) bool { return e.Addr() == a })
	}
	return func(yield func(*nat.Translation) bool) {
		for t := range all.Translations() {
			if only.Of(nat.ProtocolName(t.Protocol)) && is(only.Inside, t.InsideLocal, t.InsideGlobal) && is(only.Outside, t.OutsideLocal, t.OutsideGlobal) && !yield(t) {
				return
			}
		}
	}
}

// layout is IOS XE's of "show ip nat translations".
var layout = []ios.Column[*nat.Translation]{
	{Title: "Pro", Width: 5, Cell: func(t *nat.Translation) string { return nat.ProtocolName(t.Protocol) }},
	{Title: "Inside global", Width: 22, Append: func(b []byte, t *nat.Translation) []byte { return appendEnd(b, t.Protocol, t.InsideGlobal) }},
	{Title: "Inside local", Width: 22, Append: func(b []byte, t *nat.Translation) []byte { return appendEnd(b, t.Protocol, t.InsideLocal) }},
	{Title: "Outside local", Width: 22, Append: func(b []byte, t *nat.Translation) []byte { return appendEnd(b, t.Protocol, t.OutsideLocal) }},
	{Title: "Outside global", Append: func(b []byte, t *nat.Translation) []byte { return appendEnd(b, t.Protocol, t.OutsideGlobal) }},
}

// appendTranslations appends the table.
func appendTranslations(b []byte, all iter.Seq[*nat.Translation], at time.Time, verbose bool, flush func([]byte) []byte) []byte {
	b = ios.AppendHeadings(b, layout)
	n := 0
	for t := range all {
		n++
		b = ios.AppendRow(flush(b), layout, t)
		if verbose {
			b = appendEvidence(b, t, at)
		}
	}
	return fmt.Appendf(b, "Total number of translations: %d\n", n)
}

func portless(protocol uint8) bool { return protocol == nat.ESP || protocol == nat.GRE }

// endText returns one end of a flow, for protocols without ports the address only.
func endText(protocol uint8, end netip.AddrPort) string {
	return string(appendEnd(nil, protocol, end))
}

// appendEnd appends the same.
func appendEnd(b []byte, protocol uint8, end netip.AddrPort) []byte {
	if portless(protocol) {
		return end.Addr().AppendTo(b)
	}
	return end.AppendTo(b)
}

// appendEvidence appends the times, packets and evidence of a translation.
func appendEvidence(b []byte, t *nat.Translation, at time.Time) []byte {
	b = fmt.Appendf(b, "    create %s, use %s, longest pause %s,\n", ago(at, t.First), ago(at, t.Last), t.Idle.Round(time.Millisecond))
	b = fmt.Appendf(b, "    pkts out: %d, in: %d, bytes: %d, first in frame %d,\n", t.Out, t.In, t.Bytes, t.Frame)
	b = ios.AppendLine(b, "    ", t.Inside+" to "+t.Outside+fmt.Sprintf(" in %s,", t.Delay.Round(time.Microsecond)))
	b = fmt.Appendf(b, "    confidence: %.1f %%: %s\n", 100*t.Confidence(), evidenceText(&t.Evidence))
	if flags := natFlags(t); len(flags) > 0 {
		b = fmt.Appendf(b, "    flags: %s\n", strings.Join(flags, ", "))
	}
	return b
}

// ago returns how long before a moment something was, as IOS writes it.
func ago(at, then time.Time) string { return ios.HMS(at.Sub(then)) }

// evidenceText counts the packets of a translation by how they were recognised.
func evidenceText(e *nat.Evidence) string {
	var out []string
	for _, x := range []struct {
		n    uint32
		what string
	}{
		{e.Packets, "by content and identification, a hop further"},
		{e.SameHop, "by content and identification"},
		{e.Rewritten, "by content, with another identification"},
		{e.Weak, "by little content"},
		{e.Errors, "returned by ICMP errors"},
	} {
		if x.n > 0 {
			out = append(out, fmt.Sprintf("%d %s", x.n, x.what))
		}
	}
	return strings.Join(out, ", ")
}

// natFlags returns the properties of a translation.
func natFlags(t *nat.Translation) []string {
	var out []string
	add := func(is bool, what string) {
		if is {
			out = append(out, what)
		}
	}
	add(t.Inbound, "begun from outside (static or forwarded)")
	add(t.InsideLocal != t.InsideGlobal && t.OutsideLocal.Addr() != t.OutsideGlobal.Addr(), "twice")
	add(t.Hairpin, "hairpin")
	add(t.Tunnelled, "inside ESP")
	add(t.Closed, "closed")
	return out
}

// translationColumns are the columns of "show ip nat translations".
var translationColumns = []render.Column[*nat.Translation]{
	{Title: "Pro", Key: "protocol", Cell: func(t *nat.Translation) any { return nat.ProtocolName(t.Protocol) }},
	{Title: "Inside global", Key: "inside_global", Cell: func(t *nat.Translation) any { return endText(t.Protocol, t.InsideGlobal) }},
	{Title: "Inside local", Key: "inside_local", Cell: func(t *nat.Translation) any { return endText(t.Protocol, t.InsideLocal) }},
	{Title: "Outside local", Key: "outside_local", Cell: func(t *nat.Translation) any { return endText(t.Protocol, t.OutsideLocal) }},
	{Title: "Outside global", Key: "outside_global", Cell: func(t *nat.Translation) any { return endText(t.Protocol, t.OutsideGlobal) }},
	{Title: "Confidence", Key: "confidence", Cell: func(t *nat.Translation) any { return rounded(t.Confidence()) }},
	{Title: "First seen", Key: "first_seen", Cell: func(t *nat.Translation) any { return t.First }},
	{Title: "Last seen", Key: "last_seen", Cell: func(t *nat.Translation) any { return t.Last }},
	{Title: "Packets", Key: "packets", Cell: func(t *nat.Translation) any { return t.Packets() }},
	{Title: "Out", Key: "packets_out", Detail: true, Cell: func(t *nat.Translation) any { return t.Out }},
	{Title: "In", Key: "packets_in", Detail: true, Cell: func(t *nat.Translation) any { return t.In }},
	{Title: "Bytes", Key: "bytes", Detail: true, Cell: func(t *nat.Translation) any { return t.Bytes }},
	{Title: "Inside", Key: "inside_interface", Detail: true, Cell: func(t *nat.Translation) any { return t.Inside }},
	{Title: "Outside", Key: "outside_interface", Detail: true, Cell: func(t *nat.Translation) any { return t.Outside }},
	{Title: "Frame", Key: "frame", Detail: true, Cell: func(t *nat.Translation) any { return t.Frame }},
	{Title: "Longest pause", Key: "longest_idle", Detail: true, Cell: func(t *nat.Translation) any { return t.Idle }},
	{Title: "Delay", Key: "delay", Detail: true, Cell: func(t *nat.Translation) any { return t.Delay }},
	{Title: "Flags", Key: "flags", Detail: true, Cell: func(t *nat.Translation) any { return natFlags(t) }},
	{Title: "Evidence", Key: "evidence", Detail: true, Cell: func(t *nat.Translation) any { return evidenceText(&t.Evidence) }},
}

// translationTable has a row for every translation.
func translationTable(all iter.Seq[*nat.Translation], verbose bool) render.Report {
	return render.Report{Table: render.Table[*nat.Translation]{Columns: translationColumns, Detail: verbose, Rows: all}}
}
