package longtail

import "github.com/pktscope/pktscope/dissect/field"

// The control protocols of PPP: RFC 1661 and its NCPs.
var ppp = []protocol{
	{name: "lcp", short: "PPP LCP", label: "PPP Link Control Protocol", min: 4, keys: one(field.PPP, 0xc021), info: controlInfo},
	{name: "ipcp", short: "PPP IPCP", label: "PPP IP Control Protocol", min: 4, keys: one(field.PPP, 0x8021), info: controlInfo},
	{name: "ipv6cp", short: "PPP IPV6CP", label: "PPP IPv6 Control Protocol", min: 4, keys: one(field.PPP, 0x8057), info: controlInfo},
	{name: "cdpcp", short: "PPP CDPCP", label: "PPP CDP Control Protocol", min: 4, keys: one(field.PPP, 0x8207), info: controlInfo},
	{name: "ccp", short: "PPP CCP", label: "PPP Compression Control Protocol", min: 4, keys: one(field.PPP, 0x80fd), info: controlInfo},
	{name: "mplscp", short: "PPP MPLSCP", label: "PPP MPLS Control Protocol", min: 4, keys: one(field.PPP, 0x8281), info: controlInfo},
	{name: "osinlcp", short: "PPP OSINLCP", label: "PPP OSI Network Layer Control Protocol", min: 4, keys: one(field.PPP, 0x8023), info: controlInfo},
	{name: "bcp_ncp", short: "PPP BCP NCP", label: "PPP Bridging Control Protocol Network Control Protocol", min: 4, keys: one(field.PPP, 0x8031), info: controlInfo},
	{name: "mp", short: "PPP MP", label: "PPP Multilink Protocol", min: 2, keys: one(field.PPP, 0x003d), info: fixed("PPP Multilink")},
	{name: "pap", short: "PPP PAP", label: "PPP Password Authentication Protocol", min: 4, keys: one(field.PPP, 0xc023), info: papInfo},
	{name: "chap", short: "PPP CHAP", label: "PPP Challenge Handshake Authentication Protocol", min: 4, keys: one(field.PPP, 0xc223), info: chapInfo},
}

func controlInfo(b []byte, m *Message) []byte {
	code := m.Data.u8(0)
	return appendName(b, pick(code, "Vendor Specific", "Configuration Request", "Configuration Ack", "Configuration Nak",
		"Configuration Reject", "Termination Request", "Termination Ack", "Code Reject", "Protocol Reject", "Echo Request",
		"Echo Reply", "Discard Request", "Identification", "Time Remaining", "Reset Request", "Reset Ack"), uint64(code))
}

// body returns what stands behind code, identifier and length.
func body(m *Message) view { return m.Data.cut(4, int(m.Data.u16(2))-4) }

// papInfo: RFC 1334, section 2.2.
func papInfo(b []byte, m *Message) []byte {
	v := body(m)
	first := v.cut(1, int(v.u8(0)))
	switch code := m.Data.u8(0); code {
	case 1:
		second := v.from(1 + len(first))
		b = field.AppendEscaped(append(b, "Authenticate-Request (Peer-ID='"...), first)
		b = field.AppendEscaped(append(b, "', Password='"...), second.cut(1, int(second.u8(0))))
		return append(b, "')"...)
	case 2, 3:
		b = append(b, pick(code, "", "", "Authenticate-Ack", "Authenticate-Nak")...)
		return append(field.AppendEscaped(append(b, " (Message='"...), first), "')"...)
	default:
		return appendName(b, "", uint64(code))
	}
}

// chapInfo: RFC 1994, section 4.
func chapInfo(b []byte, m *Message) []byte {
	v := body(m)
	code := m.Data.u8(0)
	b = appendName(b, pick(code, "", "Challenge", "Response", "Success", "Failure"), uint64(code))
	switch code {
	case 1, 2:
		value := v.cut(1, int(v.u8(0)))
		b = field.AppendEscaped(append(b, " (NAME='"...), v.from(1+len(value)))
		b = field.AppendBytes(append(b, "', VALUE=0x"...), value, 0)
		return append(b, ')')
	case 3, 4:
		return append(field.AppendEscaped(append(b, " (MESSAGE='"...), v), "')"...)
	}
	return b
}
