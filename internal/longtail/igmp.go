package longtail

import "github.com/pktscope/pktscope/dissect/field"

// Types of IGMP message: RFC 3376, section 4, and RFC 2236.
const (
	igmpQuery   = 0x11
	igmpReport1 = 0x12
	igmpReport2 = 0x16
	igmpLeave   = 0x17
	igmpDVMRP   = 0x13
	igmpPIM1    = 0x14 // PIM version 1
	igmpReport3 = 0x22
)

// igmpTitle appends the version, which of a query is known by its length alone: RFC
// 3376, section 7.1.
func igmpTitle(b []byte, m *Message) []byte {
	v := m.Data
	switch v.u8(0) {
	case igmpQuery:
		switch {
		case m.Wire >= 12:
			return append(b, "IGMPv3"...)
		case v.u8(1) == 0:
			return append(b, "IGMPv1"...)
		}
		return append(b, "IGMPv2"...)
	case igmpReport1:
		return append(b, "IGMPv1"...)
	case igmpReport2, igmpLeave:
		return append(b, "IGMPv2"...)
	case igmpReport3:
		return append(b, "IGMPv3"...)
	case igmpDVMRP:
		return append(b, "DVMRP"...)
	case igmpPIM1:
		return append(b, "PIMv1"...)
	}
	if v.u8(0) < 0x10 {
		return append(b, "IGMPv0"...) // RFC 988
	}
	return append(b, "IGMP"...)
}

// igmpPath: Wireshark has a dissector for each type of message.
func igmpPath(m *Message) string {
	switch m.Data.u8(0) {
	case igmpDVMRP:
		return "dvmrp"
	case igmpPIM1:
		return "pim"
	}
	return "igmp"
}

func igmpInfo(b []byte, m *Message) []byte {
	v := m.Data
	switch v.u8(0) {
	case igmpQuery:
		return igmpQueryInfo(append(b, "Membership Query"...), m)
	case igmpReport1:
		return append(b, "Membership Report"...)
	case igmpReport2:
		if v.u32(4) == 0 {
			return append(b, "Membership Report, general"...)
		}
		return v.appendIPv4(append(b, "Membership Report group "...), 4)
	case igmpLeave:
		if v.u32(4) == 0 {
			return append(b, "Leave Group, general"...)
		}
		return v.appendIPv4(append(b, "Leave Group "...), 4)
	case igmpReport3:
		return igmpReportInfo(append(b, "Membership Report"...), v)
	case igmpDVMRP:
		return dvmrpInfo(b, v)
	case igmpPIM1:
		return appendName(b, pick(v.u8(1), "Query", "Register", "Register-Stop", "Join/Prune", "RP-Reachable", "Assert", "Graft", "Graft-Ack"), uint64(v.u8(1)))
	}
	return appendIGMPType(b, v.u8(0), igmpType0(v.u8(0)))
}

// igmpType0 names the messages of IGMP version 0: RFC 988, appendix I.
func igmpType0(v uint8) string {
	return pick(v, "", "Create Group Request", "Create Group Reply", "Join Group Request", "Join Group Reply",
		"Leave Group Request", "Leave Group Reply", "Confirm Group Request", "Confirm Group Reply")
}

func appendIGMPType(b []byte, v uint8, name string) []byte {
	if name != "" {
		return append(b, name...)
	}
	return field.AppendHex(append(b, "Unknown Type:0x"...), uint64(v), 1)
}

// dvmrpInfo appends DVMRP's code: draft-ietf-idmr-dvmrp-v3, section 3.2.
func dvmrpInfo(b []byte, v view) []byte {
	return appendIGMPType(append(b, "V3 "...), v.u8(1), pick(v.u8(1), "", "Probe", "Report", "Ask Neighbors", "Neighbors",
		"Ask Neighbors 2", "Neighbors 2", "Prune", "Graft", "Graft ACK"))
}

func igmpQueryInfo(b []byte, m *Message) []byte {
	v := m.Data
	switch {
	case v.u8(1) == 0 && m.Wire < 12:
		return b // version 1
	case v.u32(4) == 0:
		return append(b, ", general"...)
	}
	b = v.appendIPv4(append(b, ", specific for group "...), 4)
	if n := int(v.u16(10)); m.Wire >= 12 && n > 0 {
		b = appendSources(append(b, ", "...), plural(n, "source {", "sources {"), v.from(12), n)
	}
	return b
}

// igmpReportInfo appends the group records of RFC 3376, section 4.2.4.
func igmpReportInfo(b []byte, v view) []byte {
	records := min(int(v.u16(6)), 32)
	v = v.from(8)
	for ; records > 0 && len(v) >= 8; records-- {
		n := int(v.u16(2))
		b = append(b, " / "...)
		switch kind := v.u8(0); {
		case (kind == 2 || kind == 4) && n == 0: // excludes nothing
			b = append(v.appendIPv4(append(b, "Join group "...), 4), " for any sources"...)
		case (kind == 1 || kind == 3) && n == 0: // includes nothing
			b = v.appendIPv4(append(b, "Leave group "...), 4)
		case kind == 1 || kind == 3:
			b = v.appendIPv4(append(b, "Join group "...), 4)
			b = appendSources(append(b, " for "...), plural(n, "source {", "sources in {"), v.from(8), n)
		case kind == 2 || kind == 4:
			b = v.appendIPv4(append(b, "Join group "...), 4)
			b = appendSources(append(b, ", for "...), plural(n, "source not {", "sources not in {"), v.from(8), n)
		case kind == 5:
			b = v.appendIPv4(append(b, "Group "...), 4)
			if n == 0 {
				b = append(b, ", ALLOW_NEW_SOURCES but no source specified (?)"...)
				break
			}
			b = appendSources(append(b, ", new "...), plural(n, "source {", "sources {"), v.from(8), n)
		case kind == 6:
			b = v.appendIPv4(append(b, "Group "...), 4)
			if n == 0 {
				b = append(b, ", BLOCK_OLD_SOURCES but no source specified (?)"...)
				break
			}
			b = appendSources(append(b, ", block "...), plural(n, "source {", "sources {"), v.from(8), n)
		default:
			b = append(v.appendIPv4(append(b, "Group "...), 4), ", unknown record type (?)"...)
			if n > 0 {
				b = appendSources(append(b, ", "...), "sources {", v.from(8), n)
			}
		}
		v = v.from(8 + 4*n + 4*int(v.u8(1)))
	}
	return b
}

// plural returns one for one source, and many for more.
func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// appendSources appends "source {10.0.0.1, 10.0.0.2}", open being what comes
// before the addresses.
func appendSources(b []byte, open string, v view, n int) []byte {
	b = append(b, open...)
	for i := 0; i < min(n, 32) && 4*i+4 <= len(v); i++ {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = field.AppendIPv4(b, [4]byte(v[4*i:]))
	}
	return append(b, '}')
}
