package neighbors

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pktscope/pktscope/dissect/fdp"
	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/track"
	fdptrack "github.com/pktscope/pktscope/internal/track/fdp"
	"github.com/pktscope/pktscope/internal/track/neighbor"
)

// reportsFDP are the reports on FDP. Their layouts are IronWare's of the same commands,
// as far as it is known: from the FastIron Configuration Guide, chapter "Foundry
// Discovery Protocol (FDP) and Cisco Discovery Protocol (CDP) Packets".
func reportsFDP() []report.Report {
	return []report.Report{
		{Words: "fdp neighbors", Limits: report.OnInterface(), Brief: "neighbors by FDP, of Foundry's and Brocade's switches", Ask: askFDPNeighbors},
		{Words: "fdp neighbors detail", Limits: report.OnInterface(), Detail: true, Brief: "the same with all that they announce", Ask: askFDPDetail},
	}
}

func answerFDP(q *report.Query) (*fdptrack.Table, *report.Answer) {
	t := fdptrack.New(0)
	return t, &report.Answer{
		Watchers:  []track.Watcher{t},
		Clear:     t.Clear,
		Forgotten: forgotten(t.Table),
		None:      absent(q, "FDP", t.Table),
		Tables:    func(at time.Time) []render.Report { return []render.Report{fdpReport(q, t, at)} },
	}
}

// An fdpNeighbor is a row of the reports of neighbors: one of them, and what it
// announced last.
type fdpNeighbor struct {
	*neighbor.Neighbor
	announced *fdp.Packet
	at        time.Time
}

// fdpLayout is IronWare's of "show fdp neighbors". Capabilities are the text that a
// device announces.
var fdpLayout = []ios.Column[fdpNeighbor]{
	{Title: "Device ID", Width: 15, Wrap: true, Cell: func(n fdpNeighbor) string { return n.Device }},
	{Title: "Local Int", Width: 15, Wrap: true, Cell: func(n fdpNeighbor) string { return n.Interface }},
	{Title: "Holdtm", Width: 7, Cell: func(n fdpNeighbor) string { return strconv.Itoa(holdtime(n.Neighbor, n.at)) }},
	{Title: "Capability", Width: 11, Cell: func(n fdpNeighbor) string { return string(n.announced.Capabilities) }},
	{Title: "Platform", Width: 12, Cell: func(n fdpNeighbor) string { return string(n.announced.Platform) }},
	{Title: "Port ID", Cell: func(n fdpNeighbor) string { return n.Port }},
}

// fdpRuler is the line below the titles.
const fdpRuler = "-------------- -------------- ------ ---------- ----------- -------------\n"

// askFDPNeighbors is "show fdp neighbors".
func askFDPNeighbors(q *report.Query) (*report.Answer, error) {
	t, a := answerFDP(q)
	a.Text = func(b []byte, at time.Time) []byte {
		b = append(ios.AppendHeadings(b, fdpLayout), fdpRuler...)
		for _, n := range present(q, t.Table, at) {
			b = ios.AppendRow(b, fdpLayout, fdpNeighbor{n, fdptrack.Announcement(n), at})
		}
		return b
	}
	return a, nil
}

// askFDPDetail is "show fdp neighbors detail".
func askFDPDetail(q *report.Query) (*report.Answer, error) {
	t, a := answerFDP(q)
	detailed(q, a, t.Table, nil, "\n", appendFDPDetail)
	return a, nil
}

// appendFDPDetail appends what a neighbour announces.
func appendFDPDetail(b []byte, n *neighbor.Neighbor, at time.Time) []byte {
	announced := fdptrack.Announcement(n)
	b = render.AppendClean(append(b, "Device ID: "...), n.Device)
	b = append(appendTagging(b, announced), "\nEntry address(es):\n"...)
	for _, a := range announced.Addresses {
		b = append(a.AppendTo(append(b, "  IP address: "...)), '\n')
	}
	b = render.AppendClean(append(b, "Platform: "...), string(announced.Platform))
	b = ios.AppendLine(b, ",  Capabilities: ", string(announced.Capabilities))
	b = ios.AppendLine(b, "Interface: ", n.Interface)
	b = ios.AppendLine(b, "Port ID (outgoing port): ", n.Port)
	b = appendMembership(b, announced)
	b = fmt.Appendf(b, "Holdtime : %d seconds\nVersion :\n", holdtime(n, at))
	return ios.AppendLines(b, string(announced.SoftwareVersion))
}

// appendTagging appends the default VLAN and the EtherType of tags.
func appendTagging(b []byte, announced *fdp.Packet) []byte {
	if !announced.Has(fdp.Tagging) {
		return b
	}
	return fmt.Appendf(b, " configured as default VLAN%d, tag-type%x", announced.NativeVLAN, announced.TagType)
}

// appendMembership appends the VLANs that the neighbour's port is in.
func appendMembership(b []byte, announced *fdp.Packet) []byte {
	if !announced.Has(fdp.VLANBitmap) {
		return b
	}
	b = append(b, "VLANs:"...)
	for vlan := range announced.VLANs.All {
		b = fmt.Appendf(b, " %d", vlan)
	}
	return append(b, '\n')
}

var fdpColumns = []render.Column[fdpNeighbor]{
	{Title: "Device ID", Key: "device_id", Cell: func(n fdpNeighbor) any { return n.Device }},
	{Title: "Local Int", Key: "local_interface", Cell: func(n fdpNeighbor) any { return n.Interface }},
	{Title: "Holdtm", Key: "holdtime", In: render.ForReaders, Cell: func(n fdpNeighbor) any { return holdtime(n.Neighbor, n.at) }},
	{Title: "Holdtm", Key: "holdtime", In: render.ForPrograms, Cell: func(n fdpNeighbor) any { return leftCell(n.Neighbor, n.at) }},
	{Title: "Capability", Key: "capabilities", Cell: func(n fdpNeighbor) any { return words(n.announced.Capabilities) }},
	{Title: "Platform", Key: "platform", Cell: func(n fdpNeighbor) any { return textCell(n.announced.Platform) }},
	{Title: "Port ID", Key: "port_id", Cell: func(n fdpNeighbor) any { return n.Port }},
	{Title: "Addresses", Key: "addresses", Cell: func(n fdpNeighbor) any { return addressTexts(n.announced.Addresses) }},
	{Key: "version", In: render.ForPrograms, Cell: func(n fdpNeighbor) any { return textCell(n.announced.SoftwareVersion) }},
	{Key: "native_vlan", In: render.ForPrograms, Cell: func(n fdpNeighbor) any { return taggingCell(n.announced, n.announced.NativeVLAN) }},
	{Key: "tag_type", In: render.ForPrograms, Cell: func(n fdpNeighbor) any { return taggingCell(n.announced, n.announced.TagType) }},
	{Key: "vlans", In: render.ForPrograms, Cell: func(n fdpNeighbor) any { return slices.AppendSeq([]uint16{}, n.announced.VLANs.All) }},
	{Key: "first_seen", In: render.ForPrograms, Cell: func(n fdpNeighbor) any { return n.First }},
	{Key: "last_seen", In: render.ForPrograms, Cell: func(n fdpNeighbor) any { return n.Last }},
	{Key: "present_since", In: render.ForPrograms, Cell: func(n fdpNeighbor) any { return n.Since }},
	{Key: "source", In: render.ForPrograms, Cell: func(n fdpNeighbor) any { return render.OrNil(n.Source) }},
	{Key: "ttl", In: render.ForPrograms, Cell: func(n fdpNeighbor) any { return n.TTL }},
	{Key: "interval", In: render.ForPrograms, Cell: func(n fdpNeighbor) any { return intervalCell(n.Neighbor) }},
	{Key: "packets", In: render.ForPrograms, Cell: func(n fdpNeighbor) any { return n.Packets }},
	{Key: "present", In: render.InParquet, Cell: func(n fdpNeighbor) any { return n.Present(n.at) }},
	{Key: "frame", In: render.InParquet, Cell: func(n fdpNeighbor) any { return render.OrNil(n.FirstFrame) }},
	{Key: "events", In: render.ForPrograms, Cell: func(n fdpNeighbor) any { return eventCells(n.Neighbor) }},
}

// fdpReport has a row for every neighbor at a moment.
func fdpReport(q *report.Query, t *fdptrack.Table, at time.Time) render.Report {
	return render.Report{Table: render.Table[fdpNeighbor]{Columns: fdpColumns, Rows: func(yield func(fdpNeighbor) bool) {
		for _, n := range listed(q, t.Table, at) {
			if !yield(fdpNeighbor{n, fdptrack.Announcement(n), at}) {
				return
			}
		}
	}}}
}

// words are those of a text with blanks or commas between them.
func words(text []byte) []string {
	is := func(r rune) bool { return r == ' ' || r == ',' }
	return append([]string{}, strings.FieldsFunc(string(text), is)...)
}

// textCell is a text, nil where the announcement lacks it.
func textCell(text []byte) any {
	if text == nil {
		return nil
	}
	return string(text)
}

// taggingCell is a value of the TLV of tags, nil where the announcement lacks it.
func taggingCell(announced *fdp.Packet, v uint16) any {
	if !announced.Has(fdp.Tagging) {
		return nil
	}
	return v
}
