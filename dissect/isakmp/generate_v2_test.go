package isakmp_test

import (
	_ "embed" // the certificate

	"github.com/pktscope/pktscope/dissect/dissecttest"
)

// generateV2 puts together messages of IKEv2. Payloads that travel encrypted
// stand in the clear: both programs read them all the same.
func generateV2() (list []generated) {
	add := func(name string, exchange byte, parts ...part) {
		list = append(list, generated{name: "v2-" + name, port: 500, data: message(0x20, exchange, 0x08, uint32(len(list)), parts...)})
	}
	add("proposals", 34, payload(33, chain(proposals2()...)), payload(34, uint16(14), uint16(0), seq(256)), payload(40, seq(32)))
	add("kem", 43, payload(34, uint16(35), uint16(0), seq(800)))
	add("identities", 35, identities2()...)
	add("auth", 35, auth2()...)
	add("certificates", 35, certificates2()...)
	add("notify-errors", 37, notifyErrors()...)
	add("notify-status", 37, notifyStatus()...)
	add("notify-data", 37, notifyData()...)
	add("notify-3gpp", 37, notify3GPP()...)
	add("delete", 37, payload(42, 1, 0, uint16(0)), payload(42, 3, 4, uint16(2), uint32(0xc0ffee01), uint32(0xc0ffee02)))
	add("selectors", 36, selectors2()...)
	add("config-request", 35, payload(47, 1, "\x00\x00\x00", configRequest()))
	add("config-reply", 35, payload(47, 2, "\x00\x00\x00", configReply()))
	add("eap", 35, payload(48, eap(1, 1, 1, "")), payload(48, eap(2, 1, 1, "user@example.org")), payload(48, 3, 2, uint16(4)))
	add("others", 38, payload(49, seq(9)), payload(50, 1, "\x00\x00\x00", seq(4)), payload(51, seq(12)), payload(52, seq(16)),
		payload(54, seq(8)), payload(43, seq(16)), payload(99, seq(5)))
	add("encrypted", 35, payload(46, seq(60)))
	add("encrypted-fragment", 35, payload(53, uint16(1), uint16(3), seq(60)))
	add("fragment-numbers", 35, payload(53, uint16(0), uint16(3), seq(20)))
	add("fragment-numbers-2", 35, payload(53, uint16(4), uint16(3), seq(20)))
	for exchange := byte(34); exchange <= 45; exchange++ {
		add("exchange", exchange)
	}
	return list
}

// differences2 are the fields of IKEv2 that tshark has otherwise, or that
// cannot be reached, and why.
var differences2 = map[string]string{
	"isakmp.cfg.attr.internal_ip6_address": "tshark shows no address that is without the length of its prefix",
	"isakmp.eap.data":                      "EAP is dissected as a protocol of its own",
}

// seq is n bytes that count up.
func seq(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i + 1)
	}
	return b
}

// proposals2 are proposals with every type of transform, and attributes in
// both forms.
func proposals2() []part {
	tf := func(typ byte, id uint16, attrs ...[]byte) part {
		return payload(3, typ, 0, id, flat(attrs))
	}
	ike := []part{
		tf(1, 12, tv(14, 256)), tf(1, 20, tv(14, 128)), tf(1, 28), tf(1, 23, tlv(14, uint16(192))), tf(1, 99, tv(13, 7), tlv(16400, uint32(9))),
		tf(2, 5), tf(2, 9), tf(3, 12), tf(3, 15), tf(4, 14), tf(4, 19), tf(4, 31), tf(4, 99), tf(5, 0), tf(5, 1), tf(5, 2),
	}
	for typ := byte(6); typ <= 13; typ++ {
		ike = append(ike, tf(typ, 36))
	}
	ike = append(ike, tf(242, 1), tf(0, 0))
	return []part{
		prop(1, 1, "", ike...),
		prop(2, 1, "\x01\x02\x03\x04\x05\x06\x07\x08", tf(1, 3)),
		prop(3, 3, "\xc0\xff\xee\x01", tf(1, 11), tf(3, 2), tf(5, 0)),
		prop(4, 2, "\xc0\xff\xee\x02", tf(3, 1), tf(5, 1)),
		prop(5, 4, "\xc0\xff\xee\x03", tf(1, 3)),
		prop(6, 9, ""),
	}
}

func flat(list [][]byte) (b []byte) {
	for _, x := range list {
		b = append(b, x...)
	}
	return b
}

// dn is CN=pktscope, O=Lab, C=DE in DER.
const dn = "\x30\x2e\x31\x0b\x30\x09\x06\x03\x55\x04\x06\x13\x02DE" + "\x31\x0c\x30\x0a\x06\x03\x55\x04\x0a\x0c\x03Lab" + "\x31\x11\x30\x0f\x06\x03\x55\x04\x03\x0c\x08pktscope"

func identities2() []part {
	id := func(payloadType, typ byte, data ...any) part {
		return payload(payloadType, typ, "\x00\x00\x00", wire(data...))
	}
	return []part{
		id(35, 1, "\x50\x01\x00\x02"), id(36, 2, "gw.example.org"), id(35, 3, "user@example.org"), id(36, 5, seq(16)),
		id(35, 9, dn), id(36, 10, "\x82\x03abc"), id(35, 11, "key id"), id(36, 12, "\x01\x02"), id(35, 13, "\x01\x02\x03"), id(36, 201, "own"),
		id(35, 4, "\x0a\x00\x00\x00\xff\x00\x00\x00"), id(36, 6, seq(32)), id(35, 7, "\x0a\x00\x00\x00\x0a\x00\x00\xff"), id(36, 8, seq(32)),
	}
}

// auth2 are proofs of every method; 14 says its algorithm in ASN.1.
func auth2() (list []part) {
	for _, method := range []byte{0, 1, 2, 3, 9, 10, 11, 12, 13, 15, 201} {
		list = append(list, payload(39, method, "\x00\x00\x00", seq(20)))
	}
	const rsaSHA256 = "\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b\x05\x00"
	return append(list,
		payload(39, 14, "\x00\x00\x00", len(rsaSHA256), rsaSHA256, seq(64)),
		payload(39, 14, "\x00\x00\x00", 0, seq(4)),
		payload(39, 14, "\x00\x00\x00", 99, seq(4)))
}

// certificateHex is a certificate that was made for this test.
//
//go:embed testdata/certificate.hex
var certificateHex string

func certificate() []byte { return dissecttest.Hex(certificateHex) }

func certificates2() []part {
	return []part{
		payload(37, 12, seq(20), "http://pki.example.org/gw.der"),
		payload(37, 4, certificate()),
		payload(38, 4, seq(20), seq(20)),
		payload(38, 12),
	}
}

func notify(protocol byte, typ uint16, spi string, data ...any) part {
	return payload(41, protocol, byte(len(spi)), typ, spi, wire(data...))
}

func notifyErrors() (list []part) {
	for _, typ := range []uint16{0, 1, 2, 4, 5, 7, 9, 11, 14, 18, 24, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 8191, 8192, 16383} {
		list = append(list, notify(0, typ, ""))
	}
	return append(list, notify(3, 11, "", "\xc0\xff\xee\x01"), notify(1, 17, "", uint16(20)), notify(1, 17, "", uint16(36)))
}

func notifyStatus() (list []part) {
	for typ := uint16(16384); typ <= 16450; typ++ {
		switch typ {
		case 16387, 16403, 16407, 16408, 16409, 16416, 16422: // notifyData has these
		default:
			list = append(list, notify(0, typ, ""))
		}
	}
	return append(list, notify(0, 40959, ""), notify(0, 40960, ""), notify(0, 65535, ""))
}

func notifyData() []part {
	return []part{
		notify(3, 16385, "", uint32(5)), notify(3, 16387, "", uint16(0x1234), 3), notify(0, 16388, "", seq(20)), notify(0, 16389, "", seq(20)),
		notify(1, 16390, "", seq(24)), notify(3, 16393, "\xc0\xff\xee\x01"), notify(0, 16397, "", "\x0a\x00\x00\x01"), notify(0, 16398, "", seq(16)),
		notify(0, 16401, "", seq(8)), notify(0, 16403, "", uint32(3661)), notify(0, 16403, "", uint32(86400)),
		notify(0, 16407, "", 1, 4, "\x50\x03\x00\x02", seq(16)), notify(0, 16407, "", 2, 16, seq(16), seq(16)),
		notify(0, 16407, "", 3, 14, "gw.example.org", seq(16)), notify(0, 16407, "", 9, 3, "abc"),
		notify(0, 16408, "", 1, 4, "\x50\x03\x00\x02"), notify(0, 16408, "", 2, 16, seq(16)), notify(0, 16408, "", 9, 3, "abc"),
		notify(0, 16409, "", uint32(7200), seq(40)), notify(0, 16410, ""), notify(0, 16413, "", seq(40)), notify(0, 16414, "", seq(8)),
		notify(0, 16416, "", tv(1, 15), tv(2, 1), tv(2, 2), tv(3, 12), tv(4, 16), tv(5, 1600), tlv(3, uint16(2)), tv(9, 1), tlv(16400, seq(3))),
		notify(0, 16419, "", seq(32)), notify(0, 16422, "", uint32(0xdeadbeef), uint32(7), uint32(9)), notify(0, 16423, "", seq(8)),
		notify(0, 16424, "", seq(4)), notify(0, 16431, "", uint16(1), uint16(2), uint16(3), uint16(4), uint16(5), uint16(6)),
		notify(0, 16434, "", uint16(5), 8, seq(20)), notify(0, 16436, "", 1, "ppk"), notify(0, 16441, "", seq(6)), notify(0, 16442, "", 0),
	}
}

func notify3GPP() (list []part) {
	for _, typ := range []uint16{8193, 8241, 8242, 8244, 8245, 8278, 9000, 9001, 9002, 9003, 9006, 9011, 10000, 10500, 10501, 11001, 11005, 11011, 41101, 41134, 51015, 51115, 55501, 55502, 55503, 55504} {
		list = append(list, notify(0, typ, ""))
	}
	return append(list,
		notify(0, 41041, "", 1, 0x21),
		notify(0, 41101, "", uint16(9), 1, "\x53\x90\x01\x05\x12\x34\x56\xf7"), notify(0, 41101, "", uint16(9), 2, "\x53\x90\x01\x05\x12\x34\x56\x78"),
		notify(0, 41101, "", uint16(9), 3, seq(8)), notify(0, 41101, "", uint16(1), 1), notify(0, 41101, "", 1),
		notify(0, 41134, "", 8, 3, 0x1f, "\x11\xf2", 3, 0xe1, "\x21\x43"),
	)
}

func selectors2() []part {
	v4 := wire(7, 17, uint16(16), uint16(53), uint16(53), "\x0a\x00\x00\x01\x0a\x00\x00\x02")
	v6 := wire(8, 0, uint16(40), uint16(0), uint16(65535), seq(16), seq(16))
	fc := wire(9, 0, uint16(16), 0, "\x01\x02\x03", 0, "\x04\x05\x06", 1, 2, 3, 4)
	other := wire(10, 6, uint16(8), uint16(1), uint16(2))
	return []part{
		payload(44, 2, "\x00\x00\x00", v4, v6), payload(45, 1, "\x00\x00\x00", fc), payload(45, 1, "\x00\x00\x00", other),
	}
}

func configRequest() (b []byte) {
	for _, typ := range []uint16{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 16384, 28672} {
		b = append(b, tlv(typ)...)
	}
	return b
}

func configReply() []byte {
	v4, v6 := "\x0a\x00\x00\x01", "\x20\x01\x0d\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01"
	return flat([][]byte{
		tlv(1, v4), tlv(1, v4, v4), tlv(1, "abc"), tlv(2, "\xff\xff\xff\x00"), tlv(3, v4, v4), tlv(4, v4), tlv(5, uint32(3600)), tlv(6, v4),
		tlv(7, "strongSwan"), tlv(8, v6, 64), tlv(8, v6), tlv(10, v6, v6), tlv(11, v6), tlv(12, v6), tlv(13, v4, "\xff\xff\xff\x00"),
		tlv(14, uint16(1), uint16(3), uint16(8)), tlv(15, v6, 48), tlv(16, seq(4)), tlv(17, uint64(0x0102030405060708), seq(4)), tlv(18, v6, 56),
		tlv(19, seq(7)), tlv(20, v4, v4), tlv(21, v6), tlv(22, seq(4)), tlv(23, "x"), tlv(24, "y"), tlv(25, "split.example.org"), tlv(26, seq(6)),
		tlv(27, v4), tlv(28, v6), tlv(16384, seq(3)), tlv(16389, v4), tlv(28672, "Welcome"), tlv(28674, "example.org"), tlv(28675, "a,b"),
		tlv(28676, v4, "\xff\x00\x00\x00", seq(6)), tv(28673, 1),
	})
}

// eap is a message of EAP: RFC 3748, section 4.1.
func eap(code, id, typ byte, data string) []byte {
	return wire(code, id, uint16(5+len(data)), typ, data)
}
