package nat

import (
	"fmt"
	"iter"
	"net/netip"
	"strings"
	"time"

	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/track/nat"
)

// routerLayout is IOS's of "show ip nat translations". That of IOS XE, which has wider
// columns, is layout.
var routerLayout = []ios.Column[*nat.Translation]{
	{Title: "Pro", Width: 4, Cell: func(t *nat.Translation) string { return nat.ProtocolName(t.Protocol) }},
	{Title: "Inside global", Width: 19, Cell: func(t *nat.Translation) string { return routerEnd(t.Protocol, t.InsideGlobal) }},
	{Title: "Inside local", Width: 19, Cell: func(t *nat.Translation) string { return routerEnd(t.Protocol, t.InsideLocal) }},
	{Title: "Outside local", Width: 19, Cell: func(t *nat.Translation) string { return routerEnd(t.Protocol, t.OutsideLocal) }},
	{Title: "Outside global", Cell: func(t *nat.Translation) string { return routerEnd(t.Protocol, t.OutsideGlobal) }},
}

// routerEnd returns one end of a flow. Protocols without ports have port 0 in IOS.
func routerEnd(protocol uint8, end netip.AddrPort) string {
	if portless(protocol) {
		return netip.AddrPortFrom(end.Addr(), 0).String()
	}
	return end.String()
}

// appendRouterTranslations appends "show ip nat translations [verbose]" as IOS lays it
// out, and nothing else. What is left of a timeout is not known: as of a translation
// that has none, IOS does not print it.
func appendRouterTranslations(b []byte, all iter.Seq[*nat.Translation], at time.Time, verbose bool, flush func([]byte) []byte) []byte {
	b = ios.AppendHeadings(b, routerLayout)
	for t := range all {
		b = ios.AppendRow(flush(b), routerLayout, t)
		if verbose {
			b = fmt.Appendf(b, "    create %s, use %s,\n    flags:\nextended, use_count: 0\n", ago(at, t.First), ago(at, t.Last))
		}
	}
	return b
}

// appendRouterStatistics appends "show ip nat statistics" as IOS lays it out, and
// nothing else.
func appendRouterStatistics(b []byte, all *nat.Account, s *nat.Statistics, at time.Time) []byte {
	b = appendActive(b, s, at)
	b = appendJoined(append(b, "Outside interfaces:\n"...), all.Outside)
	b = appendJoined(append(b, "Inside interfaces:\n"...), all.Inside)
	return fmt.Appendf(b, "Hits: %d  Misses: %d\nExpired translations: %d\nDynamic mappings:\n", all.Hits, all.Misses, s.Expired)
}

// appendJoined appends a line of names, if there are any.
func appendJoined(b []byte, names []string) []byte {
	if len(names) == 0 {
		return b
	}
	return ios.AppendLine(b, "  ", strings.Join(names, ", "))
}
