package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pktscope/pktscope/internal/report"
)

// An unseen is commands of a router whose answers are not in packets, and what tells of the
// same as far as they show it.
type unseen struct {
	path    string // behind "show"; * is a word that is typed for
	last    string // words behind these, one for each command
	prints  string
	instead string
}

// What such commands print.
const (
	configuration = "It prints a router's configuration, which packets do not show"
	named         = "It goes by what is called so in a router's configuration, which packets do not show"
	state         = "It prints a router's own tables, which packets do not show"
	another       = "There is no such report"
)

// unseenCommands are those that are typed by habit. Of two that fit, the first counts.
func unseenCommands() []unseen {
	const (
		offers   = "What peers offered and chose: type show crypto "
		peers    = "Who the peers say they are: type show crypto "
		sessions = "The peers, and whether their tunnels are up: type show crypto session"
	)
	return []unseen{
		{"crypto isakmp", "policy default", configuration, offers + "isakmp sa detail"},
		{"crypto isakmp", "key", configuration, "Whether a pre-shared key is right: type pktscope keys --psk TEXT -r CAPTURE"},
		{"crypto isakmp", "profile", configuration, peers + "isakmp sa detail"},
		{"crypto isakmp", "peers stats", another, sessions},
		{"crypto isakmp sa", "active standby count nat vrf", another, "SAs, their states and NATs: type show crypto isakmp sa detail"},
		{"crypto", "ikev1", another, "IKEv1 is called isakmp: type show crypto isakmp sa"},
		{"crypto ikev2", "policy proposal", configuration, offers + "ikev2 sa detail"},
		{"crypto ikev2", "profile keyring authorization", configuration, peers + "ikev2 sa detail"},
		{"crypto ikev2", "session stats", another, "SAs and their children: type show crypto ikev2 sa detail"},
		{"crypto ipsec", "transform-set profile security-association policy", configuration, "What was negotiated: type show crypto ipsec sa"},
		{"crypto ipsec sa", "map vrf ivrf", named, "The SAs of one peer: type show crypto ipsec sa peer ADDRESS"},
		{"crypto ipsec sa", "address identity active standby platform", another, "All SAs, their identities and states: type show crypto ipsec sa detail"},
		{"crypto", "map dynamic-map", configuration, "What is in each tunnel: type show crypto ipsec sa"},
		{"crypto", "engine", state, "Packets of each tunnel, by direction: type show crypto ipsec sa"},
		{"crypto session", "brief summary active standby username group profile fvrf ivrf isakmp", another, sessions},
		{"crypto", "pki ca key identity", configuration, "Certificates that were sent in the clear: type pktscope -V -Y isakmp CAPTURE"},
		{"", "vpn-sessiondb ike tunnels", another, sessions},
		{"", "esp spi", another, "SAs of ESP: type show crypto ipsec sa"},
		{"", "xlate nat", another, "Translations: type show ip nat translations"},
		{"ip nat translations", "vrf total pptp filter redundancy", another, "All translations, and how many they are: type show ip nat translations"},
		{"ip nat", "pool limits", configuration, "Addresses and ports in use: type show ip nat statistics"},
		{"lldp", "traffic interface entry errors", another, "All that neighbors announce: type show lldp neighbors detail"},
		{"cdp entry *", "protocol version", another, "All that the device announces: type show cdp entry NAME"},
		{"cdp", "tlv errors", another, "All that neighbors announce: type show cdp neighbors detail"},
		{"", "running-config startup-config", configuration, "What to type for what is wrong: type pktscope diagnose --platform ios CAPTURE"},
		{"", "access-lists", configuration, "What each tunnel is for: type show crypto ipsec sa"},
		{"ip", "access-lists", configuration, "What each tunnel is for: type show crypto ipsec sa"},
		{"", "version inventory platform", state, "What neighbors say that they run: type show cdp neighbors detail"},
		{"", "arp", state, "Packets of ARP: type pktscope -Y arp CAPTURE"},
		{"ip", "arp", state, "Packets of ARP: type pktscope -Y arp CAPTURE"},
		{"", "mac", state, "Addresses that were seen: type pktscope -q -z endpoints,eth CAPTURE"},
		{"ip", "ospf", state, "Packets of OSPF: type pktscope -V -Y ospf CAPTURE"},
		{"ip", "route bgp eigrp rip protocols", state, "Addresses that were seen: type pktscope -q -z endpoints,ip CAPTURE"},
		{"ip", "interface", state, "Interfaces of this host: type show interfaces"},
		{"", "spanning-tree vlan", state, "BPDUs: type pktscope -V -Y stp CAPTURE"},
		{"", "standby", state, "Packets of HSRP: type pktscope -V -Y hsrp CAPTURE"},
		{"", "vrrp", state, "Packets of VRRP: type pktscope -V -Y vrrp CAPTURE"},
		{"", "logging", state, "Messages of syslog: type pktscope -Y syslog CAPTURE"},
	}
}

// leastPrefix is how many letters of a word have to be typed: it is none of pktscope's.
const leastPrefix = 2

// fits reports whether words begin with one of the commands, each shortened at most.
func (u *unseen) fits(words []string) bool {
	path := strings.Fields(u.path)
	if len(words) <= len(path) {
		return false
	}
	for i, word := range path {
		if word != "*" && !strings.HasPrefix(word, words[i]) {
			return false
		}
	}
	typed := words[len(path)]
	return len(typed) >= leastPrefix && slices.ContainsFunc(strings.Fields(u.last), func(word string) bool { return strings.HasPrefix(word, typed) })
}

// inPlace is err, with what to type in place of words that a router would take.
func inPlace(err error, words []string) error {
	var wrong *report.WordError
	if !errors.As(err, &wrong) {
		return err
	}
	for _, u := range unseenCommands() {
		if u.fits(words) {
			return &report.WordError{Answer: wrong.Answer, Why: []string{u.prints + ".", u.instead}}
		}
	}
	return err
}

// inShell says what to type for a router's pipe, which the shell has; args are all that follows
// "show". nil without one.
func inShell(args []string) error {
	args = slices.Clone(args)
	for i := len(args) - 1; i >= 0; i-- {
		if strings.Contains(args[i], "|") && strings.Contains(args[i], " ") && !strings.HasPrefix(args[i], "|") && !isFile(args[i]) {
			args = slices.Replace(args, i, i+1, strings.Fields(args[i])...) // a whole command in one word
		}
	}
	at := slices.IndexFunc(args, func(w string) bool { return strings.HasPrefix(w, "|") })
	if at < 0 {
		return nil
	}
	line := slices.Clone(args[:at])
	words := append([]string{strings.TrimPrefix(args[at], "|")}, args[at+1:]...)
	words = slices.DeleteFunc(words, func(w string) bool { return w == "" })
	for len(words) > 0 && meantForFile(words[len(words)-1]) {
		line, words = append(line, words[len(words)-1]), words[:len(words)-1]
	}
	return fmt.Errorf("%% The shell has the pipe: type pktscope show %s | %s", strings.Join(line, " "), filterOf(words))
}

// filterOf is the shell's command for what stands behind a router's pipe.
func filterOf(words []string) string {
	if len(words) < 2 {
		return "less"
	}
	text := "'" + strings.ReplaceAll(strings.Join(words[1:], " "), "'", `'\''`) + "'"
	switch word := words[0]; {
	case strings.HasPrefix("exclude", word):
		return "grep -Ev " + text
	case strings.HasPrefix("begin", word):
		return "awk '$0~t{p=1} p' t=" + text
	case strings.HasPrefix("count", word):
		return "grep -Ec " + text
	case strings.HasPrefix("section", word):
		return "awk '{i=match($0,/[^ ]/)} i&&i<=d{d=0} !d&&$0~t{d=i} d' t=" + text // what is further in belongs to a line
	}
	return "grep -E " + text
}
