package longtail

import "github.com/pktscope/pktscope/dissect/field"

// The desktop networks of old, and the X Window System.
var desktop = []protocol{
	{name: "ipx", short: "IPX", label: "Internetwork Packet eXchange", min: 30,
		keys: []field.Key{field.EtherType.Key(0x8137), field.SAP.Key(0xe0), field.PPP.Key(0x002b)}, is: isIPX, title: ipxTitle, info: ipxInfo,
		source: ipxSource, destination: ipxDestination},
	{name: "ddp", short: "DDP", label: "Datagram Delivery Protocol", min: 13,
		keys: []field.Key{field.EtherType.Key(0x809b), field.SNAPKey(0x080007, 0x809b)}, title: ddpTitle, info: ddpInfo,
		source: ddpSource, destination: ddpDestination},
	{name: "aarp", short: "AARP", label: "AppleTalk Address Resolution Protocol", min: 28,
		keys: []field.Key{field.EtherType.Key(0x80f3), field.SNAPKey(0x000000, 0x80f3)}, is: isAARP, info: aarpInfo},
	{name: "netbios", short: "NetBIOS", label: "NetBIOS", min: 14, keys: one(field.SAP, 0xf0), is: isNetBEUI, info: netBEUIInfo},
	{name: "rpl", short: "RPL", label: "Remote Program Load", min: 4, keys: one(field.SAP, 0xfc), info: rplInfo},
	{name: "x11", short: "X11", label: "X11", min: 4, keys: tcp(6000), info: x11Info},
}

func isIPX(m *Message) bool { return int(m.Data.u16(2)) <= m.Wire && m.Data.u16(2) >= 30 }

func ipxDestination(b []byte, m *Message) []byte { return m.Data.appendIPX(b, 6) }
func ipxSource(b []byte, m *Message) []byte      { return m.Data.appendIPX(b, 18) }

// appendIPX appends network and node.
func (v view) appendIPX(b []byte, at int) []byte {
	b = field.AppendHex(b, uint64(v.u32(at)), 4)
	return field.AppendHex(append(b, '.'), uint64(v.u16(at+4))<<32|uint64(v.u32(at+6)), 6)
}

// Sockets of IPX.
const (
	socketNCP     = 0x0451
	socketSAP     = 0x0452
	socketRIP     = 0x0453
	socketNetBIOS = 0x0455
	socketSerial  = 0x0457
)

// ipxSocket returns the one of the two sockets that says what the packet carries.
func ipxSocket(v view) uint16 {
	dst, src := v.u16(16), v.u16(28)
	if ipxName(dst) == "" && ipxName(src) != "" {
		return src
	}
	return dst
}

func ipxName(socket uint16) string {
	switch socket {
	case socketNCP:
		return "NCP"
	case socketSAP:
		return "IPX SAP"
	case socketRIP:
		return "IPX RIP"
	case socketNetBIOS:
		return "NBIPX"
	case socketSerial:
		return "NW_SERIAL"
	}
	return ""
}

func ipxTitle(b []byte, m *Message) []byte {
	if s := ipxName(ipxSocket(m.Data)); s != "" {
		return append(b, s...)
	}
	return append(b, m.of.short...)
}

func ipxInfo(b []byte, m *Message) []byte {
	v := m.Data.from(30)
	switch socket := ipxSocket(m.Data); socket {
	case socketSAP:
		return appendName(b, pick(v.u16(0), "", "General Query", "General Response", "Nearest Query", "Nearest Response"), uint64(v.u16(0)))
	case socketRIP:
		return appendName(b, pick(v.u16(0), "", "Request", "Response"), uint64(v.u16(0)))
	case socketNetBIOS:
		typ := v.u8(33)
		b = appendName(b, pick(typ, "", "Find name", "Name recognized", "Check name", "Name in use", "Deregister name",
			"Session data", "Session end", "Session end ack", "Status query", "Status response", "Directed datagram"), uint64(typ))
		if typ >= 1 && typ <= 5 {
			b = appendNBName(append(b, ' '), v.cut(34, 16))
		}
		return b
	case socketNCP, socketSerial:
		return b
	default:
		return field.AppendHex(append(b, "0x"...), uint64(socket), 2)
	}
}

// appendNBName appends a NetBIOS name of 16 bytes that is not encoded.
func appendNBName(b []byte, v view) []byte {
	for i := range 15 {
		c := v.u8(i)
		if c == ' ' && len(v.from(i)) > 1 && blank(v.cut(i, 15-i)) {
			break
		}
		if c < 0x20 || c > 0x7e {
			b = append(field.AppendHex(append(b, '<'), uint64(c), 1), '>')
		} else {
			b = append(b, c)
		}
	}
	return append(field.AppendHex(append(b, '<'), uint64(v.u8(15)), 1), '>')
}

func blank(v view) bool {
	for _, c := range v {
		if c != ' ' {
			return false
		}
	}
	return true
}

func ddpDestination(b []byte, m *Message) []byte { return m.Data.appendDDP(b, 4, 8) }
func ddpSource(b []byte, m *Message) []byte      { return m.Data.appendDDP(b, 6, 9) }

// appendDDP appends network and node, which stand apart.
func (v view) appendDDP(b []byte, network, node int) []byte {
	b = field.AppendHex(b, uint64(v.u16(network)), 2)
	return field.AppendHex(append(b, '.'), uint64(v.u8(node)), 1)
}

// Types of DDP: Inside AppleTalk, appendix C.
const (
	ddpRTMP   = 1
	ddpNBP    = 2
	ddpATP    = 3
	ddpAEP    = 4
	ddpRTMPRq = 5
	ddpZIP    = 6
	ddpADSP   = 7
)

func ddpTitle(b []byte, m *Message) []byte {
	switch m.Data.u8(12) {
	case ddpRTMP, ddpRTMPRq:
		return append(b, "RTMP"...)
	case ddpNBP:
		return append(b, "NBP"...)
	case ddpATP:
		return append(b, "ATP"...)
	case ddpZIP:
		return append(b, "ZIP"...)
	}
	return append(b, m.of.short...)
}

func ddpInfo(b []byte, m *Message) []byte {
	v := m.Data.from(13)
	switch m.Data.u8(12) {
	case ddpNBP:
		b = appendName(append(b, "Op: "...), pick(v.u8(0)>>4, "", "broadcast request", "lookup", "lookup reply", "forward request"), uint64(v.u8(0)>>4))
		return field.AppendUint(append(b, "  Count: "...), uint64(v.u8(0)&15))
	case ddpAEP:
		return append(b, "AppleTalk Echo Protocol packet"...)
	case ddpADSP:
		return append(b, "AppleTalk Data Stream Protocol"...)
	case ddpRTMP, ddpATP, ddpRTMPRq, ddpZIP:
		return b
	}
	b = field.AppendHex(append(b, "Unknown DDP protocol ("...), uint64(m.Data.u8(12)), 1)
	return append(b, ')')
}

func isAARP(m *Message) bool { return m.Data.u8(4) == 6 && m.Data.u8(5) == 4 }

func aarpInfo(b []byte, m *Message) []byte {
	v := m.Data
	switch v.u16(6) {
	case 1:
		b = v.appendAppleTalk(append(b, "Who has "...), 24)
		return v.appendAppleTalk(append(b, "?  Tell "...), 14)
	case 2:
		b = v.appendAppleTalk(b, 14)
		return v.appendMAC(append(b, " is at "...), 8)
	case 3:
		return v.appendAppleTalk(append(b, "Is there a "...), 24)
	}
	return append(field.AppendHex(append(b, "Unknown AARP opcode 0x"...), uint64(v.u16(6)), 2), ')')
}

// appendAppleTalk appends network and node behind a byte that pads them.
func (v view) appendAppleTalk(b []byte, at int) []byte {
	b = field.AppendUint(b, uint64(v.u16(at+1)))
	return field.AppendUint(append(b, '.'), uint64(v.u8(at+3)))
}

// isNetBEUI: the delimiter behind the length, LAN Technical Reference.
func isNetBEUI(m *Message) bool { return m.Data.u16(2) == 0xffef }

// netBEUIInfo appends a frame of NetBIOS over LLC. Frames below 0x14 have names.
func netBEUIInfo(b []byte, m *Message) []byte {
	v := m.Data
	cmd := v.u8(4)
	b = appendName(b, netBEUIName(cmd), uint64(cmd))
	switch cmd {
	case 0x00, 0x01, 0x0a, 0x0e:
		return appendNBName(append(b, " for "...), v.cut(12, 16))
	}
	return b
}

func netBEUIName(v uint8) string {
	return pick(v, "Add Group Query", "Add Name Query", "Name In Conflict", "Status Query", "", "", "", "Terminate Trace (local)",
		"Datagram", "Broadcast Datagram", "Name Query", "", "", "Add Name Response", "Name Recognized", "Status Response", "",
		"", "", "Terminate Trace", "Data Ack", "Data First Middle", "Data Only Last", "Session Confirm", "Session End",
		"Session Initialize", "No Receive", "Receive Outstanding", "Receive Continue", "", "", "Session Alive")
}

func rplInfo(b []byte, m *Message) []byte {
	cmd := m.Data.u16(2)
	return appendName(b, rplName(cmd), uint64(cmd))
}

func rplName(v uint16) string {
	switch v {
	case 0x01:
		return "FIND Command"
	case 0x02:
		return "FOUND Frame"
	case 0x04:
		return "Program Alert"
	case 0x05:
		return "Send File Response"
	case 0x10:
		return "Send File Request"
	case 0x20:
		return "File Data Response"
	case 0x40:
		return "Load Error"
	}
	return ""
}

// x11Info appends the direction. Requests can only be decoded with the stream.
func x11Info(b []byte, m *Message) []byte {
	if m.toServer(6000) {
		return append(b, "Requests"...)
	}
	switch m.Data.u8(0) {
	case 0:
		return append(b, "Error"...)
	case 1:
		return append(b, "Reply"...)
	}
	return append(b, "Event"...)
}
