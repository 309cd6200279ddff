package nat

import (
	"fmt"
	"slices"
	"time"

	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/track/nat"
)

// askNATStatistics is "show ip nat statistics".
func askNATStatistics(q *report.Query) (*report.Answer, error) {
	v, a, err := answerNAT(q)
	a.Tables = func(at time.Time) []render.Report {
		all := v.account()
		s := all.Statistics(at)
		return statisticsTables(all, &s)
	}
	a.Text = func(b []byte, at time.Time) []byte {
		all := v.account()
		s := all.Statistics(at)
		if q.RouterOnly() {
			return appendRouterStatistics(b, all, &s, at)
		}
		return v.appendRemarks(appendNATStatistics(b, all, &s, at), all)
	}
	a.None = func(time.Time) []string { return none(q, v.account()) }
	return a, err
}

// appendNATStatistics appends them as IOS lays them out.
func appendNATStatistics(b []byte, all *nat.Account, s *nat.Statistics, at time.Time) []byte {
	b = appendActive(b, s, at)
	b = appendList(append(b, "Outside interfaces:\n"...), all.Outside)
	b = appendList(append(b, "Inside interfaces:\n"...), all.Inside)
	b = fmt.Appendf(b, "Hits: %d  Misses: %d\nExpired translations: %d\n", all.Hits, all.Misses, s.Expired)
	for _, p := range s.Protocols {
		b = fmt.Appendf(b, "%s: %d active, %d at most, %d in all\n", nat.ProtocolName(p.Protocol), p.Active, p.Peak, p.Created)
	}
	if len(s.Pools) > 0 {
		b = append(b, "Dynamic mappings:\n-- Inside Source\n"...)
	}
	for i := range s.Pools {
		p := &s.Pools[i]
		b = fmt.Appendf(b, " address %s %s: %s for %s, %d at one time (%.2f%% of %d), exhaustion risk %s\n",
			p.Global, nat.ProtocolName(p.Protocol), ports(p), hosts(p.Hosts), p.Peak, 100*p.Used(), p.Available(), p.Risk())
		b = fmt.Appendf(b, "   ports preserved %d, changed %d, allocation %s\n", p.Preserved, p.Changed, styleText(p))
	}
	for _, t := range s.Timeouts {
		b = append(b, timeoutText(&t)...)
	}
	return b
}

// ports are those of a global address that translations have.
func ports(p *nat.Pool) string {
	if p.Ports == 1 {
		return fmt.Sprintf("1 port %d", p.Low)
	}
	return fmt.Sprintf("%d ports %d-%d", p.Ports, p.Low, p.High)
}

// appendActive appends how many translations are active, and when most were.
func appendActive(b []byte, s *nat.Statistics, at time.Time) []byte {
	b = fmt.Appendf(b, "Total active translations: %d (%d static, %d dynamic; %d extended)\n", s.Active, s.Inbound, s.Active-s.Inbound, s.Active)
	if s.Peak > 0 {
		b = fmt.Appendf(b, "Peak translations: %d, occurred %s ago\n", s.Peak, ago(at, s.PeakAt))
	}
	return b
}

func appendList(b []byte, names []string) []byte {
	for _, name := range names {
		b = ios.AppendLine(b, "  ", name)
	}
	return b
}

func hosts(n int) string {
	if n == 1 {
		return "1 host"
	}
	return fmt.Sprintf("%d hosts", n)
}

// styleText says how a translator chooses ports.
func styleText(p *nat.Pool) string {
	switch {
	case p.Preserved > 0 && p.Style > nat.Preserving:
		return "preserving, else " + p.Style.String()
	case p.Preserved > 0 && p.Style == nat.Undecided:
		return "preserving, else unknown"
	}
	return p.Style.String()
}

// timeoutText returns the line on a timeout: the longest pause that a translation
// outlived, and the shortest after which it was gone.
func timeoutText(t *nat.Timeout) string {
	s := fmt.Sprintf("Timeout of %s: still active after a pause of %s", nat.ProtocolName(t.Protocol), t.Alive.Round(time.Millisecond))
	if t.Gone > 0 {
		s += fmt.Sprintf(", expired after %s", t.Gone.Round(time.Millisecond))
	}
	return s + "\n"
}

// totals are the only row of the first table.
type totals struct {
	*nat.Account
	nat.Statistics
}

var totalColumns = []render.Column[totals]{
	{Title: "Active", Key: "active", Cell: func(t totals) any { return t.Active }},
	{Title: "Static", Key: "static", Cell: func(t totals) any { return t.Inbound }},
	{Title: "Expired", Key: "expired", Cell: func(t totals) any { return t.Expired }},
	{Title: "Peak", Key: "peak", Cell: func(t totals) any { return t.Peak }},
	{Title: "Peak at", Key: "peak_at", Cell: func(t totals) any { return t.PeakAt }},
	{Title: "Hits", Key: "hits", Cell: func(t totals) any { return t.Hits }},
	{Title: "Misses", Key: "misses", Cell: func(t totals) any { return t.Misses }},
	{Title: "Packets", Key: "packets", Cell: func(t totals) any { return t.Packets }},
	{Title: "Untranslated", Key: "untranslated", Cell: func(t totals) any { return t.untranslated() }},
	{Title: "Doubtful", Key: "doubtful", Cell: func(t totals) any { return t.Doubtful }},
	{Title: "Inside", Key: "inside_interfaces", Cell: func(t totals) any { return t.Inside }},
	{Title: "Outside", Key: "outside_interfaces", Cell: func(t totals) any { return t.Outside }},
	{Title: "Leaks", Key: "leaks", Cell: func(t totals) any { return t.leaks() }},
	{Title: "Forgotten", Key: "evicted_translations", Cell: func(t totals) any { return t.EvictedTranslations }},
	{Title: "Forgotten flows", Key: "evicted_flows", Cell: func(t totals) any { return t.EvictedFlows }},
}

// untranslated counts the conversations without a translation.
func (t totals) untranslated() (n int) {
	for _, of := range t.Reasons() {
		n += of
	}
	return n
}

// leaks returns the warnings about packets with inside addresses outside.
func (t totals) leaks() (texts []string) {
	leaks := t.Leaks()
	for i := range leaks[:min(len(leaks), maxLeaks)] {
		texts = append(texts, leaks[i].String())
	}
	return texts
}

// A protocol is the count of translations of a protocol, and its timeout.
type protocol struct {
	nat.ProtocolCount
	timeout nat.Timeout
}

var protocolColumns = []render.Column[protocol]{
	{Title: "Pro", Key: "protocol", Cell: func(p protocol) any { return nat.ProtocolName(p.Protocol) }},
	{Title: "Active", Key: "active", Cell: func(p protocol) any { return p.Active }},
	{Title: "Peak", Key: "peak", Cell: func(p protocol) any { return p.Peak }},
	{Title: "Created", Key: "created", Cell: func(p protocol) any { return p.Created }},
	{Title: "Stood after", Key: "stood_after", Cell: func(p protocol) any { return p.timeout.Alive }},
	{Title: "Gone after", Key: "gone_after", Cell: func(p protocol) any { return render.OrNil(p.timeout.Gone) }},
}

var poolColumns = []render.Column[*nat.Pool]{
	{Title: "Inside global", Key: "inside_global", Cell: func(p *nat.Pool) any { return p.Global.String() }},
	{Title: "Pro", Key: "protocol", Cell: func(p *nat.Pool) any { return nat.ProtocolName(p.Protocol) }},
	{Title: "Hosts", Key: "hosts", Cell: func(p *nat.Pool) any { return p.Hosts }},
	{Title: "Ports", Key: "ports", Cell: func(p *nat.Pool) any { return p.Ports }},
	{Title: "Low", Key: "low", Cell: func(p *nat.Pool) any { return p.Low }},
	{Title: "High", Key: "high", Cell: func(p *nat.Pool) any { return p.High }},
	{Title: "Peak", Key: "peak", Cell: func(p *nat.Pool) any { return p.Peak }},
	{Title: "Used", Key: "used", Cell: func(p *nat.Pool) any { return rounded(p.Used()) }},
	{Title: "Risk", Key: "risk", Cell: func(p *nat.Pool) any { return p.Risk() }},
	{Title: "Preserved", Key: "preserved", Cell: func(p *nat.Pool) any { return p.Preserved }},
	{Title: "Changed", Key: "changed", Cell: func(p *nat.Pool) any { return p.Changed }},
	{Title: "Allocation", Key: "allocation", Cell: func(p *nat.Pool) any { return styleText(p) }},
}

// PoolMembers are the cells of the use of a global address in JSON, by their keys.
func PoolMembers(p *nat.Pool, keys ...string) render.Object {
	return render.Members(poolColumns, p, keys...)
}

// statisticsTables returns a table of one row of counts, one with a row for each
// protocol, and one with a row for each global address and protocol.
func statisticsTables(all *nat.Account, s *nat.Statistics) []render.Report {
	var protocols []protocol
	for i, p := range s.Protocols {
		protocols = append(protocols, protocol{p, s.Timeouts[i]})
	}
	var pools []*nat.Pool
	for i := range s.Pools {
		pools = append(pools, &s.Pools[i])
	}
	return []render.Report{
		{Key: "totals", Table: render.Table[totals]{Columns: totalColumns, Rows: slices.Values([]totals{{all, *s}})}},
		{Key: "protocols", Title: "Protocols", Table: render.Table[protocol]{Columns: protocolColumns, Rows: slices.Values(protocols)}},
		{Key: "addresses", Title: "Global addresses", Table: render.Table[*nat.Pool]{Columns: poolColumns, Rows: slices.Values(pools)}},
	}
}
