package longtail

import "github.com/pktscope/pktscope/dissect/field"

// Protocols between switches.
var switching = []protocol{
	{name: "vtp", short: "VTP", label: "VLAN Trunking Protocol", min: 4, keys: cisco(0x2003), info: vtpInfo},
	{name: "dtp", short: "DTP", label: "Dynamic Trunk Protocol", min: 1, keys: cisco(0x2004), info: fixed("Dynamic Trunk Protocol")},
	{name: "pagp", short: "PAGP", label: "Port Aggregation Protocol", min: 8, keys: cisco(0x0104), info: pagpInfo},
	{name: "udld", short: "UDLD", label: "Unidirectional Link Detection", min: 4, keys: cisco(0x0111), info: udldInfo},
	{name: "cgmp", short: "CGMP", label: "Cisco Group Management Protocol", min: 1,
		keys: append(cisco(0x2001), one(field.EtherType, 0x2001)...), info: fixed("Cisco Group Management Protocol")},
	{name: "slow", short: "Slow Protocols", label: "Slow Protocols", min: 2, keys: one(field.EtherType, 0x8809), title: slowTitle, info: slowInfo, path: slowPath},
	{name: "ans", short: "Intel ANS probe", label: "Intel ANS probe", min: 16, keys: one(field.EtherType, 0x886d), info: ansInfo},
	{name: "msnlb", short: "MS NLB", label: "MS Network Load Balancing", min: 4, keys: one(field.EtherType, 0x886f), info: nlbInfo},
	{name: "ndp", short: "NDP", label: "Nortel Discovery Protocol", min: 1,
		keys: []field.Key{field.SNAPKey(0x000081, nortelFlatNet), field.SNAPKey(0x000081, nortelSegment)}, info: nortelInfo},
	{name: "macc", short: "MAC CTRL", label: "MAC Control", min: 2, keys: one(field.EtherType, 0x8808), info: macControlInfo},
}

func vtpInfo(b []byte, m *Message) []byte {
	v := m.Data
	name := pick(v.u8(1), "", "Summary Advertisement", "Subset Advertisement", "Advertisement Request", "Join")
	if name == "" {
		return append(b, "Unrecognized VTP message"...)
	}
	b = append(b, name...)
	switch v.u8(1) {
	case 1:
		b = field.AppendUint(append(b, ", Revision: "...), uint64(v.u32(36)))
		if n := v.u8(2); n > 0 {
			b = field.AppendUint(append(b, ", Followers: "...), uint64(n))
		}
	case 2:
		b = field.AppendUint(append(b, ", Revision: "...), uint64(v.u32(36)))
		b = field.AppendUint(append(b, ", Seq: "...), uint64(v.u8(2)))
	}
	return b
}

// Versions of PAgP's messages, and where the partner is in them.
const (
	pagpInformation        = 1
	pagpFlush              = 2
	pagpInformationPartner = 22
	pagpFlushPartner       = 8
	pagpTransaction        = 14
)

func pagpInfo(b []byte, m *Message) []byte {
	v := m.Data
	switch v.u8(0) {
	case pagpFlush:
		b = v.appendMAC(append(b, "Flush PDU; Local DevID: "...), 2)
		b = v.appendMAC(append(b, ", Partner DevID: "...), pagpFlushPartner)
		return append(appendHex(append(b, "; Transaction ID: "...), uint64(v.u32(pagpTransaction))), ' ')
	case pagpInformation:
		b = append(b, "Info PDU; Flags "...)
	default:
		b = append(b, "Unknown PDU version; Flags "...)
	}
	b = v.appendMAC(append(appendHex(b, uint64(v.u8(1))), "; Local DevID: "...), 2)
	if v.u8(0) != pagpInformation {
		return b
	}
	return v.appendMAC(append(b, ", Partner DevID: "...), pagpInformationPartner)
}

// udldInfo appends the TLVs of RFC 5171, section 5.3.2, that are names.
func udldInfo(b []byte, m *Message) []byte {
	v := m.Data.from(4)
	for len(v) >= 4 {
		n := int(v.u16(2))
		if n < 4 {
			break
		}
		switch v.u16(0) {
		case 1:
			b = append(append(append(b, "Device ID: "...), v.cut(4, n-4).cstring()...), "  "...)
		case 2:
			b = append(append(append(b, "Port ID: "...), v.cut(4, n-4).cstring()...), "  "...)
		}
		v = v.from(n)
	}
	return b
}

func ansInfo(b []byte, m *Message) []byte {
	v := m.Data
	b = field.AppendUint(append(b, "Sequence: "...), uint64(v.u32(4)))
	b = field.AppendUint(append(b, ", Sender ID "...), uint64(v.u16(8)))
	return v.appendMAC(append(b, ", Team ID "...), 10)
}

func nlbInfo(b []byte, m *Message) []byte {
	b = append(b, "MS NLB heartbeat"...)
	switch m.Data.u32(0) {
	case 0xbf01dec0, 0xc0de01bf:
		return append(b, " - NLB Cluster Membership HeartBeat"...)
	case 0xc001dec0, 0xc0de01c0:
		return append(b, " - NLB Extended HeartBeat"...)
	}
	return b
}

// Nortel's two hellos, by SNAP protocol.
const (
	nortelFlatNet = 0x01a1
	nortelSegment = 0x01a2
)

func nortelInfo(b []byte, m *Message) []byte {
	if m.key.Value&0xffff == nortelFlatNet {
		return append(b, "FlatNet Hello"...)
	}
	return append(b, "Segment Hello"...)
}

// macControlInfo appends a PAUSE, IEEE 802.3 annex 31B.
func macControlInfo(b []byte, m *Message) []byte {
	v := m.Data
	switch v.u16(0) {
	case 0x0001:
		return append(field.AppendUint(append(b, "Pause: pause_time: "...), uint64(v.u16(2))), " quanta"...)
	case 0x0101:
		return append(b, "Class Based Flow Control [CBFC]"...)
	}
	return append(b, "MAC Control"...)
}
