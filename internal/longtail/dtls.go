package longtail

import "github.com/pktscope/pktscope/dissect/tls"

// isDTLS: a record of DTLS, RFC 6347 section 4.1.
func isDTLS(v view) bool {
	return v.u8(0) >= recordCipherSpec && v.u8(0) <= recordHeartbeat && v.u8(1) == 0xfe && v.u8(2) >= 0xfc && len(v) >= 13
}

// appendDTLS appends the records of a datagram. Records of a later epoch are
// encrypted.
func appendDTLS(b []byte, v view) []byte {
	for n := 0; isDTLS(v) && n < 32; n++ {
		if n > 0 {
			b = append(b, ", "...)
		}
		size := int(v.u16(11))
		content := v.cut(13, size)
		if v.u8(0) == recordHandshake && v.u16(3) == 0 {
			b = appendDTLSHandshake(b, content)
		} else {
			b = appendRecord(b, content, v.u8(0), size, v.u16(3) != 0)
		}
		v = v.from(13 + size)
	}
	return b
}

// appendDTLSHandshake appends handshake messages or their fragments: RFC 6347,
// section 4.2.2.
func appendDTLSHandshake(b []byte, v view) []byte {
	for n := 0; len(v) >= 12 && n < 16; n++ {
		if n > 0 {
			b = append(b, ", "...)
		}
		b = appendName(b, tls.HandshakeName(uint64(v.u8(0))), uint64(v.u8(0)))
		part := v.u24(9)
		if part < v.u24(1) {
			b = append(b, " (Fragment)"...)
		}
		v = v.from(12 + int(part))
	}
	return b
}
