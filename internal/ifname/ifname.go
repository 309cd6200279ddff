// Package ifname shortens names of interfaces as Cisco IOS does, and compares them.
package ifname

import (
	"slices"
	"strings"
)

// types are the interface types whose names IOS shortens.
var types = []string{
	"Ethernet", "FastEthernet", "GigabitEthernet", "TwoGigabitEthernet", "FiveGigabitEthernet", "TenGigabitEthernet",
	"TwentyFiveGigE", "TwentyFiveGigabitEthernet", "FortyGigabitEthernet", "FiftyGigE", "HundredGigE", "HundredGigabitEthernet",
	"TwoHundredGigE", "FourHundredGigE", "AppGigabitEthernet", "Serial", "ATM", "POS", "BRI", "TokenRing", "Fddi", "Hssi",
	"Loopback", "Tunnel", "Vlan", "Port-channel", "Async", "Dialer", "Multilink", "Virtual-Access", "Virtual-Template",
	"Dot11Radio", "Cellular", "BVI", "Bundle-Ether", "Embedded-Service-Engine", "Service-Engine", "wlan-ap",
}

// split splits "FastEthernet0/1" into type and number, behind the last letter.
func split(name string) (typ, number string) {
	i := strings.LastIndexFunc(name, func(r rune) bool { return r|0x20 >= 'a' && r|0x20 <= 'z' })
	return name[:i+1], strings.TrimLeft(name[i+1:], " ")
}

// beginsWith reports whether name begins with start, whose case does not
// matter.
func beginsWith(name, start string) bool {
	return len(start) <= len(name) && strings.EqualFold(start, name[:len(start)])
}

// splitKnown splits a name whose type is one of types; ok is false for others.
func splitKnown(name string) (typ, number string, ok bool) {
	typ, number = split(name)
	known := func(t string) bool { return strings.EqualFold(t, typ) }
	return typ, number, number != "" && slices.ContainsFunc(types, known)
}

// Short returns the form of a name in IOS's tables of neighbors: "Fas 0/1".
func Short(name string) string {
	if typ, number, ok := splitKnown(name); ok {
		return typ[:3] + " " + number
	}
	return name
}

// Brief returns the shortest form of a name in IOS: "Fa0/1".
func Brief(name string) string {
	if typ, number, ok := splitKnown(name); ok {
		return typ[:letters(typ)] + number
	}
	return name
}

// letters returns how many letters Short keeps of a type.
func letters(typ string) int {
	if beginsWith(typ, "Twe") {
		return 3 // TwentyFiveGigE is Twe, TwoGigabitEthernet is Tw
	}
	return 2
}

// Same reports whether what a user typed stands for an interface: its name, or
// its type shortened and its number.
func Same(given, name string) bool {
	if strings.EqualFold(given, name) {
		return true
	}
	typ, number := split(name)
	short, n := split(given)
	return number != "" && n == number && beginsWith(typ, short)
}

// Key returns the same text for all ways to write a name: "fa0/1" for
// "FastEthernet0/1", "Fas 0/1" and "Fa0/1".
func Key(name string) string {
	typ, number := split(name)
	known := func(t string) bool { return beginsWith(t, typ) }
	if n := letters(typ); number != "" && len(typ) >= n && slices.ContainsFunc(types, known) {
		return strings.ToLower(typ[:n]) + number
	}
	return strings.ToLower(name)
}
