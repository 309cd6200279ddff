package ios

import (
	"strings"

	"github.com/pktscope/pktscope/dissect/cdp"
	"github.com/pktscope/pktscope/dissect/lldp"
)

// A capability is a bit of a device's capabilities, with its letter in a table
// of neighbors and its name in their detail.
type capability[Bits uint16 | uint32] struct {
	bit    Bits
	letter string
	name   string
}

// cdpCapabilities are in the order of IOS's legend.
func cdpCapabilities() []capability[uint32] {
	return []capability[uint32]{
		{cdp.CapRouter, "R", "Router"}, {cdp.CapTransparentBridge, "T", "Trans-Bridge"},
		{cdp.CapSourceRouteBridge, "B", "Source-Route-Bridge"}, {cdp.CapSwitch, "S", "Switch"}, {cdp.CapHost, "H", "Host"},
		{cdp.CapIGMP, "I", "IGMP"}, {cdp.CapRepeater, "r", "Repeater"}, {cdp.CapPhone, "P", "Phone"},
		{cdp.CapRemote, "D", "Remote"}, {cdp.CapCVTA, "C", "CVTA"}, {cdp.CapMACRelay, "M", "Two-port-Mac-Relay"},
	}
}

// lldpCapabilities are in the order of their bits but for station and DOCSIS.
func lldpCapabilities() []capability[uint16] {
	return []capability[uint16]{
		{lldp.CapOther, "O", "Other"}, {lldp.CapRepeater, "P", "Repeater"}, {lldp.CapBridge, "B", "Bridge"},
		{lldp.CapAccessPoint, "W", "WLAN Access Point"}, {lldp.CapRouter, "R", "Router"}, {lldp.CapTelephone, "T", "Telephone"},
		{lldp.CapDOCSIS, "C", "DOCSIS Cable Device"}, {lldp.CapStationOnly, "S", "Station"},
	}
}

// Legends of the letters, above a table of neighbors.
const (
	// CDPLegend explains the letters of CDPLetters.
	CDPLegend = "Capability Codes: R - Router, T - Trans Bridge, B - Source Route Bridge\n" +
		"                  S - Switch, H - Host, I - IGMP, r - Repeater, P - Phone,\n" +
		"                  D - Remote, C - CVTA, M - Two-port Mac Relay\n"

	cdpFirst = "Capability Codes: R - Router, T - Trans Bridge, B - Source Route Bridge\n" +
		" S - Switch, H - Host, I - IGMP, r - Repeater"
	cdpLast  = ", P - Phone,\n D - Remote, C - CVTA, M - Two-port Mac Relay"
	cdpLater = cdp.CapPhone | cdp.CapRemote | cdp.CapCVTA | cdp.CapMACRelay

	// LLDPLegend explains the letters of LLDPLetters.
	LLDPLegend = "Capability codes:\n" +
		"    (R) Router, (B) Bridge, (T) Telephone, (C) DOCSIS Cable Device\n" +
		"    (W) WLAN Access Point, (P) Repeater, (S) Station, (O) Other\n\n"
)

// CDPShortLegend explains the letters of CDPLetters as older releases do, which leave
// out the capabilities that later devices brought: they are added where bits has one.
func CDPShortLegend(bits uint32) string {
	if bits&cdpLater != 0 {
		return cdpFirst + cdpLast + "\n"
	}
	return cdpFirst + "\n"
}

// CDPLetters returns the letters of CDP capabilities: "R S I".
func CDPLetters(bits uint32) string { return letters(cdpCapabilities(), bits, " ") }

// CDPCapabilities returns the names of CDP capabilities: "Router", "Switch",
// "IGMP". It is not nil.
func CDPCapabilities(bits uint32) []string { return names(cdpCapabilities(), bits) }

// LLDPLetters returns the letters of LLDP capabilities: "B,R".
func LLDPLetters(bits uint16) string { return letters(lldpCapabilities(), bits, ",") }

// LLDPCapabilities returns the names of LLDP capabilities: "Bridge", "Router".
// It is not nil.
func LLDPCapabilities(bits uint16) []string { return names(lldpCapabilities(), bits) }

func letters[Bits uint16 | uint32](all []capability[Bits], bits Bits, separator string) string {
	var out []string
	for _, c := range all {
		if bits&c.bit != 0 {
			out = append(out, c.letter)
		}
	}
	return strings.Join(out, separator)
}

func names[Bits uint16 | uint32](all []capability[Bits], bits Bits) []string {
	out := []string{}
	for _, c := range all {
		if bits&c.bit != 0 {
			out = append(out, c.name)
		}
	}
	return out
}
