package longtail

import "pktscope/dissect/field"

// lldpInfo tells chassis, port, time to live, system name and description:
// IEEE 802.1AB, section 8.5.
func lldpInfo(b []byte, m *Message) []byte {
	v := m.Data
	for n := 0; len(v) >= 2 && n < 64; n++ {
		size := int(v.u16(0) & 0x1ff)
		value := v.cut(2, size)
		switch v.u16(0) >> 9 {
		case 0:
			return b
		case 1:
			b = append(appendLLDPID(b, value, chassisKinds), ' ')
		case 2:
			b = append(appendLLDPID(b, value, portKinds), ' ')
		case 3:
			b = append(field.AppendUint(b, uint64(value.u16(0))), ' ')
		case 5:
			b = append(field.AppendEscaped(append(b, "SysN="...), value), ' ')
		case 6:
			b = append(field.AppendEscaped(append(b, "SysD="...), value), ' ')
		}
		v = v.from(2 + size)
	}
	return b
}

// An idKind is how a subtype of an identifier is called and written.
type idKind struct {
	name string
	as   byte // 'm' an address, 'n' a network address, 't' text
}

var (
	chassisKinds = []idKind{{}, {"CC", 't'}, {"IA", 't'}, {"PC", 't'}, {"MA", 'm'}, {"NA", 'n'}, {"IN", 't'}, {"LA", 't'}}
	portKinds    = []idKind{{}, {"IA", 't'}, {"PC", 't'}, {"MA", 'm'}, {"NA", 'n'}, {"IN", 't'}, {"CI", 't'}, {"LA", 't'}}
)

func appendLLDPID(b []byte, v view, kinds []idKind) []byte {
	k := idKind{"RS", 't'}
	if int(v.u8(0)) < len(kinds) {
		k = kinds[v.u8(0)]
	}
	b = append(append(b, k.name...), '/')
	switch {
	case k.as == 'm' && len(v) == 7:
		return v.appendMAC(b, 1)
	case k.as == 'n' && v.u8(1) == 1 && len(v) == 6:
		return v.appendIPv4(b, 2)
	case k.as == 'n' && v.u8(1) == 2 && len(v) == 18:
		return v.appendIPv6(b, 2)
	}
	return field.AppendEscaped(b, v.from(1))
}
