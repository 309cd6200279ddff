package diagnose

import (
	"net/netip"
	"slices"
	"strings"
)

// remedyOn is what to type on a gateway, after a comment that names it. There is none
// without lines.
func remedyOn(p Platform, gateway netip.AddrPort, lines ...string) []Remedy {
	if len(lines) == 0 {
		return nil
	}
	return []Remedy{{p, []Step{{On: []string{Address(gateway)}, Lines: strings.Join(lines, "\n")}}}}
}

// merged has gateways that take the same lines on a platform stand in one comment.
func merged(list []Remedy) (out []Remedy) {
	for _, r := range list {
		i := slices.IndexFunc(out, func(o Remedy) bool { return o.Platform == r.Platform && sameStep(o.Steps, r.Steps) })
		if i < 0 {
			out = append(out, r)
			continue
		}
		s := &out[i].Steps[0]
		for _, name := range r.Steps[0].On {
			if !slices.Contains(s.On, name) {
				s.On = append(s.On, name)
			}
		}
	}
	return out
}

// sameStep reports whether remedies are one step each, which differs in the devices alone.
func sameStep(one, other []Step) bool {
	return len(one) == 1 && len(other) == 1 && one[0].Lines == other[0].Lines && one[0].When == other[0].When
}

// onRouters is the same lines for IOS and for IOS XE, whose words are the same.
func onRouters(gateway netip.AddrPort, lines ...string) []Remedy {
	return append(remedyOn(IOS, gateway, lines...), remedyOn(IOSXE, gateway, lines...)...)
}

// cryptoMap is the entry of a crypto map at a gateway, which IOS has apart for IPv6.
func cryptoMap(gateway netip.AddrPort) string {
	if gateway.Addr().Is6() {
		return "crypto map ipv6 VPNMAP 10 ipsec-isakmp"
	}
	return "crypto map VPNMAP 10 ipsec-isakmp"
}

// prefixed is an address as IOS has it where it takes prefixes of IPv6.
func prefixed(address string) string {
	if strings.Contains(address, ":") {
		return address + "/128"
	}
	return address
}

// keyAddress is the address of a peer as IOS has it behind a pre-shared key of IKEv1.
func keyAddress(address string) string {
	if strings.Contains(address, ":") {
		return "ipv6 " + prefixed(address)
	}
	return address
}

// inShell are commands for the shell of a gateway with strongSwan: other lines are of
// swanctl.conf.
func inShell(commands ...string) []string {
	return append([]string{"# in a shell"}, commands...)
}

// inStrongswanConf are settings of the daemon, in strongswan.conf.
func inStrongswanConf(settings ...string) []string {
	lines := []string{"# in strongswan.conf", "charon {"}
	for _, s := range settings {
		lines = append(lines, "  "+s)
	}
	return append(lines, "}")
}

// connection are settings of a connection in swanctl.conf.
func connection(settings ...string) []string {
	lines := []string{"connections {", "  <connection> {"}
	for _, s := range settings {
		lines = append(lines, "    "+s)
	}
	return append(lines, "  }", "}")
}

// childConnection are settings of a child in swanctl.conf.
func childConnection(settings ...string) []string {
	lines := []string{"children {", "  <child> {"}
	for _, s := range settings {
		lines = append(lines, "    "+s)
	}
	return connection(append(lines, "  }", "}")...)
}
