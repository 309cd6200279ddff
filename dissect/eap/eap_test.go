package eap_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/eap"
	"github.com/pktscope/pktscope/dissect/field"
)

func newEAP() dissect.Message { return new(eap.Packet) }

var seeds = []dissecttest.Seed{
	{Name: "identity-request", Bytes: []byte("\x01\x01\x00\x05\x01")},
	{Name: "identity", Bytes: []byte("\x02\x01\x00\x15\x01user@example.org")},
	{Name: "nak", Bytes: []byte("\x02\x02\x00\x07\x03\x1a\x15")},
	{Name: "md5", Bytes: []byte("\x01\x03\x00\x1a\x04\x10abcdefghijklmnopgate")},
	{Name: "tls", Bytes: []byte("\x02\x04\x00\x0e\x0d\x80\x00\x00\x04\x00\x16\x03\x01\x00")},
	{Name: "aka", Bytes: []byte("\x01\x05\x00\x0c\x17\x05\x00\x00\x0d\x01\x00\x00")},
	{Name: "sim", Bytes: []byte("\x01\x05\x00\x08\x12\x0a\x00\x00")},
	{Name: "notification", Bytes: []byte("\x01\x07\x00\x09\x02wait")},
	{Name: "ms-chap-v2-challenge", Bytes: dissecttest.Hex("010100241a0107001f10000102030405060708090a0b0c0d0e0f7374726f6e677377616e")},
	{Name: "ms-chap-v2-response", Bytes: dissecttest.Hex("020100401a0207003b31101112131415161718191a1b1c1d1e1f00000000000000006465666768696a6b6c6d6e6f707172737475767778797a7b00616c696365")},
	{Name: "ms-chap-v2-success-request", Bytes: dissecttest.Hex("0102003d1a03070038533d30313233343536373839414243444546303132333435363738394142434445463031323334353637204d3d57656c636f6d65")},
	{Name: "ms-chap-v2-success-response", Bytes: dissecttest.Hex("020200061a03")},
	{Name: "ms-chap-v2-failure-request", Bytes: dissecttest.Hex("0103003e1a04070039453d36393120523d3120433d303030303030303030303030303030303030303030303030303030303030303020563d33204d3d6e6f")},
	{Name: "ms-chap-v2-failure-response", Bytes: dissecttest.Hex("020300061a04")},
	{Name: "ms-chap-v2-unknown", Bytes: dissecttest.Hex("0204000c1a09080007616263")},
	{Name: "ms-chap-v2-response-of-another-length", Bytes: dissecttest.Hex("020100141a0207000f056162636465616c696365")},
	{Name: "ms-chap-v2-challenge-size-8", Bytes: dissecttest.Hex("010100161a010700110861626364656667686e616d65")},
	{Name: "ms-chap-v2-bad-len", Bytes: dissecttest.Hex("0101001b1a010700c810000102030405060708090a0b0c0d0e0f78")},
	{Name: "tls-start", Bytes: dissecttest.Hex("010500060d20")},
	{Name: "tls-hello", Bytes: dissecttest.Hex("0205003c0d8000000032160301002d010000290303000000000000000000000000000000000000000000000000000000000000000000000213010100")},
	{Name: "tls-server-flight", Bytes: dissecttest.Hex("0106005c0d0016030300510200002603030000000000000000000000000000000000000000000000000000000000000000001301000b00001700000000000000000000000000000000000000000000000d000004000000000e000000")},
	{Name: "tls-more", Bytes: dissecttest.Hex("010801061540000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff")},
	{Name: "tls-ack", Bytes: dissecttest.Hex("020800061500")},
	{Name: "tls-finished", Bytes: dissecttest.Hex("02090084190116030300461000004200000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000014030300010116030300284d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d")},
	{Name: "tls-alert", Bytes: dissecttest.Hex("010a000d190115030300020230")},
	{Name: "tls-data", Bytes: dissecttest.Hex("010a00331901170303002800000000000000000000000000000000000000000000000000000000000000000000000000000000")},
	{Name: "gtc", Bytes: dissecttest.Hex("010a000f0650617373776f72643a20")},
	{Name: "otp", Bytes: dissecttest.Hex("010a0008056f7470")},
	{Name: "pwd", Bytes: dissecttest.Hex("010a00153401001301016162636400736572766572")},
	{Name: "success", Bytes: []byte("\x03\x08\x00\x04")},
	{Name: "failure", Bytes: []byte("\x04\x08\x00\x04")},
}

func TestEAP(t *testing.T) {
	dissecttest.Run(t, newEAP, seeds)
	dissecttest.Golden(t, newEAP, seeds...)
}

func FuzzEAP(f *testing.F) {
	dissecttest.Fuzz(f, map[int][]dissecttest.Seed{0: seeds}, newEAP)
}

// The texts are tshark's for the same bytes in an EAP payload of IKEv2.
func TestInfo(t *testing.T) {
	for name, want := range map[string]string{
		"identity-request":     "Request, Identity",
		"identity":             "Response, Identity",
		"nak":                  "Response, Legacy Nak (Response Only)",
		"md5":                  "Request, MD5-Challenge EAP (EAP-MD5-CHALLENGE)",
		"aka":                  "Request, UMTS Authentication and Key Agreement EAP (EAP-AKA)",
		"ms-chap-v2-challenge": "Request, MS-Authentication EAP (EAP-MS-AUTH)",
		"success":              "Success",
		"failure":              "Failure",
	} {
		for _, s := range seeds {
			if s.Name != name {
				continue
			}
			var p eap.Packet
			var d field.Decoder
			d.Reset(s.Bytes, field.Span{End: len(s.Bytes), Wire: len(s.Bytes)}, nil, -1)
			if err := p.Decode(&d); err != nil {
				t.Fatal(err)
			}
			if got := string(p.AppendSummary(nil, nil)); got != want {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
	}
}
