package topology_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/topology"
)

// cdp and lldp are rows: "INTERFACE SOURCE DEVICE PORT[|PORT...]", "-" for what
// is missing.
func cdp(row string) topology.Neighbor  { return heard(topology.CDP, row) }
func lldp(row string) topology.Neighbor { return heard(topology.LLDP, row) }

func heard(p topology.Protocol, row string) topology.Neighbor {
	f := strings.Fields(row)
	for i := range f {
		if f[i] == "-" {
			f[i] = ""
		}
	}
	h := topology.Neighbor{Protocol: p, Interface: f[0], Source: f[1], Name: f[2], Often: true}
	if f[3] != "" {
		h.Ports = strings.Split(strings.ReplaceAll(f[3], "_", " "), "|")
	}
	if p == topology.LLDP && len(f) > 4 {
		h.Identity = f[4]
	}
	return h
}

func silent(h topology.Neighbor) topology.Neighbor {
	h.Silent = true
	return h
}

func circuit(h topology.Neighbor, n uint32) topology.Neighbor {
	h.Circuit = n
	return h
}

func edp(row string) topology.Neighbor { return heard(topology.EDP, row) }
func fdp(row string) topology.Neighbor { return heard(topology.FDP, row) }

// lldpd announces a port by its name in CDP and FDP, and every port as 9:1 in EDP: its links are those
// of the names.
func TestNumberedPorts(t *testing.T) {
	all := []topology.Neighbor{
		cdp("up 02:01 host1.example.net e0"), fdp("up 02:01 host1.example.net e0"), edp("up 02:01 host1.example.net 9:1"),
		edp("up 02:02 host2.example.net 9:1"), fdp("up 02:02 host2.example.net uplink0"), cdp("up 02:02 host2.example.net uplink0"),
		cdp("down 02:12 host2.example.net e1"), edp("down 02:12 host2.example.net 9:1"),
		lldp("down 02:03 host3.example.net 02:03|port3"), edp("down 02:03 host3.example.net 9:1"),
	}
	want := []string{
		"host1.example.net e0 - host2.example.net uplink0 on up",
		"host2.example.net e1 - host3.example.net 02:03 on down",
	}
	for range all {
		if got := links(topology.Build(all)); !slices.Equal(got, want) {
			t.Errorf("%q", got)
		}
		all = append(all[1:], all[0])
	}
	// Two ports of one sender by EDP are two, and where no other protocol names a port, its number does.
	all = []topology.Neighbor{edp("a 02:01 x1 1:1"), edp("a 02:01 x1 1:2"), cdp("a 02:01 x1 Gi0/1"), edp("b 02:02 x2 1:1"), edp("c 02:02 x2 1:1")}
	if got := links(topology.Build(all)); len(got) != 2 || got[1] != "x2 1:1 on b, c" {
		t.Errorf("%q", got)
	}
}

// links returns the links of a graph, "R1 Fa0/0 - SW1 Gi0/1 on a, b" each.
func links(g *topology.Graph) (list []string) {
	for _, l := range g.Links {
		var ends []string
		for _, e := range l.Ends {
			ends = append(ends, strings.TrimSpace(e.Device.ID+" "+e.Port))
		}
		list = append(list, strings.Join(ends, " - ")+" on "+strings.Join(l.Interfaces, ", "))
	}
	return list
}

func devices(g *topology.Graph) (list []string) {
	for _, d := range g.Devices {
		list = append(list, d.ID)
	}
	return list
}

func TestBuild(t *testing.T) {
	for _, c := range []struct {
		name    string
		heard   []topology.Neighbor
		devices []string
		links   []string
	}{
		{"nobody", nil, nil, nil},
		{"two ends", []topology.Neighbor{cdp("a 1 SW1 Gi0/1"), cdp("a 2 R1 Fa0/0"), cdp("b 3 SW1 Gi0/10"), cdp("b 4 SW2 Gi0/1"), cdp("c 5 SW1 Gi0/2"), cdp("c 6 R2 -")},
			[]string{"R1", "R2", "SW1", "SW2"},
			[]string{"R1 Fa0/0 - SW1 Gi0/1 on a", "R2 - SW1 Gi0/2 on c", "SW1 Gi0/10 - SW2 Gi0/1 on b"}},
		{"the far end only", []topology.Neighbor{cdp("a 1 SW1 Gi0/1")}, []string{"SW1"}, []string{"SW1 Gi0/1 on a"}},
		{"a hub", []topology.Neighbor{cdp("a 1 SW1 Gi0/1"), cdp("a 2 R1 Fa0/0"), cdp("a 3 R2 Fa0/0")},
			[]string{"R1", "R2", "SW1"}, []string{"R1 Fa0/0 - R2 Fa0/0 - SW1 Gi0/1 on a"}},

		// One port on one link: two captures that receive it are of the same link.
		{"captured at both ends", []topology.Neighbor{cdp("a 1 SW1 Gi0/1"), cdp("a 2 R1 Fa0/0"), cdp("b 1 SW1 GigabitEthernet0/1"), cdp("b 2 R1 Fas_0/0")},
			[]string{"R1", "SW1"}, []string{"R1 Fa0/0 - SW1 Gi0/1 on a, b"}},
		{"captured on a port of its own, too", []topology.Neighbor{cdp("b 1 SW1 Gi0/1"), cdp("a 1 SW1 Gi0/1"), cdp("a 2 R1 Fa0/0")},
			[]string{"R1", "SW1"}, []string{"R1 Fa0/0 - SW1 Gi0/1 on b, a"}},
		{"a hub that some hear in part", []topology.Neighbor{cdp("a 1 R1 Fa0/0"), cdp("a 2 R2 Fa0/0"), cdp("b 2 R2 Fa0/0"), cdp("b 3 R3 Fa0/0")},
			[]string{"R1", "R2", "R3"}, []string{"R1 Fa0/0 - R2 Fa0/0 - R3 Fa0/0 on a, b"}},

		// Several links in one place: what is known from elsewhere is not
		// there again.
		{"a mirror", []topology.Neighbor{cdp("m 1 SW1 Gi0/1"), cdp("m 2 R1 Fa0/0"), cdp("m 3 SW1 Gi0/2"), cdp("m 4 R2 Fa0/0"), cdp("a 1 SW1 Gi0/1"), cdp("a 2 R1 Fa0/0")},
			[]string{"R1", "R2", "SW1"}, []string{"R1 Fa0/0 - SW1 Gi0/1 on a", "R2 Fa0/0 - SW1 Gi0/2 on m"}},
		{"a mirror alone", []topology.Neighbor{cdp("m 1 SW1 Gi0/1"), cdp("m 2 R1 Fa0/0"), cdp("m 3 SW1 Gi0/2"), cdp("m 4 R2 Fa0/0")},
			[]string{"R1", "R2", "SW1"}, []string{"R1 Fa0/0 - R2 Fa0/0 - SW1 Gi0/1 - SW1 Gi0/2 on m"}},
		{"a loop", []topology.Neighbor{cdp("a 1 SW1 Gi0/1"), cdp("a 2 SW1 Gi0/2")}, []string{"SW1"}, []string{"SW1 Gi0/1 - SW1 Gi0/2 on a"}},
		{"circuits", []topology.Neighbor{circuit(cdp("s - R1 Serial0/0"), 4), circuit(cdp("s - R2 Serial0/0"), 5), circuit(cdp("t - R1 Serial0/0"), 6)},
			[]string{"R1", "R2"}, []string{"R1 Serial0/0 on s", "R1 Serial0/0 on t", "R2 Serial0/0 on s"}},

		// CDP and LLDP.
		{"both protocols", []topology.Neighbor{
			cdp("a 1 S1 FastEthernet0/13"), lldp("a 1 S1.cisco.com FastEthernet0/13|Fa0/13 1"),
			cdp("a 2 S2 GigabitEthernet0/13"), lldp("a 2 S2.cisco.com GigabitEthernet0/13|Uplink_to_S1 2"), lldp("b 3 S2.cisco.com GigabitEthernet0/14 2")},
			[]string{"S1", "S2"}, []string{"S1 FastEthernet0/13 - S2 GigabitEthernet0/13 on a", "S2 GigabitEthernet0/14 on b"}},
		{"a phone", []topology.Neighbor{cdp("a 1 SEP01 Port_1"), lldp("a 1 SEP01.office.lab SW_PORT|01:P1 10.0.0.1"), lldp("a 2 SW1 Gi0/1 2")},
			[]string{"SEP01", "SW1"}, []string{"SEP01 Port 1 - SW1 Gi0/1 on a"}},
		{"no name by LLDP", []topology.Neighbor{cdp("a 1 R1 Fa0/0"), lldp("a 1 - 00:01 00:01")}, []string{"R1"}, []string{"R1 Fa0/0 on a"}},
		{"LLDP alone", []topology.Neighbor{lldp("a 1 - eth0 00:01"), lldp("b 1 - eth1 00:01"), lldp("a 2 SW1 Gi0/1 00:02")},
			[]string{"00:01", "SW1"}, []string{"00:01 eth0 - SW1 Gi0/1 on a", "00:01 eth1 on b"}},
		{"by CDP the one end, by LLDP the other", []topology.Neighbor{cdp("a 1 R1 Fa0/0"), lldp("a 2 R2 Fa0/1 2")},
			[]string{"R1", "R2"}, []string{"R1 Fa0/0 - R2 Fa0/1 on a"}},
		{"one address, two names, two ports", []topology.Neighbor{cdp("a 1 R1 Fa0/0"), lldp("a 1 R2 Fa0/1 2")},
			[]string{"R1", "R2"}, []string{"R1 Fa0/0 - R2 Fa0/1 on a"}},
		{"another name, one port", []topology.Neighbor{cdp("a 1 JAB01 9"), lldp("a 1 SW1 9|Port_9 2")}, []string{"JAB01"}, []string{"JAB01 9 on a"}},
		{"two addresses", []topology.Neighbor{cdp("a 1 SW1 Gi0/1"), lldp("a 2 SW1.lab Gi0/1 2")}, []string{"SW1"}, []string{"SW1 Gi0/1 on a"}},
		{"NX-OS", []topology.Neighbor{cdp("a 1 nx(FOX01) Eth1/1"), lldp("b 1 nx Eth1/2 2")}, []string{"nx(FOX01)"},
			[]string{"nx(FOX01) Eth1/1 on a", "nx(FOX01) Eth1/2 on b"}},
		{"not alike", []topology.Neighbor{cdp("a 1 R1 Fa0/0"), lldp("a 2 R1x Fa0/0 2")}, []string{"R1", "R1x"}, []string{"R1 Fa0/0 - R1x Fa0/0 on a"}},

		{"renamed", []topology.Neighbor{silent(cdp("a 1 R1 Fa0/0")), cdp("a 1 R9 Fa0/0"), cdp("a 2 SW1 Gi0/1")},
			[]string{"R9", "SW1"}, []string{"R9 Fa0/0 - SW1 Gi0/1 on a"}},
		{"silent, not renamed", []topology.Neighbor{silent(cdp("a 1 R1 Fa0/0")), cdp("a 3 R9 Fa0/0")}, []string{"R1", "R9"}, []string{"R1 Fa0/0 - R9 Fa0/0 on a"}},
		{"no device ID", []topology.Neighbor{cdp("a 1 - Fa0/0"), cdp("a 2 - Fa0/0")}, []string{"1", "2"}, []string{"1 Fa0/0 - 2 Fa0/0 on a"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := topology.Build(c.heard)
			if got := devices(g); !slices.Equal(got, c.devices) {
				t.Errorf("devices %q, want %q", got, c.devices)
			}
			if got := links(g); !slices.Equal(got, c.links) {
				t.Errorf("links %q,\nwant  %q", got, c.links)
			}
			backwards := slices.Clone(c.heard)
			slices.Reverse(backwards)
			if got := devices(topology.Build(backwards)); !slices.Equal(got, c.devices) {
				t.Errorf("backwards: devices %q, want %q", got, c.devices)
			}
		})
	}
}

// CDP announces more of a device than LLDP.
func TestLearn(t *testing.T) {
	r := cdp("a 1 R1 Fa0/0")
	r.Platform = "2811"
	r.Capabilities = []string{"Router"}
	l := lldp("a 1 R1 Fa0/0 1")
	l.Platform, l.Capabilities = "Cisco IOS", []string{"Bridge"}
	s := lldp("b 2 SW1 Gi0/1 2")
	s.Platform, s.Capabilities = "Linux", []string{"Bridge"}
	g := topology.Build([]topology.Neighbor{s, l, r})
	got := fmt.Sprintf("%+v %+v", *g.Devices[0], *g.Devices[1])
	if want := "{ID:R1 Platform:2811 Capabilities:[Router]} {ID:SW1 Platform:Linux Capabilities:[Bridge]}"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// A flood does not push out devices that announce themselves again, and is handled in
// no time.
func TestLimit(t *testing.T) {
	labtest.Slow(t)
	var all []topology.Neighbor
	for i := range 20_000 {
		h := heard(topology.Protocol(i%2), fmt.Sprintf("a 1 flood%d Fa0/0 %d", i, i))
		h.Often = false
		all = append(all, h)
	}
	all = append(all, cdp("a 1 SW1 Gi0/1"), cdp("a 2 R1 Fa0/0"))
	few := topology.Limit(all, 3)
	if got := devices(topology.Build(few)); !slices.Equal(got, []string{"R1", "SW1", "flood0"}) {
		t.Errorf("%q", got)
	}
	g := topology.Build(all)
	if len(g.Devices) != 20_002 || len(g.Links) != 1 || len(g.Links[0].Ends) != 20_002 {
		t.Errorf("%d devices, %d links", len(g.Devices), len(g.Links))
	}
}

func TestNatural(t *testing.T) {
	sorted := []string{"", "Gi0/1", "Gi0/02", "Gi0/2", "Gi0/10", "Gi0/10.1", "Gi1/0", "R", "R01", "R1", "R2", "Rx"}
	for i, a := range sorted {
		for j, b := range sorted {
			if got, want := topology.Natural(a, b), cmp.Compare(i, j); got != want {
				t.Errorf("%q, %q: %d, want %d", a, b, got, want)
			}
		}
	}
}
