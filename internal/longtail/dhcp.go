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
	if name := dhcp6Type(typ); name != "" {
		b = append(append(b, name...), ' ')
	} else {
		b = append(field.AppendUint(append(b, "Message Type "...), uint64(typ)), ' ')
	}
	if typ == dhcp6Forward || typ == dhcp6Reply {
		b = append(v.appendIPv6(append(b, "L: "...), 2), ' ')
		return appendDHCP6Options(b, v.from(34), depth)
	}
	b = append(field.AppendHex(append(b, "XID: 0x"...), uint64(v.u24(1)), 3), ' ')
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
		"Leasequery-done", "Leasequery-data", "Reconfigure-request", "Reconfigure-reply", "4o6 Query", "4o6 Response",
		"", "", "", "", "", "", "", "", "", "", "", "", "", "", "Address Registration Inform", "Address Registration Reply")
}

// ntpInfo: RFC 5905, section 7.3.
func ntpInfo(b []byte, m *Message) []byte {
	v := m.Data.u8(0)
	if version := v >> 3 & 7; version >= 1 && version <= 4 {
		b = field.AppendUint(append(b, "NTP Version "...), uint64(version))
	} else {
		b = append(b, "reserved"...)
	}
	b = append(append(b, ", "...), pick(v&7, "reserved", "symmetric active", "symmetric passive", "client", "server", "broadcast", "control", "private")...)
	if v&7 == 7 {
		b = append(append(b, ", "...), pick(v>>7, "Request", "Response")...)
		b = append(append(b, ", "...), ntpRequest(m.Data.u8(3))...)
	}
	return b
}

// ntpRequest names the requests of ntpdc: ntp_request.h of the reference implementation.
func ntpRequest(v uint8) string {
	if s := pick(v, "PEER_LIST", "PEER_LIST_SUM", "PEER_INFO", "PEER_STATS", "SYS_INFO", "SYS_STATS", "IO_STATS", "MEM_STATS",
		"LOOP_INFO", "TIMER_STATS", "CONFIG", "UNCONFIG", "SET_SYS_FLAG", "CLR_SYS_FLAG", "MONITOR", "NOMONITOR",
		"GET_RESTRICT", "RESADDFLAGS", "RESSUBFLAGS", "UNRESTRICT", "MON_GETLIST", "RESET_STATS", "RESET_PEER",
		"REREAD_KEYS", "DO_DIRTY_HACK", "DONT_DIRTY_HACK", "TRUSTKEY", "UNTRUSTKEY", "AUTHINFO", "TRAPS", "ADD_TRAP",
		"CLR_TRAP", "REQUEST_KEY", "CONTROL_KEY", "GET_CTLSTATS", "GET_LEAPINFO", "GET_CLOCKINFO", "SET_CLKFUDGE",
		"GET_KERNEL", "GET_CLKBUGINFO", "UNASSIGNED", "SET_PRECISION", "MON_GETLIST_1", "HOSTNAME_ASSOCID", "IF_STATS",
		"IF_RELOAD"); s != "" {
		return s
	}
	return "Unknown"
}
