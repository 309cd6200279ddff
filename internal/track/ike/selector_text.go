package ike

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// String is the selector as strongSwan writes it: "192.168.0.0/24[tcp/80-90]". A range
// of addresses that is no network is "10.0.0.1..10.0.0.9"; without a bracket all
// protocols and ports are meant. Of ICMP, the type and the code stand for the port:
// "[icmp/3(1)]", "[icmp/8]" for all codes (RFC 7296, section 3.13.1). It is empty for
// the zero value.
func (s Selector) String() string {
	if !s.IsValid() {
		return ""
	}
	text := s.First.String() + ".." + s.Last.String()
	if p, ok := s.Prefix(); ok {
		text = p.String()
	}
	ports := s.Ports()
	if s.Protocol == 0 && ports == "" {
		return text
	}
	text += "[" + protocolWord(s.Protocol)
	if ports != "" {
		text += "/" + ports
	}
	return text + "]"
}

// Ports are the ports of s: "80", "80-90", "" for all, "OPAQUE" where packets have
// none that can be seen (RFC 7296, section 3.13.1). Those of ICMP are types and codes.
func (s Selector) Ports() string {
	first, last := s.PortFirst, s.PortLast
	switch {
	case first == 0 && last == 0xffff:
		return ""
	case first == 0xffff && last == 0:
		return "OPAQUE"
	case (s.Protocol == icmp || s.Protocol == icmpv6) && first&0xff == 0 && last == first|0xff:
		return strconv.Itoa(int(first >> 8))
	case s.Protocol == icmp || s.Protocol == icmpv6:
		return between(icmpWord(first), icmpWord(last))
	}
	return between(strconv.Itoa(int(first)), strconv.Itoa(int(last)))
}

func between(first, last string) string {
	if first == last {
		return first
	}
	return first + "-" + last
}

// icmpWord is "3(1)": the type and the code.
func icmpWord(v uint16) string {
	return strconv.Itoa(int(v>>8)) + "(" + strconv.Itoa(int(v&0xff)) + ")"
}

// Protocols whose selectors have types and codes in place of ports.
const (
	icmp   = 1
	icmpv6 = 58
)

// protocolWord is the name of a protocol in /etc/protocols, or its number.
func protocolWord(v uint8) string {
	switch v {
	case icmp:
		return "icmp"
	case 2:
		return "igmp"
	case 4:
		return "ipencap"
	case 6:
		return "tcp"
	case 17:
		return "udp"
	case 41:
		return "ipv6"
	case 47:
		return "gre"
	case 50:
		return "esp"
	case 51:
		return "ah"
	case icmpv6:
		return "ipv6-icmp"
	case 89:
		return "ospf"
	case 132:
		return "sctp"
	}
	return strconv.Itoa(int(v))
}

// SelectorSet returns a text of selectors that is the same for all lists of the same
// ones: their order has no meaning (RFC 7296, section 2.9).
func SelectorSet(list []Selector) string {
	texts := make([]string, 0, len(list))
	for _, s := range list {
		texts = append(texts, fmt.Sprintf("%s-%s/%d/%d-%d", s.First, s.Last, s.Protocol, s.PortFirst, s.PortLast))
	}
	slices.Sort(texts)
	return strings.Join(slices.Compact(texts), ",")
}
