package neighbors

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pktscope/pktscope/dissect/cdp"
	"github.com/pktscope/pktscope/internal/cisco"
	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/ifname"
	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report"
	cdptrack "github.com/pktscope/pktscope/internal/track/cdp"
	"github.com/pktscope/pktscope/internal/track/neighbor"
)

// holdtime is what is left of a neighbour's holdtime, in seconds begun.
func holdtime(n *neighbor.Neighbor, at time.Time) int {
	return int((n.Expires.Sub(at) + time.Second - 1) / time.Second)
}

// askNeighbors is "show cdp neighbors".
func askNeighbors(q *report.Query) (*report.Answer, error) {
	t, a := answerCDP(q)
	q.Sources.CDP, a.Watchers = t, nil // findings need the table as well, and it is fed for them
	a.Text = func(b []byte, at time.Time) []byte {
		all := present(q, t.Table, at)
		if q.RouterOnly() {
			b = appendNeighbors(append(b, ios.CDPLegend...), ios.Unwrapped(cdpLayout, localColumn), all, at)
			return fmt.Appendf(b, "\nTotal cdp entries displayed : %d\n", len(all))
		}
		return appendNeighbors(append(b, ios.CDPShortLegend(capabilities(all))...), cdpLayout, all, at)
	}
	a.Tables = func(at time.Time) []render.Report {
		return []render.Report{neighborReport(q, t, at, nil)}
	}
	return a, nil
}

// platformWidth is the width of the Platform column with the blank after it.
const platformWidth = 10

// cdpLayout is IOS's of "show cdp neighbors". Its second and third heading do not
// stand above their columns.
var cdpLayout = []ios.Column[cdpNeighbor]{
	{Title: "Device ID", Width: 17, Wrap: true, Cell: func(n cdpNeighbor) string { return n.Device }},
	{Title: "Local Intrfce", Width: 19, Heading: 18, Wrap: true, Cell: func(n cdpNeighbor) string { return ifname.Short(n.Interface) }},
	{Title: "Holdtme", Width: 10, Heading: 11, Cell: func(n cdpNeighbor) string { return strconv.Itoa(holdtime(n.Neighbor, n.at)) }},
	{Title: "Capability", Width: 12, Cell: func(n cdpNeighbor) string { return centred(ios.CDPLetters(n.announced.Capabilities), 8) }},
	{Title: "Platform", Width: platformWidth, Cell: func(n cdpNeighbor) string { return shortPlatform(string(n.announced.Platform)) }},
	{Title: "Port ID", Cell: func(n cdpNeighbor) string { return ifname.Short(n.Port) }},
}

// localColumn is the column of the local interface in the tables of neighbors. On a
// router it has no name that is too long, as that of a capture can be.
const localColumn = 1

// centred returns text with half of the blanks before it that it lacks to width.
func centred(text string, width int) string {
	return strings.Repeat(" ", max(0, (width-len(text))/2)) + text
}

// capabilities are those that any of the neighbors has.
func capabilities(all []*neighbor.Neighbor) (bits uint32) {
	for _, n := range all {
		bits |= cdptrack.Announcement(n).Capabilities
	}
	return bits
}

// appendNeighbors appends the table below the legend of capabilities.
func appendNeighbors(b []byte, columns []ios.Column[cdpNeighbor], all []*neighbor.Neighbor, at time.Time) []byte {
	b = ios.AppendHeadings(append(b, '\n'), columns)
	for _, n := range all {
		b = ios.AppendRow(b, columns, cdpNeighbor{Neighbor: n, announced: cdptrack.Announcement(n), at: at})
	}
	return b
}

// shortPlatform is the platform without its maker, as far as the column holds
// it.
func shortPlatform(s string) string {
	if len(s) > 6 && strings.EqualFold(s[:6], "cisco ") {
		s = s[6:]
	}
	if r := []rune(s); len(r) > platformWidth-1 {
		s = string(r[:platformWidth-1])
	}
	return s
}

// askNeighborsDetail is "show cdp neighbors detail".
func askNeighborsDetail(q *report.Query) (*report.Answer, error) {
	_, a := askDetail(q, nil)
	return a, nil
}

// askEntry is "show cdp entry".
func askEntry(q *report.Query) (*report.Answer, error) {
	wanted := func(n *neighbor.Neighbor) bool { return fits(q.Operand, n.Device) }
	t, a := askDetail(q, wanted)
	none := a.None
	a.None = func(at time.Time) []string {
		lines, there := none(at), t.Neighbors(at)
		if q.Operand == "*" || slices.ContainsFunc(there, wanted) {
			return lines
		}
		var names []string
		for _, n := range there {
			names = append(names, n.Device)
		}
		lines = append(lines, "There is no entry for "+q.Operand)
		return append(lines, report.Others("There are entries for", names)...)
	}
	return a, nil
}

// fits reports whether a name is meant: "*" stands for any text, and where case
// is all that differs it does not matter.
func fits(pattern, name string) bool {
	pattern, name = strings.ToLower(pattern), strings.ToLower(name)
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern == name
	}
	first, last := parts[0], parts[len(parts)-1]
	if !strings.HasPrefix(name, first) || !strings.HasSuffix(name[len(first):], last) {
		return false
	}
	name = name[len(first) : len(name)-len(last)]
	for _, p := range parts[1 : len(parts)-1] {
		i := strings.Index(name, p)
		if i < 0 {
			return false
		}
		name = name[i+len(p):]
	}
	return true
}

// askDetail answers with everything that the wanted neighbours announce; nil: all
// neighbours.
func askDetail(q *report.Query, wanted func(*neighbor.Neighbor) bool) (*cdptrack.Table, *report.Answer) {
	t, a := answerCDP(q)
	detailed(q, a, t.Table, wanted, "", func(b []byte, n *neighbor.Neighbor, at time.Time) []byte {
		return appendDetail(b, n, at, !q.RouterOnly())
	})
	a.Tables = func(at time.Time) []render.Report {
		return []render.Report{neighborReport(q, t, at, wanted)}
	}
	return t, a
}

// A cdpNeighbor is a row of the reports of neighbors: one of them, and what it
// announced last.
type cdpNeighbor struct {
	*neighbor.Neighbor
	announced *cdp.Packet
	at        time.Time
	warnings  []string
}

var cdpColumns = []render.Column[cdpNeighbor]{
	{Title: "Device ID", Key: "device_id", Cell: func(n cdpNeighbor) any { return n.Device }},
	{Title: "Local Intrfce", Key: "local_interface", Cell: func(n cdpNeighbor) any { return n.Interface }},
	{Title: "Holdtme", Key: "holdtime", In: render.ForReaders, Cell: func(n cdpNeighbor) any { return holdtime(n.Neighbor, n.at) }},
	{Title: "Holdtme", Key: "holdtime", In: render.ForPrograms, Cell: func(n cdpNeighbor) any { return leftCell(n.Neighbor, n.at) }},
	{Title: "Capability", Key: "capabilities", Cell: func(n cdpNeighbor) any { return ios.CDPCapabilities(n.announced.Capabilities) }},
	{Title: "Platform", Key: "platform", Cell: func(n cdpNeighbor) any { return n.tlv(cdp.Platform, string(n.announced.Platform)) }},
	{Title: "Port ID", Key: "port_id", Cell: func(n cdpNeighbor) any { return n.Port }},
	{Title: "Addresses", Key: "addresses", Cell: func(n cdpNeighbor) any { return addressTexts(n.announced.Addresses) }},
	{Title: "Native VLAN", Key: "native_vlan", Cell: func(n cdpNeighbor) any { return n.tlv(cdp.NativeVLAN, n.announced.NativeVLAN) }},
	{Title: "Duplex", Key: "duplex", Cell: func(n cdpNeighbor) any { return n.tlv(cdp.Duplex, duplexName(n.announced)) }},
	{Title: "VTP domain", Key: "vtp_domain", Cell: func(n cdpNeighbor) any { return n.tlv(cdp.VTPDomain, string(n.announced.VTPDomain)) }},
	{Key: "version", In: render.ForPrograms, Cell: func(n cdpNeighbor) any { return n.tlv(cdp.SoftwareVersion, string(n.announced.SoftwareVersion)) }},
	{Key: "cdp_version", In: render.ForPrograms, Cell: func(n cdpNeighbor) any { return n.Version }},
	{Key: "management_addresses", In: render.ForPrograms, Cell: func(n cdpNeighbor) any { return addressTexts(n.announced.Management) }},
	{Key: "first_seen", In: render.ForPrograms, Cell: func(n cdpNeighbor) any { return n.First }},
	{Key: "last_seen", In: render.ForPrograms, Cell: func(n cdpNeighbor) any { return n.Last }},
	{Key: "present_since", In: render.ForPrograms, Cell: func(n cdpNeighbor) any { return n.Since }},
	{Key: "source", In: render.ForPrograms, Cell: func(n cdpNeighbor) any { return render.OrNil(n.Source) }},
	{Key: "ttl", In: render.ForPrograms, Cell: func(n cdpNeighbor) any { return n.TTL }},
	{Key: "interval", In: render.ForPrograms, Cell: func(n cdpNeighbor) any { return intervalCell(n.Neighbor) }},
	{Key: "packets", In: render.ForPrograms, Cell: func(n cdpNeighbor) any { return n.Packets }},
	{Key: "voice_vlan", In: render.ForPrograms, Cell: func(n cdpNeighbor) any { return n.tlv(cdp.VoiceReply, n.announced.VoiceReply.VLAN) }},
	{Key: "mtu", In: render.ForPrograms, Cell: func(n cdpNeighbor) any { return n.tlv(cdp.MTU, n.announced.MTU) }},
	{Key: "power_drawn", In: render.ForPrograms, Cell: func(n cdpNeighbor) any { return n.tlv(cdp.PowerDraw, float64(n.announced.PowerDraw)/1000) }},
	{Key: "system_name", In: render.ForPrograms, Cell: func(n cdpNeighbor) any { return n.tlv(cdp.SystemName, string(n.announced.SystemName)) }},
	{Key: "system_oid", In: render.ForPrograms, Cell: func(n cdpNeighbor) any { return render.OrNil(string(n.announced.AppendOID(nil))) }},
	{Key: "location", In: render.ForPrograms, Cell: func(n cdpNeighbor) any { return n.tlv(cdp.Location, string(n.announced.Location)) }},
	{Key: "present", In: render.InParquet, Cell: func(n cdpNeighbor) any { return n.Present(n.at) }},
	{Key: "frame", In: render.InParquet, Cell: func(n cdpNeighbor) any { return render.OrNil(n.FirstFrame) }},
	{Key: "events", In: render.ForPrograms, Cell: func(n cdpNeighbor) any { return eventCells(n.Neighbor) }},
	{Key: "warnings", In: render.ForPrograms, Cell: func(n cdpNeighbor) any { return n.warnings }},
	{Key: "system_model", In: render.ForPrograms, Cell: func(n cdpNeighbor) any {
		return render.OrNil(cisco.Product(string(n.announced.AppendOID(nil))))
	}},
}

// tlv is the value of a TLV, nil if the announcement lacks it.
func (n cdpNeighbor) tlv(t cdp.TLVType, v any) any {
	if !n.announced.Has(t) {
		return nil
	}
	return v
}

// intervalCell is how often a neighbor announces itself, nil if that is not known.
func intervalCell(n *neighbor.Neighbor) any { return render.OrNil(max(0, n.Interval())) }

// neighborReport has a row for every neighbor at a moment, or for the neighbors that are
// wanted.
func neighborReport(q *report.Query, t *cdptrack.Table, at time.Time, wanted func(*neighbor.Neighbor) bool) render.Report {
	warnings := warningsOf(t, at)
	return render.Report{Table: render.Table[cdpNeighbor]{Columns: cdpColumns, Rows: func(yield func(cdpNeighbor) bool) {
		for _, n := range listed(q, t.Table, at) {
			if wanted != nil && !wanted(n) {
				continue
			}
			if !yield(cdpNeighbor{n, cdptrack.Announcement(n), at, slices.Concat([]string{}, warnings[n])}) {
				return
			}
		}
	}}}
}

// warningsOf are the findings on each neighbour, as a router would log them.
func warningsOf(t *cdptrack.Table, at time.Time) map[*neighbor.Neighbor][]string {
	by := map[*neighbor.Neighbor][]string{}
	sources := diagnose.Sources{CDP: t}
	for _, x := range sources.Findings(at, diagnose.Options{Faults: true}) {
		for _, n := range x.Neighbors {
			by[n] = append(by[n], x.Line())
		}
	}
	return by
}
