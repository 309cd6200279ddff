package neighbors

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pktscope/pktscope/dissect/lldp"
	"github.com/pktscope/pktscope/internal/cisco"
	"github.com/pktscope/pktscope/internal/ifname"
	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/track"
	lldptrack "github.com/pktscope/pktscope/internal/track/lldp"
	"github.com/pktscope/pktscope/internal/track/neighbor"
)

// reportsLLDP are the reports on LLDP.
func reportsLLDP() []report.Report {
	return []report.Report{
		{Words: "lldp neighbors", Limits: report.OnInterface(), IOS: true, Brief: "neighbors by LLDP", Ask: askLLDPNeighbors},
		{Words: "lldp neighbors detail", Limits: report.OnInterface(), Detail: true, IOS: true, Brief: "the same with all that they announce", Ask: askLLDPDetail},
	}
}

func answerLLDP(q *report.Query) (*lldptrack.Table, *report.Answer) {
	t := lldptrack.New(0)
	return t, &report.Answer{
		Watchers:  []track.Watcher{t},
		Clear:     t.Clear,
		Forgotten: forgotten(t.Table),
		None:      absent(q, "LLDP", t.Table),
		Tables:    func(at time.Time) []render.Report { return []render.Report{lldpReport(q, t, at)} },
	}
}

// lldpLayout is IOS's of "show lldp neighbors".
var lldpLayout = []ios.Column[lldpNeighbor]{
	{Title: "Device ID", Width: 20, Wrap: true, Cell: func(n lldpNeighbor) string { return lldpDevice(n.Neighbor, n.announced) }},
	{Title: "Local Intf", Width: 15, Wrap: true, Cell: func(n lldpNeighbor) string { return ifname.Brief(n.Interface) }},
	{Title: "Hold-time", Width: 11, Cell: func(n lldpNeighbor) string { return strconv.Itoa(holdtime(n.Neighbor, n.at)) }},
	{Title: "Capability", Width: 16, Cell: func(n lldpNeighbor) string { return ios.LLDPLetters(n.announced.Enabled) }},
	{Title: "Port ID", Cell: func(n lldpNeighbor) string { return lldpID(&n.announced.Port) }},
}

// askLLDPNeighbors is "show lldp neighbors". A name that is too long stands on
// a line of its own, but in a router's lines it is cut off.
func askLLDPNeighbors(q *report.Query) (*report.Answer, error) {
	t, a := answerLLDP(q)
	columns := lldpLayout
	if q.RouterOnly() {
		columns = ios.Unwrapped(columns, localColumn)
		columns[0].Wrap, columns[0].Cut = false, true
	}
	a.Text = func(b []byte, at time.Time) []byte {
		b = ios.AppendHeadings(append(b, ios.LLDPLegend...), columns)
		all := present(q, t.Table, at)
		for _, n := range all {
			b = ios.AppendRow(b, columns, lldpNeighbor{n, lldptrack.Announcement(n), at})
		}
		return appendTotal(b, len(all))
	}
	return a, nil
}

func appendTotal(b []byte, n int) []byte {
	return fmt.Appendf(b, "\nTotal entries displayed: %d\n", n)
}

// lldpDevice is what IOS calls a neighbour.
func lldpDevice(n *neighbor.Neighbor, announced *lldp.Packet) string {
	if len(lldptrack.Text(announced.SystemName)) == 0 {
		return lldpID(&announced.Chassis)
	}
	return n.Device
}

// lldpID is an ID as IOS prints it.
func lldpID(id *lldp.ID) string {
	if mac, ok := id.MAC(); ok {
		return dottedMAC(mac)
	}
	return string(lldptrack.AppendID(nil, id))
}

// dottedMAC is "0019.06ea.b880".
func dottedMAC(mac [6]byte) string { return fmt.Sprintf("%x.%x.%x", mac[:2], mac[2:4], mac[4:]) }

// An lldpNeighbor is a row of the reports of neighbors: one of them, and what it
// announced last.
type lldpNeighbor struct {
	*neighbor.Neighbor
	announced *lldp.Packet
	at        time.Time
}

var lldpColumns = []render.Column[lldpNeighbor]{
	{Title: "Device ID", Key: "device_id", Cell: func(n lldpNeighbor) any { return n.Device }},
	{Title: "Local Intf", Key: "local_interface", Cell: func(n lldpNeighbor) any { return n.Interface }},
	{Title: "Hold-time", Key: "holdtime", In: render.ForReaders, Cell: func(n lldpNeighbor) any { return holdtime(n.Neighbor, n.at) }},
	{Title: "Hold-time", Key: "holdtime", In: render.ForPrograms, Cell: func(n lldpNeighbor) any { return leftCell(n.Neighbor, n.at) }},
	{Title: "Capability", Key: "capabilities", Cell: func(n lldpNeighbor) any { return ios.LLDPCapabilities(n.announced.Enabled) }},
	{Title: "Platform", Key: "platform", Cell: func(n lldpNeighbor) any { return lldpPlatform(n.announced) }},
	{Title: "Port ID", Key: "port_id", Cell: func(n lldpNeighbor) any { return n.Port }},
	{Title: "Port description", Key: "port_description", Cell: func(n lldpNeighbor) any { return lldpText(n.announced.PortDescription) }},
	{Title: "Management addresses", Key: "management_addresses", Cell: func(n lldpNeighbor) any { return addressTexts(lldpAddresses(n.announced)) }},
	{Key: "chassis_id", In: render.ForPrograms, Cell: func(n lldpNeighbor) any { return string(lldptrack.AppendID(nil, &n.announced.Chassis)) }},
	{Key: "system_name", In: render.ForPrograms, Cell: func(n lldpNeighbor) any { return lldpText(n.announced.SystemName) }},
	{Key: "version", In: render.ForPrograms, Cell: func(n lldpNeighbor) any { return lldpText(n.announced.SystemDescription) }},
	{Key: "supported_capabilities", In: render.ForPrograms, Cell: func(n lldpNeighbor) any { return ios.LLDPCapabilities(n.announced.Capabilities) }},
	{Key: "native_vlan", In: render.ForPrograms, Cell: func(n lldpNeighbor) any { return portVLANCell(n.announced) }},
	{Key: "voice_vlan", In: render.ForPrograms, Cell: func(n lldpNeighbor) any { return voiceVLANCell(n.announced) }},
	{Key: "manufacturer", In: render.ForPrograms, Cell: func(n lldpNeighbor) any { return lldpText(n.announced.Media.Manufacturer) }},
	{Key: "model", In: render.ForPrograms, Cell: func(n lldpNeighbor) any { return lldpText(n.announced.Media.Model) }},
	{Key: "serial_number", In: render.ForPrograms, Cell: func(n lldpNeighbor) any { return lldpText(n.announced.Media.Serial) }},
	{Key: "first_seen", In: render.ForPrograms, Cell: func(n lldpNeighbor) any { return n.First }},
	{Key: "last_seen", In: render.ForPrograms, Cell: func(n lldpNeighbor) any { return n.Last }},
	{Key: "present_since", In: render.ForPrograms, Cell: func(n lldpNeighbor) any { return n.Since }},
	{Key: "source", In: render.ForPrograms, Cell: func(n lldpNeighbor) any { return render.OrNil(n.Source) }},
	{Key: "ttl", In: render.ForPrograms, Cell: func(n lldpNeighbor) any { return n.TTL }},
	{Key: "interval", In: render.ForPrograms, Cell: func(n lldpNeighbor) any { return intervalCell(n.Neighbor) }},
	{Key: "packets", In: render.ForPrograms, Cell: func(n lldpNeighbor) any { return n.Packets }},
	{Key: "present", In: render.InParquet, Cell: func(n lldpNeighbor) any { return n.Present(n.at) }},
	{Key: "frame", In: render.InParquet, Cell: func(n lldpNeighbor) any { return render.OrNil(n.FirstFrame) }},
	{Key: "events", In: render.ForPrograms, Cell: func(n lldpNeighbor) any { return eventCells(n.Neighbor) }},
	{Key: "locations", In: render.ForPrograms, Cell: func(n lldpNeighbor) any { return locationsCell(n.announced) }},
	{Key: "management_oid", In: render.ForPrograms, Cell: func(n lldpNeighbor) any { return render.OrNil(managementOID(n.announced)) }},
	{Key: "system_model", In: render.ForPrograms, Cell: func(n lldpNeighbor) any { return render.OrNil(cisco.Product(managementOID(n.announced))) }},
}

// lldpReport has a row for every neighbor at a moment.
func lldpReport(q *report.Query, t *lldptrack.Table, at time.Time) render.Report {
	return render.Report{Table: render.Table[lldpNeighbor]{Columns: lldpColumns, Rows: func(yield func(lldpNeighbor) bool) {
		for _, n := range listed(q, t.Table, at) {
			if !yield(lldpNeighbor{n, lldptrack.Announcement(n), at}) {
				return
			}
		}
	}}}
}

// portVLANCell is the VLAN of the port, nil if it is not announced.
func portVLANCell(announced *lldp.Packet) any {
	if !announced.HasPortVLAN() {
		return nil
	}
	return announced.PortVLAN
}

// voiceVLANCell is the VLAN that LLDP-MED's policy for voice announces last, nil
// if there is none.
func voiceVLANCell(announced *lldp.Packet) any {
	for _, p := range slices.Backward(announced.Media.Policies) {
		if p.Application == voiceApplication && !p.Unknown {
			return p.VLAN
		}
	}
	return nil
}

// lldpPlatform is the maker and the model, which LLDP-MED tells, nil where it
// does not.
func lldpPlatform(announced *lldp.Packet) any {
	m := &announced.Media
	if m.Model == nil && m.Manufacturer == nil {
		return nil
	}
	return strings.TrimSpace(string(lldptrack.Text(m.Manufacturer)) + " " + string(lldptrack.Text(m.Model)))
}

// lldpText is a text, nil where the announcement lacks it.
func lldpText(text []byte) any {
	if text == nil {
		return nil
	}
	return string(lldptrack.Text(text))
}

func lldpAddresses(announced *lldp.Packet) (list []netip.Addr) {
	for _, m := range announced.Management {
		if m.Addr.IsValid() {
			list = append(list, m.Addr)
		}
	}
	return list
}
