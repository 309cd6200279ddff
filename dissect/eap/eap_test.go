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
	{Name: "ms-chap-v2", Bytes: []byte("\x01\x06\x00\x0a\x1d\x01\x06\x00\x05\x00")},
	{Name: "notification", Bytes: []byte("\x01\x07\x00\x09\x02wait")},
	{Name: "success", Bytes: []byte("\x03\x08\x00\x04")},
	{Name: "failure", Bytes: []byte("\x04\x08\x00\x04")},
}

func TestEAP(t *testing.T) {
	dissecttest.Run(t, newEAP, seeds)
	for _, s := range seeds {
		dissecttest.Golden(t, newEAP, s)
	}
}

func FuzzEAP(f *testing.F) {
	dissecttest.Fuzz(f, map[int][]dissecttest.Seed{0: seeds}, newEAP)
}

// The texts are tshark's for the same bytes in an EAP payload of IKEv2.
func TestInfo(t *testing.T) {
	for name, want := range map[string]string{
		"identity-request": "Request, Identity",
		"identity":         "Response, Identity",
		"nak":              "Response, Legacy Nak (Response Only)",
		"md5":              "Request, MD5-Challenge EAP (EAP-MD5-CHALLENGE)",
		"aka":              "Request, UMTS Authentication and Key Agreement EAP (EAP-AKA)",
		"ms-chap-v2":       "Request, MS-CHAP-v2 EAP (EAP-MS-CHAP-V2)",
		"success":          "Success",
		"failure":          "Failure",
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
