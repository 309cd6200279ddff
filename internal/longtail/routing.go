package longtail

import "github.com/pktscope/pktscope/dissect/field"

// Protocols between routers.
var routing = []protocol{
	{name: "eigrp", short: "EIGRP", label: "Cisco EIGRP", min: 20, keys: one(field.IPProto, 88), info: eigrpInfo},
	{name: "igrp", short: "IGRP", label: "Cisco Interior Gateway Routing Protocol", min: 12, keys: one(field.IPProto, 9), info: igrpInfo},
	{name: "pim", short: "PIM", label: "Protocol Independent Multicast", min: 4, keys: one(field.IPProto, 103), title: pimTitle, info: pimInfo},
	{name: "igmp", short: "IGMP", label: "Internet Group Management Protocol", min: 8, keys: one(field.IPProto, 2), title: igmpTitle, info: igmpInfo, path: igmpPath},
	{name: "rip", short: "RIP", label: "Routing Information Protocol", min: 4, keys: udp(520), fits: fitsRIP, title: ripTitle, info: ripInfo},
	{name: "ripng", short: "RIPng", label: "RIPng", min: 4, keys: udp(521), fits: fitsRIP, info: ripngInfo},
	{name: "bgp", short: "BGP", label: "Border Gateway Protocol", min: 19, keys: tcp(179), is: isBGP, info: bgpInfo},
	{name: "ldp", short: "LDP", label: "Label Distribution Protocol", min: 18, keys: append(udp(646), tcp(646)...), is: isLDP, info: ldpInfo},
	{name: "bfd", short: "BFD Control", label: "Bidirectional Forwarding Detection Control Message", min: 24, keys: udp(3784, 4784), is: isBFD, fits: fitsBFD, info: bfdInfo},
	{name: "nhrp", short: "NHRP", label: "NBMA Next Hop Resolution Protocol", min: 20, keys: one(field.IPProto, 54), info: nhrpInfo},
	{name: "rsvp", short: "RSVP", label: "Resource ReserVation Protocol", min: 8, keys: one(field.IPProto, 46), info: rsvpInfo},
}

// eigrpInfo: RFC 7868, section 6.2; a Hello that acknowledges has no TLVs.
func eigrpInfo(b []byte, m *Message) []byte {
	op := m.Data.u8(1)
	name := pick(op, "", "Update", "Request", "Query", "Reply", "Hello", "IPX/SAP Update", "Route Probe", "Hello (Ack)", "Stub-Info", "SIA-Query", "SIA-Reply")
	if name == "" {
		return append(field.AppendHex(append(b, "Unknown OpCode (0x"...), uint64(op), 2), ')')
	}
	b = append(b, name...)
	if op == 5 && m.Data.u32(12) != 0 {
		b = append(b, " (Ack)"...)
	}
	return b
}

func igrpInfo(b []byte, m *Message) []byte {
	op := m.Data.u8(0) & 15
	return appendName(b, pick(op, "", "Response", "Request"), uint64(op))
}

func pimTitle(b []byte, m *Message) []byte {
	return field.AppendUint(append(b, "PIMv"...), uint64(m.Data.u8(0)>>4))
}

// pimPacked is the type of packed messages, whose subtype is in the next byte: RFC 9465,
// section 3.
const pimPacked = 13

// pimInfo: RFC 7761, section 4.9. Other versions have other types.
func pimInfo(b []byte, m *Message) []byte {
	typ := m.Data.u8(0) & 15
	switch {
	case m.Data.u8(0)>>4 != 2:
		return append(b, "Unknown"...)
	case typ == pimPacked:
		sub := m.Data.u8(1) >> 4
		return appendName(b, pick(sub, "Packed Null-Register", "Packed Register-Stop"), uint64(sub))
	case typ > pimPacked:
		return append(b, "Unknown"...)
	}
	return appendName(b, pick(typ, "Hello", "Register", "Register-stop", "Join/Prune", "Bootstrap", "Assert", "Graft", "Graft-Ack",
		"Candidate-RP-Advertisement", "State-Refresh", "DF election", "ECMP redirect", "PIM Flooding Mechanism"), uint64(typ))
}

func ripTitle(b []byte, m *Message) []byte {
	if v := m.Data.u8(1); v == 1 || v == 2 {
		return field.AppendUint(append(b, "RIPv"...), uint64(v))
	}
	return append(b, "RIP"...)
}

// ripInfo: RFC 1058, section 3.1.
func ripInfo(b []byte, m *Message) []byte {
	v := m.Data.u8(0)
	if name := pick(v, "", "Request", "Response", "Traceon", "Traceoff", "Vendor specific (Sun)"); name != "" {
		return append(b, name...)
	}
	return append(field.AppendUint(append(b, "Unknown command ("...), uint64(v)), ')')
}

// ripngInfo: RFC 2080, section 2.1, which has two commands.
func ripngInfo(b []byte, m *Message) []byte {
	v := m.Data.u8(0)
	b = appendName(append(b, " Command "...), pick(v, "", "Request", "Response"), uint64(v))
	return field.AppendUint(append(b, ", Version "...), uint64(m.Data.u8(1)))
}

// isBGP: the marker of RFC 4271, section 4.1, and the first message whole.
func isBGP(m *Message) bool {
	for i := range 16 {
		if m.Data[i] != 0xff {
			return false
		}
	}
	n := int(m.Data.u16(16))
	return n >= 19 && n <= m.Wire
}

func bgpInfo(b []byte, m *Message) []byte {
	v := m.Data
	for n := 0; len(v) >= 19 && n < 32; n++ {
		size := int(v.u16(16))
		if size < 19 || n > 0 && size > len(v) {
			break
		}
		if n > 0 {
			b = append(b, ", "...)
		}
		b = appendName(b, pick(v.u8(18), "", "OPEN Message", "UPDATE Message", "NOTIFICATION Message", "KEEPALIVE Message", "ROUTE-REFRESH Message"), uint64(v.u8(18)))
		v = v.from(size)
	}
	return b
}

func isLDP(m *Message) bool { return m.Data.u16(0) == 1 && int(m.Data.u16(2))+4 <= m.Wire }

// ldpInfo: RFC 5036, section 3.5.
func ldpInfo(b []byte, m *Message) []byte {
	v := m.Data.cut(10, int(m.Data.u16(2))-6)
	for n := 0; len(v) >= 4 && n < 32; n++ {
		b = append(appendName(b, ldpMessage(v.u16(0)&0x7fff), uint64(v.u16(0)&0x7fff)), ' ')
		v = v.from(4 + int(v.u16(2)))
	}
	return b
}

func ldpMessage(v uint16) string {
	switch v {
	case 0x0001:
		return "Notification Message"
	case 0x0100:
		return "Hello Message"
	case 0x0200:
		return "Initialization Message"
	case 0x0201:
		return "Keep Alive Message"
	case 0x0300:
		return "Address Message"
	case 0x0301:
		return "Address Withdrawal Message"
	case 0x0400:
		return "Label Mapping Message"
	case 0x0401:
		return "Label Request Message"
	case 0x0402:
		return "Label Withdrawal Message"
	case 0x0403:
		return "Label Release Message"
	case 0x0404:
		return "Label Abort Request Message"
	}
	return ""
}

func isBFD(m *Message) bool { return m.Data.u8(0)>>5 == 1 && m.Data.u8(3) >= 24 }

// bfdInfo: RFC 5880, section 4.1.
func bfdInfo(b []byte, m *Message) []byte {
	v := m.Data
	b = appendName(append(b, "Diag: "...), pick(v.u8(0)&31, "No Diagnostic", "Control Detection Time Expired", "Echo Function Failed",
		"Neighbor Signaled Session Down", "Forwarding Plane Reset", "Path Down", "Concatenated Path Down",
		"Administratively Down", "Reverse Concatenated Path Down"), uint64(v.u8(0)&31))
	b = append(append(b, ", State: "...), pick(v.u8(1)>>6, "AdminDown", "Down", "Init", "Up")...)
	return field.AppendHex(append(b, ", Flags: 0x"...), uint64(v.u8(1)&0x3f), 1)
}

// nhrpInfo: RFC 2332, section 5.2.
func nhrpInfo(b []byte, m *Message) []byte {
	v := m.Data
	typ := v.u8(17)
	name := pick(typ, "", "Resolution Request", "Resolution Reply", "Registration Request", "Registration Reply",
		"Purge Request", "Purge Reply", "Error Indication", "Traffic Indication")
	if name == "" {
		return append(field.AppendHex(append(b, "0x"...), uint64(typ), 1), " - unknown"...)
	}
	b = append(append(b, "NHRP "...), name...)
	if typ >= 7 {
		return b
	}
	b = field.AppendUint(append(b, ", ID="...), uint64(v.u32(24)))
	if typ == 2 || typ == 4 {
		src := int(v.u8(18)&0x3f) + int(v.u8(19)&0x3f) + int(v.u8(20)) + int(v.u8(21))
		b = appendName(append(b, ", Code="...), nhrpCode(v.u8(28+src)), uint64(v.u8(28+src)))
	}
	return b
}

func nhrpCode(v uint8) string {
	switch v {
	case 0:
		return "Success"
	case 4:
		return "Administratively Prohibited"
	case 5:
		return "Insufficient Resources"
	case 12:
		return "No Interworking Address to NBMA Address Binding Exists"
	case 13:
		return "Binding Exists But Is Not Unique"
	case 14:
		return "Already Registered"
	}
	return ""
}

// rsvpInfo: RFC 2205, section 3.1.1.
func rsvpInfo(b []byte, m *Message) []byte {
	typ := m.Data.u8(1)
	b = appendName(b, pick(typ, "", "PATH", "RESV", "PATH ERROR", "RESV ERROR", "PATH TEAR", "RESV TEAR", "RESV CONFIRM"), uint64(typ))
	return append(b, " Message. "...)
}
