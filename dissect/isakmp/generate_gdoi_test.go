package isakmp_test

import "strings"

// generateGDOI puts together messages of GDOI, RFC 6407, sections 4 and 5.
func generateGDOI() []generated {
	kek := part{15, wire(17, 1, uint16(848), 4, "\x50\x01\x00\x02", 1, uint16(848), 4, "\xef\x01\x01\x01", "0123456789abcdef", uint32(0),
		tv(1, 1), tv(2, 3), tv(3, 128), tlv(4, uint32(86400)), tv(5, 3), tv(6, 1), tv(7, 1024))}
	tek := part{16, wire(1, 17, 4, uint16(0), uint16(8), "\x0a\x00\x00\x00\xff\x00\x00\x00", 1, uint16(53), uint16(4), "\xef\x01\x01\x01", 12, "\xc0\x01\x02\x03",
		tv(1, 1), tlv(2, uint32(3600)), tv(4, 1), tv(5, 2), tv(6, 128))}
	key := func(typ byte, spi string, attrs ...[]byte) (b []byte) {
		var a []byte
		for _, x := range attrs {
			a = append(a, x...)
		}
		return wire(typ, 0, uint16(5+len(spi)+len(a)), byte(len(spi)), spi, a)
	}
	secret := strings.Repeat("k", 16)
	kd := payload(17, uint16(2), uint16(0),
		key(1, "\xc0\x01\x02\x03", tlv(1, secret), tlv(2, secret), tv(3, 1)),
		key(2, "0123456789abcdef", tlv(1, secret), tlv(2, secret)))
	sa := payload(1, uint32(2), uint32(0), uint16(15), uint16(0), chain(kek, tek))
	return []generated{
		{"gdoi-push", 500, v1(groupkeyPush, payload(18, uint32(7)), sa, kd, payload(9, strings.Repeat("s", 64)))},
		{"gdoi-x", 500, v1(groupkeyPush, payload(1, uint32(2), uint32(0), uint16(16), uint16(0), chain(tek, kek)))},
		{"gdoi-y", 500, v1(groupkeyPush, payload(1, uint32(2), uint32(0), uint16(22), uint16(0), chain(payload(22, "policy"), tek, kek)))},
		{"gdoi-y", 500, v1(groupkeyPush, payload(1, uint32(2), uint32(0), uint16(15), uint16(0), chain(kek, payload(22, "policy"), kek, tek, payload(16, 9, "data"))))},
		{"gdoi-push-alone", 500, v1(groupkeyPush, kek, tek)},
		{"gdoi-pull", 848, v1(quickMode, payload(8, strings.Repeat("h", 20)), sa, payload(10, "nonce"), payload(19, "proof"), payload(22, "policy"))},
	}
}
