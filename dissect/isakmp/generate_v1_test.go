package isakmp_test

import "strings"

// Exchanges of IKEv1, RFC 2408, section 3.1, and GDOI's, RFC 6407, section 5.
const (
	mainMode      = 2
	aggressive    = 4
	informational = 5
	transaction   = 6
	quickMode     = 32
	groupkeyPush  = 33
)

// differences1 are the fields of IKEv1 and GDOI that tshark has otherwise, or
// that cannot be reached, and why.
var differences1 = map[string]string{
	"isakmp.cfg.attr.internal_ip6_netmask": "tshark reads 18 bytes, two of which are the next attribute's",
	"isakmp.fragment.multiple_tails":       "of two fragments that call themselves the last, the first is believed; the other waits in vain",
	"isakmp.fragment.too_long_fragment":    "fragments are counted and not placed: none is too long",
	"isakmp.ike.nat_keepalive":             "neither program shows it: the byte is a datagram's and not a message's",
	"isakmp.reassembled.in":                "tshark tells it of no fragment that is not the last",
	"isakmp.typepayload":                   "a payload whose length does not cover its header is as long as its header",
}

// v1 is a message of IKEv1 in the clear, also where IKE would encrypt it: so
// its payloads are seen without keys.
func v1(exchange byte, parts ...part) []byte {
	id := uint32(0)
	if exchange >= informational {
		id = 0x01020304
	}
	return message(0x10, exchange, 0, id, parts...)
}

// generateV1 puts together messages of IKEv1 and GDOI.
func generateV1() []generated {
	whole := v1(mainMode, payload(10, "a nonce"), payload(4, strings.Repeat("k", 64)))
	return append(generateGDOI(), []generated{
		{name: "v1-sa-ike", port: 500, data: v1(mainMode, payload(1, uint32(1), uint32(1), chain(prop(1, 1, "", ikeTransforms()...))))},
		{name: "v1-sa-ipsec", port: 500, data: v1(quickMode,
			payload(8, strings.Repeat("h", 20)),
			payload(1, uint32(1), uint32(7), chain(
				prop(1, 3, "\xc0\x01\x02\x03", ipsecTransforms()...),
				prop(1, 2, "\xc0\x01\x02\x04", payload(3, 1, 3, uint16(0), tv(5, 2), tv(1, 2), tlv(2, uint32(4608000)))),
				prop(1, 4, "\x12\x34", payload(3, 1, 2, uint16(0), tv(4, 1)), payload(3, 2, 3, uint16(0))),
				prop(2, 9, "", payload(3, 1, 9, uint16(0), tv(4, 1))))),
			payload(10, strings.Repeat("n", 16)),
			payload(4, strings.Repeat("k", 32)),
			payload(5, 4, 0, uint16(0), "\xc0\xa8\x00\x00", "\xff\xff\xff\x00"),
			payload(5, 4, 17, uint16(53), "\xac\x10\x00\x00", "\xff\xff\xff\x00"))},
		{name: "v1-identities", port: 500, data: v1(mainMode, identities()...)},
		{name: "v1-certificates", port: 500, data: v1(mainMode,
			payload(6, 4, certificate()), payload(7, 4, dn), payload(7, 4), payload(7, 1), payload(7, 11, "raw"),
			payload(9, strings.Repeat("s", 64)))},
		{name: "v1-notify", port: 500, data: v1(informational, notifies()...)},
		{name: "v1-delete", port: 500, data: v1(informational,
			payload(8, strings.Repeat("h", 20)),
			payload(12, uint32(1), 3, 4, uint16(2), uint32(0xc0010203), uint32(0xc0010204)),
			payload(12, uint32(1), 1, 16, uint16(1), "0123456789abcdef"),
			payload(12, uint32(1), 1, 0, uint16(0)))},
		{name: "v1-vendors", port: 500, data: v1(aggressive, vendors()...)},
		{name: "v1-config", port: 500, data: v1(transaction,
			payload(14, 1, 0, uint16(0x1234), configAttributes()),
			payload(14, 2, 0, uint16(0x1234), configAttributes()))},
		{name: "v1-nat", port: 500, data: v1(mainMode,
			payload(20, strings.Repeat("h", 20)), payload(130, strings.Repeat("d", 16)), payload(20),
			payload(21, 1, 0, uint16(0), "\x0a\x09\x00\x02"), payload(21, 5, 0, uint16(0), "\xfd\x00", strings.Repeat("\x00", 13), "\x01"),
			payload(131, 1, 0, uint16(0), "\x0a\x09\x00\x03"), payload(131, 5, 0, uint16(0), "\xfd\x00", strings.Repeat("\x00", 13), "\x02"))},
		{name: "v1-nat-name", port: 500, data: v1(quickMode, payload(21, 2, 0, uint16(0), "name")), ours: "it shows nothing of an original address that is none"},
		{name: "v1-config-ip6", port: 500, data: v1(transaction, payload(14, 2, 0, uint16(1), tlv(8, strings.Repeat("\x20", 16)))),
			ours: "it does not show an address without the length of its prefix, which only IKEv2 has"},
		{name: "v1-encrypted", port: 500, data: message(0x10, quickMode, 1, 7, part{8, []byte(strings.Repeat("e", 60))})},
		{name: "v1-unknown", port: 500, data: v1(mainMode, payload(99, "data"), payload(23, "data"), payload(10))},
		{name: "v1-fragment-1", port: 500, data: ciscoFragment(1, 1, 0, whole[:40])},
		{name: "v1-fragment-2", port: 500, data: ciscoFragment(1, 2, 0, whole[40:80])},
		{name: "v1-fragment-2-again", port: 500, data: ciscoFragment(1, 2, 0, whole[40:80])},
		{name: "v1-fragment-2-other", port: 500, data: ciscoFragment(1, 2, 0, whole[41:81])},
		{name: "v1-fragment-3", port: 500, data: ciscoFragment(1, 3, 1, whole[80:])},
		{name: "v1-fragment-late", port: 500, data: ciscoFragment(1, 4, 1, whole[80:])},
		{name: "v1-fragment-zero", port: 500, data: ciscoFragment(2, 0, 7, whole)},
		{name: "v1-bogus", port: 500, data: v1bogus()},
		{name: "v1-extra", port: 500, data: func() []byte {
			b := append(v1(mainMode, payload(10, "nonce")), "extra"...)
			b[27] += 5
			return b
		}()},
	}...)
}

// ciscoFragment is a message with a part of another.
func ciscoFragment(id uint16, number, last byte, part []byte) []byte {
	return v1(mainMode, payload(132, id, number, last, part))
}

// v1bogus has a payload whose length does not cover its own header.
func v1bogus() []byte {
	b := v1(mainMode, payload(10), payload(10, "nonce"))
	b[31] = 3
	return b
}

// ikeTransforms have every attribute of an ISAKMP SA, in every form.
func ikeTransforms() []part {
	long := strings.Repeat("\x5a", 24)
	return []part{
		payload(3, 1, 1, uint16(0), tv(1, 7), tv(2, 2), tv(3, 1), tv(4, 2), tv(5, 1), tlv(6, long), tlv(7, "\x02"), tlv(8, "\x03"),
			tlv(9, long), tlv(10, long), tv(11, 1), tlv(12, uint32(86400)), tv(13, 1), tv(14, 128), tv(15, 185), tlv(16, long), tv(17, 8), tv(20, 2)),
		payload(3, 2, 1, uint16(0), tlv(1, uint16(5)), tlv(3, uint16(65001)), tv(11, 2), tv(12, 28800), tlv(12, uint64(1)<<40), tlv(12, long),
			tlv(12, "\x01\x51\x80"), tv(18, 1), tv(16384, 1), tlv(14, uint32(256)), tlv(30000, "private"), tv(6, 1), tv(7, 2), tv(9, 3)),
		payload(3, 3, 0, uint16(0)),
		payload(3, 4, 2, uint16(0), tlv(14)),
	}
}

// ipsecTransforms have every attribute of an IPsec SA.
func ipsecTransforms() []part {
	long := strings.Repeat("\x5a", 24)
	return []part{
		payload(3, 1, 12, uint16(0), tv(1, 1), tlv(2, uint32(3600)), tv(3, 14), tv(4, 3), tv(5, 2), tv(6, 128), tv(7, 10), tv(8, 1), tv(9, 4),
			tv(10, 1), tv(11, 1), tv(12, 160), tv(13, 1), tv(14, 2), tv(15, 3)),
		payload(3, 2, 3, uint16(0), tv(2, 3600), tlv(2, uint64(1)<<40), tlv(2, long), tlv(9, long), tlv(13, long), tv(16, 1), tv(32001, 1),
			tv(4, 61443), tv(5, 5), tlv(6, uint32(256))),
		payload(3, 3, 250, uint16(0)),
	}
}

// identities have an ID payload of every type.
func identities() []part {
	v6 := "\x20\x01\x0d\xb8" + strings.Repeat("\x00", 11) + "\x01"
	return []part{
		payload(5, 1, 17, uint16(500), "\x50\x01\x00\x02"),
		payload(5, 2, 0, uint16(0), "gw.example.org"),
		payload(5, 3, 0, uint16(0), "user@example.org"),
		payload(5, 4, 6, uint16(80), "\xc0\xa8\x00\x00\xff\xff\xff\x00"),
		payload(5, 5, 0, uint16(0), v6),
		payload(5, 6, 0, uint16(0), v6, strings.Repeat("\xff", 16)),
		payload(5, 7, 0, uint16(0), "\xc0\xa8\x00\x01\xc0\xa8\x00\x09"),
		payload(5, 8, 0, uint16(0), v6, v6),
		payload(5, 11, 0, uint16(0), "group"),
		payload(5, 12, 0, uint16(0), "list"),
		payload(5, 10, 0, uint16(0), "name"),
		payload(5, 200, 0, uint16(0), "what"),
	}
}

// notifies have a Notification payload of every type whose data have a field.
func notifies() []part {
	cookies := "0123456789abcdef"
	spi := uint32(0xc0010203)
	n := func(protocol byte, typ uint16, spi string, data ...any) part {
		return payload(11, uint32(1), protocol, byte(len(spi)), typ, spi, wire(data...))
	}
	return []part{
		n(1, 36136, cookies, uint32(7)),
		n(1, 36137, cookies, uint32(7)),
		n(1, 24578, cookies),
		n(3, 24577, string(wire(spi)), uint32(1)),
		n(3, 24576, string(wire(spi)), tv(1, 1), tlv(2, uint32(3600)), tv(1, 2), tlv(2, uint64(1)<<33), tlv(2, strings.Repeat("l", 12)), tv(2, 300), tv(5, 1)),
		n(1, 24576, cookies, tv(11, 1), tlv(12, uint32(3600)), tv(11, 2), tlv(12, uint64(1)<<33), tlv(12, strings.Repeat("l", 12)), tv(12, 300), tv(1, 1)),
		n(1, 40501, cookies, "\x50\x01\x00\x09"),
		n(1, 40502, cookies, "unity"),
		n(1, 40503, cookies, "hash"),
		n(1, 14, ""),
		n(1, 14, "", "no proposal chosen"),
		n(3, 18, string(wire(spi)), "data"),
		n(7, 9000, "", "private"),
	}
}

// vendors have vendor IDs that carry something.
func vendors() []part {
	v := func(fields ...any) part { return payload(13, fields...) }
	return []part{
		v("\x12\xf5\xf2\x8c\x45\x71\x68\xa9\x70\x2d\x9f\xe2\x74\xcc", 1, 0),
		v("\x1e\x2b\x51\x69\x05\x99\x1c\x7d\x7c\x96\xfc\xbf\xb5\x87\xe4\x61", uint32(5)),
		v("\xf4\xed\x19\xe0\xc1\x14\xeb\x51\x6f\xaa\xac\x0e\xe3\x7d\xaf\x28\x07\xb4\x38\x1f", uint32(1), uint32(5005), uint32(0), uint32(0), uint32(0x18000000)),
		v("VIA Auth Profile : ", "default"),
		v("\x82\x99\x03\x17\x57\xa3\x60\x82\xc6\xa6\x21\xde", uint16(6), uint16(1234)),
		v("\xaf\xca\xd7\x13\x68\xa1\xf1\xc9\x6b\x86\x96\xfc\x77\x57", 1, 0),
		v("\x09\x00\x26\x89\xdf\xd6\xb7\x12"),
		v("\x40\x48\xb7\xd5\x6e\xbc\xe8\x85\x25\xe7\xde\x7f\x00\xd6\xc2\xd3", "\x80\x00\x00\x00"),
		v("nobody's"),
	}
}

// configAttributes are all of mode config, of XAUTH and of Cisco Unity.
func configAttributes() (b []byte) {
	v6 := "\x20\x01\x0d\xb8" + strings.Repeat("\x00", 11) + "\x01"
	for _, a := range [][]byte{
		tlv(1), tlv(1, "\x0a\x01\x00\x05"), tlv(2, "\xff\xff\xff\x00"), tlv(3, "\x0a\x01\x00\x01"), tlv(4, "\x0a\x01\x00\x02"),
		tlv(5, uint32(3600)), tlv(6, "\x0a\x01\x00\x03"), tlv(7, "Cisco Systems, Inc"), tlv(8, v6, 64), tlv(9, v6), tlv(10, v6),
		tlv(11, v6), tlv(12, v6), tlv(13, "\xc0\xa8\x00\x00\xff\xff\xff\x00\xc0\xa8\x01\x00\xff\xff\xff\x00"), tlv(14, uint16(1), uint16(2), uint16(0x7000)),
		tlv(15, v6, 64), tlv(17, uint64(0x0123456789abcdef), "link"), tlv(18, v6, 64), tlv(20, "\x0a\x01\x00\x04"), tlv(21, v6),
		tlv(16384, "\x0a\x01\x00\x04"), tlv(16390, v6), tlv(16387, "example.org"), tlv(16388, "\x00\x01\x02\x03\x04\x05"), tlv(16389, "\x00\x01"),
		tv(16520, 0), tv(16520, 1), tlv(16521, "alice"), tlv(16522, "secret"), tlv(16523, "123456"), tlv(16524, "Enter name"), tlv(16525, "challenge"),
		tlv(16526, "example"), tv(16527, 1), tv(16527, 0), tlv(16528, "4321"), tlv(16529, "answer"), tlv(16520, uint16(2)), tlv(16527, uint16(1)),
		tlv(28672, "Welcome"), tlv(28673, uint16(1)), tlv(28674, "example.org"), tlv(28675, "a.example.org"), tlv(28676, strings.Repeat("\x0a", 14)),
		tlv(28677, uint16(4500)), tlv(28678, strings.Repeat("\x0a", 14)), tv(28679, 1), tlv(28680, "fw"), tlv(28681, "backup"), tlv(28682, "host"),
		tv(16521, 0x6162), tlv(30000, "private"), tv(1, 7), tv(28673, 1),
	} {
		b = append(b, a...)
	}
	return b
}
