package crypt

import (
	"testing"

	"github.com/pktscope/pktscope/dissect/ipsec"
)

// What has a number and no implementation here says so.
func TestImplemented(t *testing.T) {
	for _, e := range []ipsec.Encr{
		ipsec.EncrDES, ipsec.Encr3DES, ipsec.EncrCAST, ipsec.EncrBlowfish, ipsec.EncrNull, ipsec.EncrAESCBC, ipsec.EncrAESCTR,
		ipsec.EncrAESCCM8, ipsec.EncrAESGCM16, ipsec.EncrAESGMAC, ipsec.EncrCamelliaCBC, ipsec.EncrChaCha20Poly1305,
		ipsec.EncrAESGCM16IIV, ipsec.EncrTwofishCBC,
	} {
		if !Decrypts(e) {
			t.Errorf("%s cannot be decrypted", e)
		}
	}
	for _, e := range []ipsec.Encr{0, ipsec.EncrRC5, ipsec.EncrIDEA, ipsec.EncrSerpentCBC, ipsec.EncrKuznyechikMGM, ipsec.EncrRC4, 99} {
		if Decrypts(e) {
			t.Errorf("%s can be decrypted", e)
		}
	}
	for _, i := range []ipsec.Integ{ipsec.IntegNone, ipsec.IntegDESMAC, ipsec.IntegAES128GMAC, ipsec.IntegUnverified(12), 99} {
		if verifies(i) {
			t.Errorf("%s can be verified", i)
		}
	}
}

// verifies reports whether the ICVs of i can be verified: not of IntegNone, and not
// of an integrity algorithm that is not implemented.
func verifies(i ipsec.Integ) bool {
	kind, _ := macOf(i)
	return kind != macNone
}
