package neighbors

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/pktscope/pktscope/dissect/lldp"
	"github.com/pktscope/pktscope/internal/ifname"
	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/track"
	neighbors "github.com/pktscope/pktscope/internal/track/lldp"
	"github.com/pktscope/pktscope/internal/track/neighbor"
)

// reportsLLDP are those of LLDP.
func reportsLLDP() []report.Report {
	return []report.Report{
		{Words: "lldp neighbors", Brief: "neighbors by LLDP", Ask: askLLDPNeighbors},
		{Words: "lldp neighbors detail", Brief: "the same with all that they announce", Ask: askLLDPDetail},
	}
}

func answerLLDP(q *report.Query) (*neighbors.Table, *report.Answer) {
	t := neighbors.New(0)
	return t, &report.Answer{
		Watchers: []track.Watcher{t},
		Clear:    t.Clear,
		Tables:   func(at time.Time) []render.Report { return []render.Report{lldpReport(t, at, q.Format)} },
	}
}

// The columns of the table, as IOS has them.
const (
	lldpHeader           = "Device ID           Local Intf     Hold-time  Capability      Port ID\n"
	lldpDeviceColumn     = 20
	lldpLocalColumn      = 15
	lldpHoldtimeColumn   = 11
	lldpCapabilityColumn = 16
)

// askLLDPNeighbors is "show lldp neighbors". A name that is too long stands on
// a line of its own, where IOS cuts it off.
func askLLDPNeighbors(q *report.Query) (*report.Answer, error) {
	t, a := answerLLDP(q)
	a.Text = func(b []byte, at time.Time) []byte {
		b = append(b, ios.LLDPLegend+lldpHeader...)
		all := t.Neighbors(at)
		for _, n := range all {
			said := neighbors.Announcement(n)
			b = ios.AppendWrapped(b, lldpDevice(n, said), 0, lldpDeviceColumn)
			b = ios.AppendWrapped(b, ifname.Brief(n.Interface), lldpDeviceColumn, lldpLocalColumn)
			b = ios.AppendColumn(b, strconv.Itoa(holdtime(n, at)), lldpHoldtimeColumn)
			b = ios.AppendColumn(b, ios.LLDPLetters(said.Enabled), lldpCapabilityColumn)
			b = append(ios.TrimRight(ios.AppendColumn(b, lldpID(&said.Port), 0)), '\n')
		}
		return appendTotal(b, len(all))
	}
	return a, nil
}

func appendTotal(b []byte, n int) []byte {
	return fmt.Appendf(b, "\nTotal entries displayed: %d\n", n)
}

// lldpDevice is what IOS calls a neighbour.
func lldpDevice(n *neighbor.Neighbor, said *lldp.Packet) string {
	if len(neighbors.Text(said.SystemName)) == 0 {
		return lldpID(&said.Chassis)
	}
	return n.Device
}

// lldpID is an ID as IOS prints it.
func lldpID(id *lldp.ID) string {
	if mac, ok := id.MAC(); ok {
		return dottedMAC(mac)
	}
	return string(neighbors.AppendID(nil, id))
}

// dottedMAC is "0019.06ea.b880".
func dottedMAC(mac [6]byte) string { return fmt.Sprintf("%x.%x.%x", mac[:2], mac[2:4], mac[4:]) }

// lldpReport is the table of neighbours for other programs, and a shorter one
// for readers.
func lldpReport(t *neighbors.Table, at time.Time, format string) render.Report {
	r := render.Report{Columns: []render.Column{
		{Title: "Device ID", Key: "device_id"}, {Title: "Local Intf", Key: "local_interface"}, {Title: "Hold-time", Key: "holdtime"},
		{Title: "Capability", Key: "capabilities"}, {Title: "Platform", Key: "platform"}, {Title: "Port ID", Key: "port_id"},
		{Title: "Port description", Key: "port_description"}, {Title: "Management addresses", Key: "management_addresses"},
	}}
	short := format == "markdown" || format == "html"
	if !short {
		for _, key := range lldpKeys {
			r.Columns = append(r.Columns, render.Column{Title: key, Key: key})
		}
	}
	for _, n := range t.Neighbors(at) {
		said := neighbors.Announcement(n)
		row := []any{
			n.Device, n.Interface, n.Expires.Sub(at), ios.LLDPCapabilities(said.Enabled), lldpPlatform(said), n.Port,
			lldpText(said.PortDescription), addressTexts(lldpAddresses(said)),
		}
		if short {
			row[2] = holdtime(n, at)
		} else {
			row = append(row, lldpCells(n, said)...)
		}
		r.Rows = append(r.Rows, row)
	}
	return r
}

// lldpKeys are what JSON and CSV have beside the columns of the table.
var lldpKeys = []string{
	"chassis_id", "system_name", "version", "supported_capabilities", "native_vlan", "voice_vlan", "manufacturer", "model",
	"serial_number", "first_seen", "last_seen", "present_since", "source", "ttl", "interval", "packets", "events",
}

// lldpCells are their values.
func lldpCells(n *neighbor.Neighbor, said *lldp.Packet) []any {
	var vlan, voice, source, interval any
	if said.HasPortVLAN() {
		vlan = said.PortVLAN
	}
	for _, p := range said.Media.Policies {
		if p.Application == voiceApplication && !p.Unknown {
			voice = p.VLAN
		}
	}
	if n.Source != "" {
		source = n.Source
	}
	if every := n.Interval(); every > 0 {
		interval = every
	}
	m := &said.Media
	return []any{
		string(neighbors.AppendID(nil, &said.Chassis)), lldpText(said.SystemName), lldpText(said.SystemDescription),
		ios.LLDPCapabilities(said.Capabilities), vlan, voice, lldpText(m.Manufacturer), lldpText(m.Model), lldpText(m.Serial),
		n.First, n.Last, n.Since, source, n.TTL, interval, n.Packets, eventCells(n),
	}
}

// lldpPlatform is the maker and the model, which LLDP-MED tells, nil where it
// does not.
func lldpPlatform(said *lldp.Packet) any {
	m := &said.Media
	if m.Model == nil && m.Manufacturer == nil {
		return nil
	}
	return strings.TrimSpace(string(neighbors.Text(m.Manufacturer)) + " " + string(neighbors.Text(m.Model)))
}

// lldpText is a text, nil where the announcement lacks it.
func lldpText(text []byte) any {
	if text == nil {
		return nil
	}
	return string(neighbors.Text(text))
}

func lldpAddresses(said *lldp.Packet) (list []netip.Addr) {
	for _, m := range said.Management {
		if m.Addr.IsValid() {
			list = append(list, m.Addr)
		}
	}
	return list
}
