package longtail

import "github.com/pktscope/pktscope/dissect/field"

// Subtypes of the slow protocols: IEEE 802.3, annex 57A.
const (
	slowLACP   = 1
	slowMarker = 2
	slowOAM    = 3
	slowOSSP   = 10
)

func slowTitle(b []byte, m *Message) []byte {
	switch m.Data.u8(0) {
	case slowLACP:
		return append(b, "LACP"...)
	case slowMarker:
		return append(b, "Marker"...)
	case slowOAM:
		return append(b, "OAM"...)
	case slowOSSP:
		return append(b, "OSSP"...)
	}
	return append(b, m.of.short...)
}

func slowPath(m *Message) string {
	switch m.Data.u8(0) {
	case slowLACP:
		return "lacp"
	case slowMarker:
		return "marker"
	case slowOAM:
		return "oampdu"
	case slowOSSP:
		return "ossp"
	}
	return ""
}

func slowInfo(b []byte, m *Message) []byte {
	v := m.Data
	switch v.u8(0) {
	case slowLACP:
		b = append(field.AppendUint(append(b, 'v'), uint64(v.u8(1))), " ACTOR "...)
		b = appendPartner(b, v.from(4))
		return appendPartner(append(b, " PARTNER "...), v.from(24))
	case slowMarker:
		b = appendName(b, pick(v.u8(2), "", "Information", "Response"), uint64(v.u8(2)))
		b = v.appendMAC(append(b, " SysId="...), 6)
		b = field.AppendUint(append(b, ", P="...), uint64(v.u16(4)))
		return field.AppendUint(append(b, ", TId="...), uint64(v.u32(12)))
	case slowOAM:
		b = append(b, "OAMPDU: "...)
		code := v.u8(3)
		if code == 0xfe {
			return append(b, "Organization Specific"...)
		}
		return appendName(b, pick(code, "Information", "Event Notification", "Variable Request", "Variable Response", "Loopback Control"), uint64(code))
	}
	return append(b, "Subtype = "...)
}

// appendPartner appends one side of a LACPDU: its system, port and key
// and its state as the letters Activity, Timeout, aGgregation, Synchronised,
// Collecting, Distributing, Fefaulted, Expired, the last one first.
func appendPartner(b []byte, v view) []byte {
	b = v.appendMAC(b, 2)
	b = field.AppendUint(append(b, " P: "...), uint64(v.u16(12)))
	b = append(field.AppendUint(append(b, " K: "...), uint64(v.u16(8))), ' ')
	const letters = "ASGSCDFE"
	for bit := 7; bit >= 0; bit-- {
		switch {
		case v.u8(14)>>bit&1 == 0:
			b = append(b, '*')
		case bit == 1:
			b = append(b, 'S') // short timeout
		default:
			b = append(b, letters[bit])
		}
	}
	return b
}
