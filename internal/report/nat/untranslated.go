package nat

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/track/nat"
)

// askUntranslated is "show ip nat untranslated".
func askUntranslated(q *report.Query) (*report.Answer, error) {
	v, a, err := answerNAT(q)
	a.Tables = func(time.Time) []render.Report { return []render.Report{untranslatedTable(v.account())} }
	a.Text = func(b []byte, _ time.Time) []byte {
		all := v.account()
		return v.appendRemarks(appendUntranslated(b, all), all)
	}
	a.None = func(time.Time) []string {
		all := v.account()
		if all.Len() > 0 && all.Reasons() == [nat.Reasons]int{} {
			return []string{"Every conversation of TCP, UDP, SCTP, ICMP, ESP and GRE is translated: type show ip nat translations"}
		}
		return none(q, all)
	}
	return a, err
}

// conversationColumns are the columns of "show ip nat untranslated".
var conversationColumns = []render.Column[*nat.Conversation]{
	{Title: "Pro", Key: "protocol", Cell: func(c *nat.Conversation) any { return nat.ProtocolName(c.Flow.Protocol) }},
	{Title: "Source", Key: "src", Cell: func(c *nat.Conversation) any { return endText(c.Flow.Protocol, c.Flow.Src) }},
	{Title: "Destination", Key: "dst", Cell: func(c *nat.Conversation) any { return endText(c.Flow.Protocol, c.Flow.Dst) }},
	{Title: "Interface", Key: "interface", Cell: func(c *nat.Conversation) any { return c.Interface }},
	{Title: "Packets", Key: "packets", Cell: func(c *nat.Conversation) any { return c.Packets[0] }},
	{Title: "Back", Key: "packets_back", Cell: func(c *nat.Conversation) any { return c.Packets[1] }},
	{Title: "Reason", Key: "reason", Cell: func(c *nat.Conversation) any { return c.Reason.String() }},
	{Title: "First seen", Key: "first_seen", Cell: func(c *nat.Conversation) any { return c.First }},
	{Title: "Last seen", Key: "last_seen", Cell: func(c *nat.Conversation) any { return c.Last }},
	{Title: "Frame", Key: "frame", Cell: func(c *nat.Conversation) any { return c.Frame }},
	{Title: "Inside ESP", Key: "tunnelled", Cell: func(c *nat.Conversation) any { return c.Tunnelled }},
	{Title: "Also on", Key: "other_interface", Cell: func(c *nat.Conversation) any { return render.OrNil(c.Other) }},
}

// untranslatedTable has a row for every conversation that was not translated.
func untranslatedTable(all *nat.Account) render.Report {
	return render.Report{Table: render.Table[*nat.Conversation]{Columns: conversationColumns, Rows: all.Untranslated()}}
}

// untranslatedLayout has the columns of "show ip nat untranslated", which IOS does
// not have.
var untranslatedLayout = []ios.Column[*nat.Conversation]{
	{Title: "Pro", Width: 5, Cell: func(c *nat.Conversation) string { return nat.ProtocolName(c.Flow.Protocol) }},
	{Title: "Source", Width: 22, Cell: func(c *nat.Conversation) string { return endText(c.Flow.Protocol, c.Flow.Src) }},
	{Title: "Destination", Width: 22, Cell: func(c *nat.Conversation) string { return endText(c.Flow.Protocol, c.Flow.Dst) }},
	{Title: "Packets", Width: 12, Cell: func(c *nat.Conversation) string { return fmt.Sprintf("%d/%d", c.Packets[0], c.Packets[1]) }},
	{Title: "Reason", Cell: func(c *nat.Conversation) string { return c.Reason.String() + " (" + interfaces(c) + ")" }},
}

// interfaces names the interfaces on which a conversation was seen.
func interfaces(c *nat.Conversation) string {
	if c.Other == "" {
		return c.Interface
	}
	return c.Interface + " and " + c.Other
}

// appendUntranslated appends the conversations that were not translated.
func appendUntranslated(b []byte, all *nat.Account) []byte {
	b = ios.AppendHeadings(b, untranslatedLayout)
	for c := range all.Untranslated() {
		b = ios.AppendRow(b, untranslatedLayout, c)
	}
	return b
}

// appendReasonCounts sums up the conversations that were not translated.
func appendReasonCounts(b []byte, all *nat.Account) []byte {
	for reason, n := range all.Reasons() {
		if n > 0 {
			b = fmt.Appendf(b, "%% Not translated: %s, %s\n", render.Plural(n, "conversation", "conversations"), nat.Reason(reason))
		}
	}
	return b
}

// noTranslation says why there is no translation, or none of what is wanted.
func noTranslation(q *report.Query, all *nat.Account) []string {
	if !q.Only.Is() || all.Len() == 0 {
		return none(q, all)
	}
	for range wanted(q, all) {
		return nil
	}
	var protocols []string
	for t := range all.Translations() {
		protocols = append(protocols, nat.ProtocolName(t.Protocol)+" from "+t.InsideLocal.Addr().String())
	}
	return q.NoneLeft("translation", "There are translations of", protocols)
}

// none says why there is no translation: there is no conversation, or one side of the
// NAT alone was captured. No line if there is a translation, or another reason.
func none(q *report.Query, all *nat.Account) []string {
	if all.Len() > 0 {
		return nil
	}
	switch reasons := all.Reasons(); {
	case reasons == [nat.Reasons]int{}:
		return q.None("conversations of TCP, UDP, SCTP, ICMP, ESP or GRE")
	case reasons[nat.NotCovered] > 0:
		return []string{
			"A translation shows in captures of both sides of the NAT, taken at one time:",
			"type show ip nat translations INSIDE-CAPTURE OUTSIDE-CAPTURE",
		}
	}
	return nil
}

// maxNamed bounds the interfaces that are named.
const maxNamed = 8

// maxLeaks bounds the leaks that are told.
const maxLeaks = 100

// appendRemarks appends what an account lacks: doubtful translations, and the interface that is to be
// inside. Leaks are findings, above the report.
func (v *natView) appendRemarks(b []byte, all *nat.Account) []byte {
	if len(all.Interfaces) > 0 && v.inside.Unknown(all.Interfaces) {
		b = ios.AppendLine(b, "% --inside: there is no interface ", v.inside.Interface+"; there are "+strings.Join(all.Interfaces[:min(len(all.Interfaces), maxNamed)], ", "))
	}
	if all.Doubtful > 0 {
		b = fmt.Appendf(b, "%% %d doubtful translations are left out\n", all.Doubtful)
	}
	return b
}

// forgotten are the translations, flows and packets that there was no room for.
func (v *natView) forgotten() []report.Forgotten {
	translations, flows, packets := v.Evicted()
	return []report.Forgotten{
		{N: translations, What: "translations were dropped because the table was full, those of one packet first"},
		{N: flows, What: "conversations were dropped because the table was full, those of one side first"},
		{N: packets, What: "packets were dropped before their match on the other side could arrive, because the table was full"},
	}
}

// rounded is a share to three digits.
func rounded(f float64) float64 { return math.Round(f*1000) / 1000 }
