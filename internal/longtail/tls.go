package longtail

import (
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/tls"
)

// What is meant not to be read.
var security = []protocol{
	{name: "ssh", short: "SSH", label: "SSH Protocol", min: 4, keys: tcp(22), title: sshTitle, info: sshInfo},
	{name: "quic", short: "QUIC", label: "QUIC IETF", min: 7, keys: udp(443), is: isQUIC, info: quicInfo},
}

// Content types of TLS records: RFC 8446, section 5.1.
const (
	recordCipherSpec  = 20
	recordAlert       = 21
	recordHandshake   = 22
	recordApplication = 23
	recordHeartbeat   = 24
)

func appendRecord(b []byte, v view, typ uint8, size int, secret bool) []byte {
	switch typ {
	case recordCipherSpec:
		return append(b, "Change Cipher Spec"...)
	case recordApplication:
		return append(b, "Application Data"...)
	case recordHeartbeat:
		return append(b, "Heartbeat"...)
	case recordAlert:
		if size == 2 && pick(v.u8(0), "", "Warning", "Fatal") != "" {
			b = append(append(b, "Alert (Level: "...), pick(v.u8(0), "", "Warning", "Fatal")...)
			return append(appendName(append(b, ", Description: "...), tls.AlertName(uint64(v.u8(1))), uint64(v.u8(1))), ')')
		}
		return append(b, "Encrypted Alert"...)
	}
	return appendHandshake(b, v, secret)
}

// appendHandshake appends the messages of a record, RFC 8446 section 4. Behind the
// change of cipher they are encrypted.
func appendHandshake(b []byte, v view, secret bool) []byte {
	if secret || tls.HandshakeName(uint64(v.u8(0))) == "" || int(v.u24(1)) > 1<<16 {
		return append(b, "Encrypted Handshake Message"...)
	}
	for n := 0; len(v) >= 4 && n < 16; n++ {
		name := tls.HandshakeName(uint64(v.u8(0)))
		if name == "" {
			break
		}
		if n > 0 {
			b = append(b, ", "...)
		}
		b = append(b, name...)
		v = v.from(4 + int(v.u24(1)))
	}
	return b
}

func sshTitle(b []byte, m *Message) []byte {
	if m.Data.hasPrefix("SSH-") {
		return append(b, "SSH"...)
	}
	return append(b, "SSHv2"...)
}

func sshInfo(b []byte, m *Message) []byte {
	if m.toServer(22) {
		b = append(b, "Client: "...)
	} else {
		b = append(b, "Server: "...)
	}
	v := m.Data
	if v.hasPrefix("SSH-") {
		return append(field.AppendEscaped(append(b, "Protocol ("...), v.line()), ')')
	}
	left := m.Wire
	for n := 0; n < 4; n++ {
		name := sshMessage(v)
		size := int(v.u32(0)) + 4
		if name == "" || size > left || size < 16 {
			break
		}
		if n > 0 {
			b = append(b, ", "...)
		}
		b = append(b, name...)
		v, left = v.from(size), left-size
	}
	if left == m.Wire {
		b = append(field.AppendUint(append(b, "Encrypted packet (len="...), uint64(m.Wire)), ')')
	}
	return b
}

// sshMessage: the messages of RFC 4253 and 4419 that travel in the clear.
// 31 is a host key and a value, or the two numbers of a group.
func sshMessage(v view) string {
	switch v.u8(5) {
	case 20:
		return "Key Exchange Init"
	case 21:
		return "New Keys"
	case 30:
		return "Diffie-Hellman Key Exchange Init"
	case 31:
		if !v.from(14).text() || v.u32(6) < 8 {
			return "Diffie-Hellman Group Exchange Group"
		}
		return "Diffie-Hellman Key Exchange Reply"
	case 32:
		return "Diffie-Hellman Group Exchange Init"
	case 33:
		return "Diffie-Hellman Group Exchange Reply"
	case 34:
		return "Diffie-Hellman Group Exchange Request"
	}
	return ""
}

// isQUIC: a long header of a version that is known, RFC 9000 section 17.2.
func isQUIC(m *Message) bool {
	version := m.Data.u32(1)
	return m.Data.u8(0)&0xc0 == 0xc0 && (version == 1 || version == 0x6b3343cf || version>>8 == 0xff0000)
}

func quicInfo(b []byte, m *Message) []byte {
	v := m.Data
	b = append(b, pick(v.u8(0)>>4&3, "Initial", "0-RTT", "Handshake", "Retry")...)
	dst := v.cut(6, int(v.u8(5)))
	src := v.from(6 + len(dst))
	src = src.cut(1, int(src.u8(0)))
	if len(dst) > 0 {
		b = field.AppendBytes(append(b, ", DCID="...), dst, 0)
	}
	if len(src) > 0 {
		b = field.AppendBytes(append(b, ", SCID="...), src, 0)
	}
	return b
}
