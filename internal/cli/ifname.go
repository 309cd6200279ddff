package cli

import (
	"slices"
	"strings"
)

// ifTypes are the types of interfaces whose names routers shorten.
var ifTypes = []string{
	"Ethernet", "FastEthernet", "GigabitEthernet", "TwoGigabitEthernet", "FiveGigabitEthernet", "TenGigabitEthernet",
	"TwentyFiveGigE", "TwentyFiveGigabitEthernet", "FortyGigabitEthernet", "FiftyGigE", "HundredGigE", "HundredGigabitEthernet",
	"TwoHundredGigE", "FourHundredGigE", "AppGigabitEthernet", "Serial", "ATM", "POS", "BRI", "TokenRing", "Fddi", "Hssi",
	"Loopback", "Tunnel", "Vlan", "Port-channel", "Async", "Dialer", "Multilink", "Virtual-Access", "Virtual-Template",
	"Dot11Radio", "Cellular", "BVI", "Bundle-Ether", "Embedded-Service-Engine", "Service-Engine", "wlan-ap",
}

// splitInterface splits "FastEthernet0/1" into type and number: what stands
// behind the last letter.
func splitInterface(name string) (typ, number string) {
	i := strings.LastIndexFunc(name, func(r rune) bool { return r|0x20 >= 'a' && r|0x20 <= 'z' })
	return name[:i+1], strings.TrimLeft(name[i+1:], " ")
}

// shortInterface is what routers print of an interface's name in a column:
// "Fas 0/1".
func shortInterface(name string) string {
	typ, number := splitInterface(name)
	known := func(t string) bool { return strings.EqualFold(t, typ) }
	if number == "" || !slices.ContainsFunc(ifTypes, known) {
		return name // not one of theirs
	}
	return typ[:3] + " " + number
}

// briefInterface is what they print of it where there is less room: "Fa0/1".
func briefInterface(name string) string {
	short := shortInterface(name)
	if short == name {
		return name
	}
	typ, number := splitInterface(name)
	n := 2
	if strings.HasPrefix(typ, "Twenty") {
		n = 3 // others begin with Tw as well
	}
	return typ[:n] + number
}

// sameInterface reports whether what a user typed stands for an interface: its
// name, or its type shortened and its number.
func sameInterface(given, name string) bool {
	if strings.EqualFold(given, name) {
		return true
	}
	typ, number := splitInterface(name)
	short, n := splitInterface(given)
	return number != "" && n == number && len(short) <= len(typ) && strings.EqualFold(short, typ[:len(short)])
}
