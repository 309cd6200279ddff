package cli

import (
	"strings"

	"github.com/pktscope/pktscope/dissect/cdp"
)

// A capability is what a device can do: its letter and its name in IOS.
type capability struct {
	bit    uint32
	letter string
	name   string
}

func capabilities() []capability {
	return []capability{
		{cdp.CapRouter, "R", "Router"}, {cdp.CapTransparentBridge, "T", "Trans-Bridge"},
		{cdp.CapSourceRouteBridge, "B", "Source-Route-Bridge"}, {cdp.CapSwitch, "S", "Switch"}, {cdp.CapHost, "H", "Host"},
		{cdp.CapIGMP, "I", "IGMP"}, {cdp.CapRepeater, "r", "Repeater"}, {cdp.CapPhone, "P", "Phone"},
		{cdp.CapRemote, "D", "Remote"}, {cdp.CapCVTA, "C", "CVTA"}, {cdp.CapMACRelay, "M", "Two-port-Mac-Relay"},
	}
}

// The legend, and what later devices added to it.
const (
	legend = "Capability Codes: R - Router, T - Trans Bridge, B - Source Route Bridge\n" +
		" S - Switch, H - Host, I - IGMP, r - Repeater"
	laterLegend = ", P - Phone,\n D - Remote, C - CVTA, M - Two-port Mac Relay"
	laterBits   = cdp.CapPhone | cdp.CapRemote | cdp.CapCVTA | cdp.CapMACRelay
)

// letters are "R S I".
func letters(bits uint32) string {
	var have []string
	for _, c := range capabilities() {
		if bits&c.bit != 0 {
			have = append(have, c.letter)
		}
	}
	return strings.Join(have, " ")
}

// capabilityNames are "Router", "Switch", "IGMP".
func capabilityNames(bits uint32) []string {
	have := []string{}
	for _, c := range capabilities() {
		if bits&c.bit != 0 {
			have = append(have, c.name)
		}
	}
	return have
}
