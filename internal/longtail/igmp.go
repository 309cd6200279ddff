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
	case igmpPIM1:
		return append(b, "PIMv1"...)
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
		return v.appendIPv4(append(b, "Membership Report group "...), 4)
	case igmpLeave:
		return v.appendIPv4(append(b, "Leave Group "...), 4)
	case igmpReport3:
		return igmpReportInfo(append(b, "Membership Report"...), v)
	case igmpPIM1:
		return appendName(b, pick(v.u8(1), "Query", "Register", "Register-Stop", "Join/Prune", "RP-Reachable", "Assert", "Graft", "Graft-Ack"), uint64(v.u8(1)))
	}
	return appendName(append(b, "Type: "...), "", uint64(v.u8(0)))
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
		b = appendSources(append(b, ", "...), "source {", v.from(12), n)
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
			b = appendSources(append(b, " for "...), "source {", v.from(8), n)
		case kind == 2 || kind == 4:
			b = v.appendIPv4(append(b, "Join group "...), 4)
			b = appendSources(append(b, ", for "...), "source not {", v.from(8), n)
		case kind == 5:
			b = v.appendIPv4(append(b, "Group "...), 4)
			b = appendSources(append(b, ", new "...), "source {", v.from(8), n)
		case kind == 6:
			b = v.appendIPv4(append(b, "Group "...), 4)
			b = appendSources(append(b, ", block "...), "source {", v.from(8), n)
		default:
			b = appendName(append(b, "Group record "...), "", uint64(kind))
		}
		v = v.from(8 + 4*n + 4*int(v.u8(1)))
	}
	return b
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
