package ike

import (
	"testing"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/ios"
)

func TestOfferText(t *testing.T) {
	for _, c := range []struct {
		words ios.Words
		offer isakmp.Offer
		want  string
	}{
		{ios.IKEv2, isakmp.Offer{
			Encr: []isakmp.Cipher{{Encr: ipsec.EncrAESGCM16, KeyBits: 256}, {Encr: ipsec.EncrAESGCM8, KeyBits: 128}}, PRF: []ipsec.PRF{ipsec.PRFSHA2_256},
			Integ: []ipsec.Integ{ipsec.IntegNone}, Group: []ipsec.Group{ipsec.Curve25519, 0}, Additional: [][]ipsec.Group{nil, {ipsec.MLKEM768, 0}},
		}, "AES-GCM 256 or AES-GCM-8 128, PRF SHA256, NONE, group 31 (Curve25519) or NONE, additional key exchange 2: ML-KEM-768 or NONE"},
		{ios.ISAKMP, isakmp.Offer{
			Encr: []isakmp.Cipher{{}}, Hash: []ipsec.Hash{ipsec.HashMD5}, Auth: []ipsec.AuthMethod{ipsec.AuthHybridInitRSA}, Group: []ipsec.Group{99}, Seconds: 60, Kilobytes: 5,
		}, "no encryption, md5, hybrid-rsa, group 99, 60 s, 5 kB"},
		{ios.ISAKMP, isakmp.Offer{}, "unknown, unknown"},
	} {
		if got := offerText(c.words, &c.offer); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
	esp := isakmp.Offer{
		Protocol: isakmp.ProtocolESP, Encr: []isakmp.Cipher{{Encr: ipsec.EncrAESCBC, KeyBits: 256}, {Encr: ipsec.EncrAESCBC, KeyBits: 128}},
		Integ: []ipsec.Integ{ipsec.IntegSHA1_96, ipsec.IntegSHA2_256_128}, Group: []ipsec.Group{0, ipsec.MODP2048}, ESN: []bool{true, false},
	}
	if got, want := childOfferText(&esp), "ESP esp-aes 256 or esp-aes, esp-sha-hmac or esp-sha256-hmac, group NONE or 14 (2048 bit MODP group), ESN or no ESN"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
