package longtail

import "github.com/pktscope/pktscope/dissect/field"

// How networks are watched.
var management = []protocol{
	{name: "snmp", short: "SNMP", label: "Simple Network Management Protocol", min: 8, keys: udp(161, 162), is: isSNMP, info: snmpInfo},
	{name: "wccp", short: "WCCP", label: "Web Cache Communication Protocol", min: 8, keys: udp(2048), is: isWCCP, info: wccpInfo},
	{name: "cflow", short: "CFLOW", label: "Cisco NetFlow/IPFIX", min: 16, keys: udp(2055, 9996, 4739), is: isCFLOW, fits: fitsCFLOW, info: cflowInfo},
	{name: "capwap", short: "CAPWAP-Control", label: "Control And Provisioning of Wireless Access Points - Control", min: 16, keys: udp(5246), is: isCAPWAP, title: capwapTitle, info: capwapInfo, path: capwapPath},
}

// ber reads one BER element, X.690: its tag, its contents and what follows.
// A content that is cut has no rest and no tag.
func ber(v view) (tag uint8, content, rest view) {
	if len(v) < 2 {
		return 0, nil, nil
	}
	n, at := int(v[1]), 2
	if n >= 0x80 {
		count := n & 0x7f
		if count > 4 {
			return 0, nil, nil
		}
		n = 0
		for range count {
			n = n<<8 | int(v.u8(at))
			at++
		}
	}
	if n < 0 {
		return 0, nil, nil
	}
	content = v.cut(at, n)
	if len(content) < n {
		return 0, nil, nil
	}
	return v[0], content, v.from(at + n)
}

func isSNMP(m *Message) bool {
	tag, content, _ := ber(m.Data)
	if tag != berSequence || content.u8(0) != 2 || content.u8(1) != 1 || content.u8(2) > 3 {
		return false
	}
	if content.u8(2) == 3 {
		return true
	}
	_, _, rest := ber(content)
	_, _, rest = ber(rest)
	tag, pdu, _ := ber(rest)
	if tag == snmpTrap1 {
		return true
	}
	for range 3 {
		_, _, pdu = ber(pdu)
	}
	list, _, _ := ber(pdu)
	return snmpPDU(tag) != "" && list == berSequence
}

// snmpInfo appends the PDU and the names of its variables: RFC 3416, section 3.
func snmpInfo(b []byte, m *Message) []byte {
	_, msg, _ := ber(m.Data)
	_, version, rest := ber(msg)
	if version.u8(0) == 3 {
		_, _, rest = ber(rest)      // global data
		_, _, rest = ber(rest)      // security parameters
		tag, scoped, _ := ber(rest) // scoped PDU, or bytes when it is encrypted
		if tag != berSequence {
			return append(b, "encryptedPDU: privKey Unknown"...)
		}
		_, _, rest = ber(scoped) // context engine
	}
	_, _, rest = ber(rest) // community, or context name
	tag, pdu, _ := ber(rest)
	b = appendName(b, snmpPDU(tag), uint64(tag))
	if tag == snmpTrap1 {
		_, enterprise, _ := ber(pdu)
		return field.AppendOID(append(b, ' '), enterprise)
	}
	for range 3 { // request, error, index
		_, _, pdu = ber(pdu)
	}
	_, list, _ := ber(pdu)
	for n := 0; len(list) > 0 && n < 32; n++ {
		var bind view
		_, bind, list = ber(list)
		_, name, _ := ber(bind)
		b = field.AppendOID(append(b, ' '), name)
	}
	return b
}

const (
	berSequence = 0x30
	snmpTrap1   = 0xa4
)

func snmpPDU(tag uint8) string {
	return pick(tag-0xa0, "get-request", "get-next-request", "get-response", "set-request", "trap", "getBulkRequest", "informRequest", "snmpV2-trap", "report")
}

func isWCCP(m *Message) bool { return wccpType(m.Data.u32(0)) != "" }

func wccpType(v uint32) string {
	switch v {
	case 7:
		return "1.0 Here I am"
	case 8:
		return "1.0 I see you"
	case 9:
		return "1.0 Assign bucket"
	case 10:
		return "2.0 Here I am"
	case 11:
		return "2.0 I see you"
	case 12:
		return "2.0 Redirect assign"
	case 13:
		return "2.0 Removal query"
	}
	return ""
}

func wccpInfo(b []byte, m *Message) []byte { return append(b, wccpType(m.Data.u32(0))...) }

func isCFLOW(m *Message) bool {
	v := m.Data.u16(0)
	return v == 1 || v == 5 || v == 7 || v == 8 || v == 9 || v == 10 && int(m.Data.u16(2)) <= m.Wire
}

func cflowInfo(b []byte, m *Message) []byte {
	if m.Data.u16(0) == 10 {
		b = field.AppendUint(append(b, "IPFIX flow ("...), uint64(m.Data.u16(2)))
		b = field.AppendUint(append(b, " bytes) Obs-Domain-ID="...), uint64(m.Data.u32(12)))
		return b
	}
	n, version := m.Data.u16(2), m.Data.u16(0)
	b = field.AppendUint(append(b, "total: "...), uint64(n))
	b = field.AppendUint(append(b, " (v"...), uint64(version))
	if version == 9 {
		b = append(b, ") record"...)
	} else {
		b = append(b, ") flow"...)
	}
	if n != 1 {
		b = append(b, 's')
	}
	return b
}

// isCAPWAP: the preamble of RFC 5415, section 4.1, and a header or a DTLS
// record behind it.
func isCAPWAP(m *Message) bool {
	if isSealed(m) {
		return isDTLS(m.Data.from(4))
	}
	return m.Data.u8(0) == 0 && m.Data.u8(1)>>3 >= 2
}

// isSealed: what follows the preamble is DTLS.
func isSealed(m *Message) bool { return m.Data.u8(0) == 1 }

func capwapPath(m *Message) string {
	if isSealed(m) {
		return "dtls"
	}
	return ""
}

func capwapTitle(b []byte, m *Message) []byte {
	if isSealed(m) {
		return append(b, pick(^m.Data.u8(6), "DTLSv1.0", "", "DTLSv1.2", "DTLSv1.3")...)
	}
	return append(b, m.of.short...)
}

// capwapInfo: RFC 5415, section 4.5.1.
func capwapInfo(b []byte, m *Message) []byte {
	if isSealed(m) {
		return appendDTLS(b, m.Data.from(4))
	}
	v := m.Data.from(4 * int(m.Data.u8(1)>>3))
	typ := v.u32(0)
	return appendName(append(b, "CAPWAP-Control - "...), pick(typ, "", "Discovery Request", "Discovery Response", "Join Request", "Join Response",
		"Configuration Status Request", "Configuration Status Response", "Configuration Update Request", "Configuration Update Response",
		"WTP Event Request", "WTP Event Response", "Change State Event Request", "Change State Event Response", "Echo Request",
		"Echo Response", "Image Data Request", "Image Data Response", "Reset Request", "Reset Response", "Primary Discovery Request",
		"Primary Discovery Response"), uint64(typ))
}
