package isakmp_test

import "strings"

// generateGDOI puts together messages of GDOI, RFC 6407, sections 4 and 5.
func generateGDOI() []generated {
	push := v1(groupkeyPush, payload(18, uint32(7)), groupSA(15, kek(), tek()), keyDownload(), payload(9, strings.Repeat("s", 64)))
	return []generated{
		{name: "gdoi-push", port: 500, data: push},
		{name: "gdoi-tek", port: 500, data: v1(groupkeyPush, groupSA(16, payload(16, 3, "another protocol's")))},
		{name: "gdoi-pull", port: 500, data: v1(quickMode, payload(8, strings.Repeat("h", 20)), groupSA(16, tek()), payload(10, "nonce"),
			payload(19, "proof"), payload(22, "policy"))},
		{name: "gdoi-port", port: 848, data: push, ours: "it does not know GDOI's port"},
		{name: "gdoi-order", port: 500, data: v1(groupkeyPush, groupSA(22, payload(22, "policy"), tek(), kek(kekAttributes()...))),
			ours: "it takes the attributes of a KEK for IPsec's, and no payload but a TEK behind another"},
		{name: "gdoi-chain", port: 848, data: v1(quickMode, kek(kekAttributes()...), tek()),
			ours: "it takes a second generic header for granted"},
	}
}

// groupSA is an SA payload of GDOI with the keys' payloads, first of which is
// of type first.
func groupSA(first uint16, keys ...part) part {
	return payload(1, uint32(2), uint32(0), first, uint16(0), chain(keys...))
}

// kek is an SA KEK payload.
func kek(attributes ...[]byte) part {
	return payload(15, 17, 1, uint16(848), 4, "\x50\x01\x00\x02", 1, uint16(848), 4, "\xef\x01\x01\x01",
		"0123456789abcdef", uint32(0), flat(attributes))
}

// kekAttributes are all that a KEK has.
func kekAttributes() [][]byte {
	return [][]byte{tv(1, 1), tv(2, 3), tv(3, 128), tlv(4, uint32(86400)), tv(5, 3), tv(6, 1), tv(7, 2048), tv(8, 14), tv(9, 1)}
}

// tek is an SA TEK payload for ESP.
func tek() part {
	return payload(16, 1, 17, 4, uint16(0), uint16(8), "\x0a\x00\x00\x00\xff\x00\x00\x00", 1, uint16(53), uint16(4), "\xef\x01\x01\x01",
		12, "\xc0\x01\x02\x03", tv(1, 1), tlv(2, uint32(3600)), tv(4, 1), tv(5, 2), tv(6, 128))
}

// keyDownload is a KD payload with a key packet of each type.
func keyDownload() part {
	secret := strings.Repeat("k", 16)
	packet := func(typ byte, spi string, attributes ...[]byte) []byte {
		a := flat(attributes)
		return wire(typ, 0, uint16(5+len(spi)+len(a)), byte(len(spi)), spi, a)
	}
	return payload(17, uint16(4), uint16(0),
		packet(1, "\xc0\x01\x02\x03", tlv(1, secret), tlv(2, secret), tv(3, 1)),
		packet(2, "0123456789abcdef", tlv(1, secret), tlv(2, secret)),
		packet(3, "", tlv(1, secret)),
		packet(4, "", tv(1, 8), tlv(2, "\x01")))
}
