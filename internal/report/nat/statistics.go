package nat

import (
	"fmt"
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
		return []render.Report{natTotals(all, &s), natProtocols(&s), natPools(&s)}
	}
	a.Text = func(b []byte, at time.Time) []byte {
		all := v.account()
		s := all.Statistics(at)
		b = appendNATStatistics(b, all, &s, at)
		return v.appendRemarks(b, all)
	}
	return a, err
}

// appendNATStatistics appends them as IOS lays them out.
func appendNATStatistics(b []byte, all *nat.Account, s *nat.Statistics, at time.Time) []byte {
	b = fmt.Appendf(b, "Total active translations: %d (%d static, %d dynamic; %d extended)\n", s.Active, s.Inbound, s.Active-s.Inbound, s.Active)
	if s.Peak > 0 {
		b = fmt.Appendf(b, "Peak translations: %d, occurred %s ago\n", s.Peak, ago(at, s.PeakAt))
	}
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
		b = fmt.Appendf(b, " address %s %s: %d ports %d-%d for %s, %d at one time (%.2f%%), exhaustion risk %s\n",
			p.Global, nat.ProtocolName(p.Protocol), p.Ports, p.Low, p.High, hosts(p.Hosts), p.Peak, 100*p.Used(), p.Risk())
		b = fmt.Appendf(b, "   ports preserved %d, changed %d, allocation %s\n", p.Preserved, p.Changed, styleText(p))
	}
	for _, t := range s.Timeouts {
		b = append(b, timeoutText(&t)...)
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

// timeoutText says what was seen of a timeout.
func timeoutText(t *nat.Timeout) string {
	s := fmt.Sprintf("Timeout of %s: still active after a pause of %s", nat.ProtocolName(t.Protocol), t.Alive.Round(time.Millisecond))
	if t.Gone > 0 {
		s += fmt.Sprintf(", expired after %s", t.Gone.Round(time.Millisecond))
	}
	return s + "\n"
}

// natTotals is one row of counts.
func natTotals(all *nat.Account, s *nat.Statistics) render.Report {
	var leaks []string
	for i := range all.Leaks[:min(len(all.Leaks), maxWarnings)] {
		leaks = append(leaks, all.Leaks[i].String())
	}
	untranslated := 0
	for _, n := range all.Reasons() {
		untranslated += n
	}
	return render.Report{
		Key: "totals",
		Columns: []render.Column{
			{Title: "Active", Key: "active"}, {Title: "Static", Key: "static"}, {Title: "Expired", Key: "expired"},
			{Title: "Peak", Key: "peak"}, {Title: "Peak at", Key: "peak_at"}, {Title: "Hits", Key: "hits"}, {Title: "Misses", Key: "misses"},
			{Title: "Packets", Key: "packets"}, {Title: "Untranslated", Key: "untranslated"}, {Title: "Doubtful", Key: "doubtful"},
			{Title: "Inside", Key: "inside_interfaces"}, {Title: "Outside", Key: "outside_interfaces"}, {Title: "Leaks", Key: "leaks"},
			{Title: "Forgotten", Key: "evicted_translations"}, {Title: "Forgotten flows", Key: "evicted_flows"},
		},
		Rows: [][]any{{
			s.Active, s.Inbound, s.Expired, s.Peak, s.PeakAt, all.Hits, all.Misses, all.Packets, untranslated, all.Doubtful,
			all.Inside, all.Outside, leaks, all.EvictedTranslations, all.EvictedFlows,
		}},
	}
}

// natProtocols has a row for every protocol.
func natProtocols(s *nat.Statistics) render.Report {
	r := render.Report{Key: "protocols", Title: "Protocols", Columns: []render.Column{
		{Title: "Pro", Key: "protocol"}, {Title: "Active", Key: "active"}, {Title: "Peak", Key: "peak"}, {Title: "Created", Key: "created"},
		{Title: "Stood after", Key: "stood_after"}, {Title: "Gone after", Key: "gone_after"},
	}}
	for i, p := range s.Protocols {
		var gone any
		if g := s.Timeouts[i].Gone; g > 0 {
			gone = g
		}
		r.Rows = append(r.Rows, []any{nat.ProtocolName(p.Protocol), p.Active, p.Peak, p.Created, s.Timeouts[i].Alive, gone})
	}
	return r
}

// natPools has a row for every global address and protocol.
func natPools(s *nat.Statistics) render.Report {
	r := render.Report{Key: "addresses", Title: "Global addresses", Columns: []render.Column{
		{Title: "Inside global", Key: "inside_global"}, {Title: "Pro", Key: "protocol"}, {Title: "Hosts", Key: "hosts"}, {Title: "Ports", Key: "ports"},
		{Title: "Low", Key: "low"}, {Title: "High", Key: "high"}, {Title: "Peak", Key: "peak"}, {Title: "Used", Key: "used"}, {Title: "Risk", Key: "risk"},
		{Title: "Preserved", Key: "preserved"}, {Title: "Changed", Key: "changed"}, {Title: "Allocation", Key: "allocation"},
	}}
	for i := range s.Pools {
		p := &s.Pools[i]
		r.Rows = append(r.Rows, []any{p.Global.String(), nat.ProtocolName(p.Protocol), p.Hosts, p.Ports, p.Low, p.High, p.Peak, rounded(p.Used()), p.Risk(),
			p.Preserved, p.Changed, styleText(p)})
	}
	return r
}
