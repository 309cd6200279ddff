package longtail

import (
	"net/netip"
	"slices"

	"github.com/pktscope/pktscope/dissect/field"
)

// First hop redundancy.
var firstHop = []protocol{
	{name: "hsrp", short: "HSRP", label: "Cisco Hot Standby Router Protocol", min: 4, keys: udp(1985, 2029), is: isHSRP, title: hsrpTitle, info: hsrpInfo},
	{name: "glbp", short: "GLBP", label: "Gateway Load Balancing Protocol", min: 12, keys: udp(3222), info: glbpInfo},
	{name: "vrrp", short: "VRRP", label: "Virtual Router Redundancy Protocol", min: 8, keys: one(field.IPProto, 112), is: isVRRP, info: vrrpInfo},
}

// Where the versions of HSRP are sent to: RFC 2281, section 5.
var (
	hsrp1Group = netip.AddrFrom4([4]byte{224, 0, 0, 2})
	hsrp2Group = []netip.Addr{netip.AddrFrom4([4]byte{224, 0, 0, 102}), netip.AddrFrom16([16]byte{0: 0xff, 1: 0x02, 15: 0x66})}
)

func isHSRP(m *Message) bool { return m.Dst == hsrp1Group || isHSRP2(m) }

func isHSRP2(m *Message) bool { return slices.Contains(hsrp2Group, m.Dst) }

func hsrpTitle(b []byte, m *Message) []byte {
	if isHSRP2(m) {
		return append(b, "HSRPv2"...)
	}
	return append(b, "HSRP"...)
}

func hsrpInfo(b []byte, m *Message) []byte {
	if isHSRP2(m) {
		return hsrp2Info(b, m.Data)
	}
	v := m.Data
	op := v.u8(1)
	b = appendName(b, pick(op, "Hello", "Coup", "Resign", "Advertise"), uint64(op))
	state := pick(v.u8(2), "Initial", "Learn", "Listen", "", "Speak")
	switch v.u8(2) {
	case 8:
		state = "Standby"
	case 16:
		state = "Active"
	}
	if op == 3 { // the state of an interface, 16 bits later
		state = pick(v.u8(6), "", "Dormant", "Passive", "Active")
	}
	return appendState(b, state)
}

func appendState(b []byte, state string) []byte {
	if state == "" {
		state = "Unknown"
	}
	return append(append(append(b, " (state "...), state...), ')')
}

// hsrp2Info appends the group state TLV of version 2.
func hsrp2Info(b []byte, v view) []byte {
	for len(v) >= 2 {
		switch v.u8(0) {
		case 1:
			b = appendName(b, pick(v.u8(3), "Hello", "Coup", "Resign", "Advertise"), uint64(v.u8(3)))
			state := pick(v.u8(4), "Disabled", "Initial", "Learn", "Listen", "Speak", "Standby", "Active")
			return appendState(b, state)
		case 2:
			return append(b, "Interface State TLV"...)
		}
		v = v.from(2 + int(v.u8(1)))
	}
	return b
}

func glbpInfo(b []byte, m *Message) []byte {
	return field.AppendUint(append(b, "G: "...), uint64(m.Data.u16(2)))
}

func isVRRP(m *Message) bool {
	version := m.Data.u8(0) >> 4
	return version == 2 || version == 3
}

func vrrpInfo(b []byte, m *Message) []byte {
	v := m.Data
	b = appendName(b, pick(v.u8(0)&15, "", "Announcement"), uint64(v.u8(0)&15))
	return append(field.AppendUint(append(b, " (v"...), uint64(v.u8(0)>>4)), ')')
}
