package longtail

import (
	"github.com/pktscope/pktscope/dissect/field"
)

// Authentication, and the tunnels of remote access.
var access = []protocol{
	{name: "tacplus", short: "TACACS+", label: "TACACS+", min: 12, keys: tcp(49), is: isTACACS, info: tacacsInfo},
	{name: "eapol", short: "EAPOL", label: "802.1X Authentication", min: 4, keys: []field.Key{field.EtherType.Key(0x888e), field.EtherType.Key(0x88c7)}, title: eapolTitle, info: eapolInfo},
	{name: "pptp", short: "PPTP", label: "Point-to-Point Tunnelling Protocol", min: 12, keys: tcp(1723), is: isPPTP, info: pptpInfo},
}

// isTACACS: RFC 8907, section 4.1.
func isTACACS(m *Message) bool {
	return m.Data.u8(0)>>4 == 12 && m.Data.u8(1) >= 1 && m.Data.u8(1) <= 3 && 12+int(m.Data.u32(8)) <= m.Wire
}

func tacacsInfo(b []byte, m *Message) []byte {
	if m.toServer(49) {
		b = append(b, "Q: "...)
	} else {
		b = append(b, "R: "...)
	}
	return append(b, pick(m.Data.u8(1), "", "Authentication", "Authorization", "Accounting")...)
}

func eapolTitle(b []byte, m *Message) []byte {
	switch m.Data.u8(1) {
	case 0:
		return append(b, "EAP"...)
	case 5:
		return append(b, "EAPOL-MKA"...)
	}
	return append(b, "EAPOL"...)
}

// eapolInfo: IEEE 802.1X, section 11.3.
func eapolInfo(b []byte, m *Message) []byte {
	switch typ := m.Data.u8(1); typ {
	case 0:
		return appendEAP(b, m.Data.from(4))
	case 5:
		return b
	default:
		return appendName(b, pick(typ, "", "Start", "Logoff", "Key", "Encapsulated ASF Alert"), uint64(typ))
	}
}

// appendEAP: RFC 3748, section 4.
func appendEAP(b []byte, v view) []byte {
	code := v.u8(0)
	b = appendName(b, pick(code, "", "Request", "Response", "Success", "Failure", "Initiate", "Finish"), uint64(code))
	if code == 1 || code == 2 {
		b = appendName(append(b, ", "...), eapType(v.u8(4)), uint64(v.u8(4)))
	}
	return b
}

func eapType(v uint8) string {
	switch v {
	case 1:
		return "Identity"
	case 2:
		return "Notification"
	case 3:
		return "Legacy Nak (Response Only)"
	case 4:
		return "MD5-Challenge EAP (EAP-MD5-CHALLENGE)"
	case 6:
		return "Generic Token Card EAP (EAP-GTC)"
	case 13:
		return "TLS EAP (EAP-TLS)"
	case 17:
		return "Cisco Wireless EAP / Lightweight EAP (EAP-LEAP)"
	case 18:
		return "GSM Subscriber Identity Modules EAP (EAP-SIM)"
	case 21:
		return "Tunneled TLS EAP (EAP-TTLS)"
	case 25:
		return "Protected EAP (EAP-PEAP)"
	case 26:
		return "MS-Authentication EAP (EAP-MS-AUTH)"
	case 43:
		return "Flexible Authentication via Secure Tunneling EAP (EAP-FAST)"
	}
	return ""
}

// isPPTP: the magic cookie of RFC 2637, section 2.1.
func isPPTP(m *Message) bool { return m.Data.u32(4) == 0x1a2b3c4d }

var pptpTypes = []string{"", "Start-Control-Connection-Request", "Start-Control-Connection-Reply", "Stop-Control-Connection-Request",
	"Stop-Control-Connection-Reply", "Echo-Request", "Echo-Reply", "Outgoing-Call-Request", "Outgoing-Call-Reply",
	"Incoming-Call-Request", "Incoming-Call-Reply", "Incoming-Call-Connected", "Call-Clear-Request",
	"Call-Disconnect-Notify", "WAN-Error-Notify", "Set-Link-Info"}

func pptpInfo(b []byte, m *Message) []byte {
	typ := m.Data.u16(8)
	return appendName(b, pick(typ, pptpTypes...), uint64(typ))
}
