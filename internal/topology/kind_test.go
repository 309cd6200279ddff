package topology_test

import (
	"strings"
	"testing"

	"github.com/pktscope/pktscope/internal/topology"
)

// A platform tells what a device is where its capabilities do not.
func TestKinds(t *testing.T) {
	for _, c := range []struct{ name, platform, capabilities, want string }{
		{"r1", "cisco ISR4331/K9", "Router", "router"},
		{"core", "cisco WS-C6509", "Router Switch", "multilayer"},
		{"sw1", "cisco WS-C2960-24TT-L", "Switch", "switch"},
		{"ap1", "cisco AIR-CAP3702I-E-K9", "Trans-Bridge", "ap"},
		{"ap2", "cisco AIR-AP1852I-E-K9", "Router Trans-Bridge", "ap"},
		{"ap3", "cisco C9120AXI-E", "Router Trans-Bridge", "ap"},
		{"ap4", "", "Bridge,WLAN Access Point", "ap"},
		{"wlc", "AIR-CT5508-K9", "Host", "host"},
		{"c9200", "cisco C9200L-24P-4G", "Switch", "switch"},
		{"SEP0019E8000001", "Cisco IP Phone 7960", "Host", "phone"},
		{"SIP0019E8000001", "", "Host", "phone"},
		{"SEPTEMBER", "Linux", "Host", "host"},
		{"fw1", "ASA5525", "Router", "firewall"},
		{"fw2", "Cisco FPR-2110", "Router Switch", "firewall"},
		{"fw3", "Cisco PIX 515E", "Router", "firewall"},
		{"fw4", "Cisco Adaptive Security Appliance Version 9.16(4)", "Router", "firewall"},
		{"tasa", "TASA10 PIXEL", "Host", "host"},
	} {
		g := topology.Build([]topology.Neighbor{{Interface: "if0", Source: "1", Name: c.name, Platform: c.platform, Capabilities: strings.FieldsFunc(c.capabilities, func(r rune) bool {
			return r == ',' || r == ' ' && !strings.Contains(c.capabilities, ",")
		})}})
		svg := string(topology.AppendSVG(nil, g, nil))
		if !strings.Contains(svg, `class="device `+c.want+`"`) {
			t.Errorf("%s, %q, %s: not a %s\n%s", c.name, c.platform, c.capabilities, c.want, svg)
		}
		if n := strings.Count(svg, "<symbol "); n != 1 || strings.Count(svg, `class="legend"`) != 1 {
			t.Errorf("%s: %d symbols, want one and its entry in the legend", c.name, n)
		}
	}
}
