package view

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/pktscope/pktscope/internal/browse"
	"github.com/pktscope/pktscope/internal/diagnose"
)

// The rows of reports on translations have filters by their cells.
func TestTranslationFilter(t *testing.T) {
	for _, c := range []struct{ protocol, insideLocal, insideGlobal, outside, want string }{
		{"udp", "10.0.0.1:4", "203.0.113.1:5", "192.0.2.1:53", "(ip.addr == 10.0.0.1 && ip.addr == 192.0.2.1 && udp.port == 4 && udp.port == 53) || " +
			"(ip.addr == 203.0.113.1 && ip.addr == 192.0.2.1 && udp.port == 5 && udp.port == 53)"},
		{"icmp", "10.0.0.1:77", "203.0.113.1:78", "192.0.2.1:77", "(ip.addr == 10.0.0.1 && ip.addr == 192.0.2.1 && icmp.ident == 77) || " +
			"(ip.addr == 203.0.113.1 && ip.addr == 192.0.2.1 && icmp.ident == 78)"},
		{"icmp6", "[2001:db8::1]:7", "[2001:db8::1]:7", "[2001:db8::2]:7", "ipv6.addr == 2001:db8::1 && ipv6.addr == 2001:db8::2 && icmpv6.echo.identifier == 7"},
		{"esp", "10.0.0.1", "203.0.113.1", "192.0.2.1", "(esp && ip.addr == 10.0.0.1 && ip.addr == 192.0.2.1) || (esp && ip.addr == 203.0.113.1 && ip.addr == 192.0.2.1)"},
		{"132", "10.0.0.1:4", "203.0.113.1:5", "192.0.2.1:53", ""},
		{"tcp", "", "", "", ""},
	} {
		is(t, c.protocol, translationFilter(map[string]string{
			"protocol": c.protocol, "inside_local": c.insideLocal, "inside_global": c.insideGlobal, "outside_local": c.outside, "outside_global": c.outside,
		}), c.want)
	}
	is(t, "protocol", poolFilter(map[string]string{"protocol": "icmp6"}), "icmpv6")
	is(t, "pool", poolFilter(map[string]string{"protocol": "tcp", "inside_global": "203.0.113.1"}), "tcp && ip.addr == 203.0.113.1")
	is(t, "totals", poolFilter(map[string]string{"active": "3"}), "")
}

// A neighbor's packets are found by its name and port or, where that cannot be, by the address
// that it sends from.
func TestNeighborFilter(t *testing.T) {
	values := func(name, source string) map[string]string {
		return map[string]string{"device_id": name, "source": source}
	}
	is(t, "cdp", discovery("cdp").filter(values("R1", "02:00:5e:01:00:02")), `cdp.deviceid == "R1"`)
	named := values("R1", "02:00:5e:01:00:02")
	named["port_id"] = "Fa0/1"
	is(t, "a port", discovery("cdp").filter(named), `cdp.deviceid == "R1" && cdp.portid == "Fa0/1"`)
	is(t, "a name that cannot be quoted", discovery("cdp").filter(values(`a"b`, "02:00:5e:01:00:02")), "cdp && eth.src == 02:00:5e:01:00:02")
	is(t, "lldp", discovery("lldp").filter(values("R1", "02:00:5e:01:00:02")), "lldp && eth.src == 02:00:5e:01:00:02")
	is(t, "no address", discovery("fdp").filter(values("R1", "")), "fdp")
}

// Rows of conversations have a filter.
func TestConversationFilter(t *testing.T) {
	is(t, "ip", conversationFilter("ip", map[string]string{"address_a": "10.0.0.1", "address_b": "10.0.0.2"}), "ip.addr == 10.0.0.1 && ip.addr == 10.0.0.2")
	is(t, "tcp", conversationFilter("tcp", map[string]string{"address_a": "10.0.0.1", "port_a": "40002", "address_b": "10.0.0.2", "port_b": "80"}),
		"ip.addr == 10.0.0.1 && tcp.port == 40002 && ip.addr == 10.0.0.2 && tcp.port == 80")
	is(t, "udp", conversationFilter("udp", map[string]string{"address_a": "fe80::1", "port_a": "1", "address_b": "fe80::2", "port_b": "2"}), "ipv6.addr == fe80::1 && udp.port == 1 && ipv6.addr == fe80::2 && udp.port == 2")
	is(t, "none", conversationFilter("tcp", map[string]string{"port_a": "b"}), "")
}

// Each SA has a filter of its packets alone: behind one NAT there are two peers.
func TestSPIs(t *testing.T) {
	d := browsing(t, "tunnels/v2-two-behind-nat.pcap")
	d.press("2")
	found := 0
	for _, s := range d.m.pages[d.m.tab].content.Sections {
		if s.Title != "ESP and AH SAs" {
			continue
		}
		for _, e := range s.Entries {
			m, err := d.m.src.(*browsed).c.Filter(t.Context(), e.Filter)
			if err != nil {
				t.Fatal(err)
			}
			if err := m.Wait(t.Context()); err != nil {
				t.Fatal(err)
			}
			_, n, _, _ := m.Progress()
			is(t, e.Filter, fmt.Sprint(n), e.Cells[4])
			found++
		}
	}
	is(t, "SAs", found, 4)
}

// Lines of reports name nothing that is to be typed at a shell.
func TestOnScreen(t *testing.T) {
	for line, want := range map[string]string{
		"R1  to-R1 --":                                "R1  to-R1 --",
		"% No packets of ESP among 2":                 "% No packets of ESP among 2",
		"% 2 are of CDP: type show cdp":               "% 2 are of CDP",
		"% Their protocols: type pktscope":            "",
		"% --at TIME tells of an earlier":             "",
		"% 5 have expired; --at selects another time": "% 5 have expired",
	} {
		got, ok := onScreen(line)
		is(t, line, got, cmp.Or(want, got))
		is(t, line, ok, want != "")
	}
}

// A line of evidence has the number of its packet.
func TestNumberIn(t *testing.T) {
	is(t, "evidence", numberIn("    #12  192.0.2.1 offers"), uint64(12))
	is(t, "another line", numberIn("  seen in"), uint64(0))
	is(t, "a number", numberIn("    12  of"), uint64(0))
}

// Each neighbor of each protocol leads to what it announces, and its filter finds some of the
// packets, but not all.
func TestNeighborsLead(t *testing.T) {
	for file, wants := range map[string]map[string]string{ // by the protocol and the name in its table, a line of its detail
		"pcaps/16-cdp-topology-a.pcapng": {"cdp R3": "Device ID: R3", "cdp R1-SPARE": "Device ID: R1-SPARE"},
		"pcaps/25-lldp-office.pcapng":    {"lldp AP-floor-2": "System Name: AP-floor-2", "lldp printer-7": "System Name: printer-7"},
		"pcaps/42-fdp-edp.pcapng":        {"fdp core-1": "Device ID: core-1", "edp x460-rack2": "Remote-System: x460-rack2", "lldp x460-rack2": "System Name: x460-rack2"},
	} {
		d := browsing(t, file)
		for neighbor, detail := range wants {
			protocol, name, _ := strings.Cut(neighbor, " ")
			d.press("3")
			p := &d.m.pages[d.m.tab]
			p.to(slices.IndexFunc(p.lines, func(l pageLine) bool {
				return l.entry != nil && strings.HasPrefix(l.entry.Opens, protocol) && l.entry.Cells[0] == name
			}))
			d.press("enter")
			lines := ""
			for _, l := range p.lines[p.at:min(len(p.lines), p.at+8)] {
				lines += l.text + "\n"
			}
			if !strings.Contains(lines, detail) {
				t.Errorf("%s: %s leads to %q, want %q", file, neighbor, lines, detail)
			}
			d.press("a")
			if n := d.m.status.Displayed; n == 0 || n >= d.m.status.Packets {
				t.Errorf("%s: %s: %d of %d packets displayed by %q", file, neighbor, n, d.m.status.Packets, d.m.status.Filter)
			}
		}
	}
}

// The filter of a neighbor of CDP finds the packets of its row, not those of other ports of the
// same device.
func TestNeighborsOfOneDevice(t *testing.T) {
	d := browsing(t, "pcaps/16-cdp-topology-a.pcapng")
	tables, err := d.m.src.(*browsed).c.Tables(discovery("cdp").neighbors())
	if err != nil {
		t.Fatal(err)
	}
	ports := map[string]int{} // by the name of the device
	for k := range tables[0].Rows {
		v := valuesOf(&tables[0], k)
		if err := d.m.src.Filter(t.Context(), discovery("cdp").filter(v)); err != nil {
			t.Fatal(err)
		}
		is(t, v["device_id"]+" "+v["port_id"], fmt.Sprint(d.m.src.Status().Displayed), v["packets"])
		ports[v["device_id"]]++
	}
	is(t, "ports of SW1", ports["SW1.lab.local"], 3)
}

// A mark is a value that filters know, and the detail of the packet, from when it was made.
func TestMarkedFilter(t *testing.T) {
	d := browsing(t, "pcaps/16-cdp-topology-a.pcapng")
	d.send(tea.WindowSizeMsg{Width: 80, Height: 100})
	d.press("down", "down", "tab", "+")
	d.shows("[Frame is marked: False]")
	d.press("m")
	d.shows("[Frame is marked: True]")
	d.press("shift+tab", "down", "down", "m", "m", "down", "m", "/")
	d.typed("frame.marked == 1")
	d.press("enter")
	d.shows("2 displayed", "2 marked")
	at(6)(t, d)
	d.press("u", "m", "/", "up", "enter")
	d.shows("1 displayed", "1 marked")
	at(3)(t, d)
}

// Each row of a report on translations has a filter that finds packets.
func TestTranslationsFind(t *testing.T) {
	d := browsing(t, "pcaps/17-nat-overload.pcapng")
	d.press("4")
	p := &d.m.pages[d.m.tab]
	rows := 0
	for i := range p.content.Sections {
		s := &p.content.Sections[i]
		if s.Title == "Findings" || s.Title == "show "+natStatistics {
			continue
		}
		for _, e := range s.Entries {
			rows++
			if err := d.m.src.Filter(t.Context(), e.Filter); e.Filter == "" || err != nil || d.m.src.Status().Displayed == 0 {
				t.Errorf("%s: %q: filter %q: %v", s.Title, e.Cells, e.Filter, err)
			}
		}
	}
	is(t, "rows: 29 translations, three protocols and pools", rows, 29+3+3)
}

// Each tab has the findings that concern it.
func TestFindingsByTab(t *testing.T) {
	for _, c := range []struct {
		rule   string
		tunnel *diagnose.Tunnel
		want   string
	}{
		{"cdp.duplex", nil, "neighbors"},
		{"ike.psk", new(diagnose.Tunnel), "tunnels"},
		{"audit.group", new(diagnose.Tunnel), "tunnels"},
		{"nat.untranslated", nil, "translations"},
		{"nat.esp-blocked", new(diagnose.Tunnel), "translations tunnels"},
	} {
		f := &browse.Finding{Finding: diagnose.Finding{Rule: c.rule, Tunnel: c.tunnel}}
		var got []string
		for _, tab := range []struct {
			name    string
			concern func(*browse.Finding) bool
		}{{"neighbors", ofNeighbors}, {"translations", ofTranslations}, {"tunnels", ofTunnels}} {
			if tab.concern(f) {
				got = append(got, tab.name)
			}
		}
		is(t, c.rule, strings.Join(got, " "), c.want)
	}
}

// An SA that was refused has another status than one that was up until a peer deleted it,
// though a router has one state for both.
func TestStatusOfSAs(t *testing.T) {
	for _, c := range []struct{ file, keys, want string }{
		{"broken/v1-ike-proposal-both.pcap", "", "Failed: NO-PROPOSAL-CHOSEN, by the responder"},
		{"pcaps/01-ikev1-main-seed.pcap", "pcaps/01-ikev1-main-seed.keys.json", "ACTIVE (deleted)"},
	} {
		var keys []string
		if c.keys != "" {
			keys = append(keys, fixtures+c.keys)
		}
		d := browsing(t, c.file, keys...)
		d.press("2")
		sas := d.m.pages[d.m.tab].content.Sections[1]
		is(t, c.file+": state", sas.Entries[0].Cells[3], "MM_NO_STATE")
		is(t, c.file+": status", sas.Entries[0].Cells[4], c.want)
	}
}
