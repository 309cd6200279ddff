package topology

import (
	"regexp"
	"slices"
	"strings"
)

// A kind is what a device is drawn as.
type kind struct {
	name   string // of its icon and its class
	words  string // in the legend
	symbol string // on 24 by 24
}

// kinds are those that there are, in the order of the legend.
func kinds() []kind {
	return []kind{
		{"router", "router", `<circle cx="12" cy="12" r="10.5"/>` +
			`<path d="M12 4v5.500m-2-2 2 2 2-2M12 20v-5.500m-2 2 2-2 2 2M9.500 12H4.500m2-2-2 2 2 2M14.500 12h5m-2-2 2 2-2 2"/>`},
		{"multilayer", "multilayer switch", `<rect x="1.500" y="1.500" width="21" height="21" rx="3"/><circle cx="12" cy="12" r="7"/>` +
			`<path d="M12 7.500v9M7.500 12h9M9 9l6 6M15 9l-6 6"/>`},
		{"switch", "switch or bridge", `<rect x="1.500" y="3.500" width="21" height="17" rx="3"/><path d="M5 9h13m-3-3 3 3-3 3M19 15H6m3-3-3 3 3 3"/>`},
		{"firewall", "firewall", `<rect x="1.500" y="3.500" width="21" height="17" rx="1.500"/>` +
			`<path d="M1.500 9h21M1.500 15h21M8 3.500V9M16 3.500V9M12 9v6M5 9v6M19 9v6M8 15v5.500M16 15v5.500"/>`},
		{"ap", "access point", `<path d="M3 9.500a13 13 0 0 1 18 0M6 13a8.500 8.500 0 0 1 12 0M9 16.500a4.200 4.200 0 0 1 6 0M12 20v.010"/>`},
		{"phone", "phone", `<path d="M4 10c0-7 16-7 16 0v1.500h-4.500V9h-7v2.500H4zM6 13l-2 8h16l-2-8M9 17h.010M12 17h.010M15 17h.010"/>`},
		{"host", "other device", `<rect x="2" y="3" width="20" height="13" rx="1.500"/><path d="M12 16v4M8 20.500h8"/>`},
	}
}

// Platforms that say what a device is, whatever it announces as its capabilities: an
// access point bridges, and a firewall routes. AIR-CT is a controller of access points.
const (
	firewallPlatform    = `(?i)\b(ASA ?\d|ASAv\b|PIX\b|FPR-?\d|Firepower\b|Adaptive Security Appliance\b)`
	accessPointPlatform = `\bAIR-(A|B|C?AP|CAP|LAP|SAP|OEAP|RM)|\bC91\d\d(AX|I|E|D)`
	phonePlatform       = `(?i)\bIP Phone\b|\bCP-\d{4}|^(SEP|SIP)[0-9A-F]{12}$`
)

// kindOf is the kind of a device, by its platform, then by its capabilities.
func kindOf(d *Device) kind {
	name := "host"
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(d.Capabilities, w) })
	}
	is := func(pattern, text string) bool { return regexp.MustCompile(pattern).MatchString(text) }
	bridge := has("Switch", "Bridge", "Trans-Bridge", "Source-Route-Bridge")
	switch {
	case is(firewallPlatform, d.Platform):
		name = "firewall"
	case has("WLAN Access Point"), is(accessPointPlatform, d.Platform) && !strings.Contains(d.Platform, "AIR-CT"):
		name = "ap"
	case has("Phone", "Telephone"), is(phonePlatform, d.Platform), is(phonePlatform, d.ID):
		name = "phone"
	case has("Router") && bridge:
		name = "multilayer"
	case has("Router"):
		name = "router"
	case bridge, has("Repeater"):
		name = "switch"
	}
	all := kinds()
	return all[slices.IndexFunc(all, func(k kind) bool { return k.name == name })]
}

// kindsOf are the kinds of the devices of g, in the order of the legend.
func kindsOf(g *Graph) (found []kind) {
	occurs := map[string]bool{}
	for _, d := range g.Devices {
		occurs[kindOf(d).name] = true
	}
	return slices.DeleteFunc(kinds(), func(k kind) bool { return !occurs[k.name] })
}
