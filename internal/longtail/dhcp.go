package longtail

import "github.com/pktscope/pktscope/dissect/field"

// How hosts get their addresses, their time and their services.
var hosts = []protocol{
	{name: "dhcpv6", short: "DHCPv6", label: "DHCPv6", min: 4, keys: udp(546, 547), fits: fitsDHCP6, info: dhcp6Info},
	{name: "ntp", short: "NTP", label: "Network Time Protocol", min: 8, keys: udp(123), fits: fitsNTP, info: ntpInfo},
	{name: "ssdp", short: "SSDP", label: "Simple Service Discovery Protocol", min: 9, keys: udp(1900), is: isHTTPLine, info: ssdpInfo},
}

// Options of DHCPv6 in the line: RFC 8415, section 21.
const (
	optClientID  = 1
	optIANA      = 3
	optIATA      = 4
	optIAAddr    = 5
	optRelay     = 9
	optIAPD      = 25
	optIAPrefix  = 26
	dhcp6Forward = 12
	dhcp6Reply   = 13
)

func dhcp6Info(b []byte, m *Message) []byte { return appendDHCP6(b, m.Data, 0) }

func appendDHCP6(b []byte, v view, depth int) []byte {
	typ := v.u8(0)
	b = append(appendName(b, dhcp6Type(typ), uint64(typ)), ' ')
	if typ == dhcp6Forward || typ == dhcp6Reply {
		b = append(v.appendIPv6(append(b, "L: "...), 2), ' ')
		return appendDHCP6Options(b, v.from(34), depth)
	}
	b = append(appendHex(append(b, "XID: "...), uint64(v.u24(1))), ' ')
	return appendDHCP6Options(b, v.from(4), depth)
}

func appendDHCP6Options(b []byte, v view, depth int) []byte {
	if depth > 8 {
		return b
	}
	for n := 0; len(v) >= 4 && n < 64; n++ {
		size := int(v.u16(2))
		value := v.cut(4, size)
		switch v.u16(0) {
		case optClientID:
			b = append(field.AppendBytes(append(b, "CID: "...), value, 0), ' ')
		case optIANA, optIAPD:
			b = appendDHCP6Options(b, value.from(12), depth+1)
		case optIATA:
			b = appendDHCP6Options(b, value.from(4), depth+1)
		case optIAAddr:
			b = append(value.appendIPv6(append(b, "IAA: "...), 0), ' ')
		case optRelay:
			b = appendDHCP6(b, value, depth+1)
		}
		v = v.from(4 + size)
	}
	return b
}

func dhcp6Type(v uint8) string {
	return pick(v, "", "Solicit", "Advertise", "Request", "Confirm", "Renew", "Rebind", "Reply", "Release", "Decline",
		"Reconfigure", "Information-request", "Relay-forw", "Relay-reply", "Leasequery", "Leasequery-reply",
		"Leasequery-done", "Leasequery-data", "Reconfigure-request", "Reconfigure-reply", "DHCPv4-query", "DHCPv4-response")
}

// ntpInfo: RFC 5905, section 7.3.
func ntpInfo(b []byte, m *Message) []byte {
	v := m.Data.u8(0)
	b = field.AppendUint(append(b, "NTP Version "...), uint64(v>>3&7))
	b = append(append(b, ", "...), pick(v&7, "reserved", "symmetric active", "symmetric passive", "client", "server", "broadcast", "control", "private")...)
	if v&7 == 7 {
		b = append(append(b, ", "...), pick(v>>7, "Request", "Response")...)
	}
	return b
}
