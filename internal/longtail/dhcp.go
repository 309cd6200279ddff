package longtail

import "github.com/pktscope/pktscope/dissect/field"

// How hosts get their addresses, their time and their services.
var hosts = []protocol{
	{name: "dhcp", short: "DHCP", label: "Dynamic Host Configuration Protocol", min: 28, keys: udp(67, 68), is: isDHCP, title: dhcpTitle, info: dhcpInfo},
	{name: "dhcpv6", short: "DHCPv6", label: "DHCPv6", min: 4, keys: udp(546, 547), info: dhcp6Info},
	{name: "ntp", short: "NTP", label: "Network Time Protocol", min: 8, keys: udp(123), info: ntpInfo},
	{name: "tftp", short: "TFTP", label: "Trivial File Transfer Protocol", min: 4, keys: udp(69), is: isTFTP, info: tftpInfo},
	{name: "echo", short: "ECHO", label: "Echo", min: 1, keys: append(udp(7), tcp(7)...), info: echoInfo},
	{name: "ssdp", short: "SSDP", label: "Simple Service Discovery Protocol", min: 9, keys: udp(1900), is: isHTTPLine, info: ssdpInfo},
}

// dhcpOptions is where the options begin behind BOOTP's fields and the magic
// cookie: RFC 2131, section 3.
const dhcpOptions = 240

func isDHCP(m *Message) bool { return m.Data.u8(0) == 1 || m.Data.u8(0) == 2 }

// dhcpType returns the value of the message type option, 0 without one.
func dhcpType(m *Message) uint8 {
	if m.Data.u32(236) != 0x63825363 {
		return 0
	}
	for v := m.Data.from(dhcpOptions); len(v) > 0; {
		switch v.u8(0) {
		case 0:
			v = v.from(1)
			continue
		case 255:
			return 0
		case 53:
			return v.u8(2)
		}
		v = v.from(2 + int(v.u8(1)))
	}
	return 0
}

func dhcpTitle(b []byte, m *Message) []byte {
	if dhcpType(m) == 0 {
		return append(b, "BOOTP"...)
	}
	return append(b, "DHCP"...)
}

func dhcpInfo(b []byte, m *Message) []byte {
	v := m.Data
	if typ := dhcpType(m); typ != 0 {
		b = append(append(b, "DHCP "...), dhcpName(typ)...)
		return appendHex(append(b, " - Transaction ID "...), uint64(v.u32(4)))
	}
	if v.u8(0) == 2 {
		return append(b, "Boot Reply"...)
	}
	b = append(b, "Boot Request"...)
	if v.u8(1) == 1 && v.u8(2) == 6 {
		b = v.appendMAC(append(b, " from "...), 28)
		b = append(v.appendMAC(append(b, " ("...), 28), ')')
	}
	return b
}

// dhcpName pads the commoner names to one width.
func dhcpName(v uint8) string {
	if s := pick(v, "", "Discover", "Offer   ", "Request ", "Decline ", "ACK     ", "NAK     ", "Release ", "Inform  ",
		"Force Renew", "Lease query", "Lease Unassigned", "Lease Unknown", "Lease Active", "Bulk Lease Query", "Lease Query Done"); s != "" {
		return s
	}
	return "Unknown Message Type"
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

func isTFTP(m *Message) bool { return m.Data.u16(0) >= 1 && m.Data.u16(0) <= 6 }

// tftpInfo: RFC 1350, and RFC 2347 for the options.
func tftpInfo(b []byte, m *Message) []byte {
	v := m.Data.from(2)
	switch op := m.Data.u16(0); op {
	case 1, 2:
		b = append(b, pick(op, "", "Read Request, File: ", "Write Request, File: ")...)
		name := v.cstring()
		mode := v.from(len(name) + 1).cstring()
		b = field.AppendEscaped(b, name)
		b = field.AppendEscaped(append(b, ", Transfer type: "...), mode)
		return appendTFTPOptions(b, v.from(len(name)+len(mode)+2))
	case 3:
		b = field.AppendUint(append(b, "Data Packet, Block: "...), uint64(v.u16(0)))
		if m.Wire < 4+512 {
			b = append(b, " (last)"...)
		}
		return b
	case 4:
		return field.AppendUint(append(b, "Acknowledgement, Block: "...), uint64(v.u16(0)))
	case 5:
		b = appendName(append(b, "Error Code, Code: "...), pick(v.u16(0), "Not defined", "File not found", "Access violation",
			"Disk full or allocation exceeded", "Illegal TFTP Operation", "Unknown transfer ID", "File already exists",
			"No such user", "Option negotiation failed"), uint64(v.u16(0)))
		return field.AppendEscaped(append(b, ", Message: "...), v.from(2).cstring())
	}
	return appendTFTPOptions(append(b, "Option Acknowledgement"...), v)
}

func appendTFTPOptions(b []byte, v view) []byte {
	for n := 0; len(v) > 0 && n < 16; n++ {
		name := v.cstring()
		value := v.from(len(name) + 1).cstring()
		b = field.AppendEscaped(append(b, ", "...), name)
		b = field.AppendEscaped(append(b, '='), value)
		v = v.from(len(name) + len(value) + 2)
	}
	return b
}

func echoInfo(b []byte, m *Message) []byte {
	if m.toServer(7) {
		return append(b, "Request"...)
	}
	return append(b, "Response"...)
}
