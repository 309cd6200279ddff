package ios_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/ios"
)

// The words of "crypto isakmp policy" and of "crypto ikev2 proposal": Cisco IOS
// Security Command Reference. What IOS has no word for is Wireshark's, IANA's, or
// its number.
func TestWords(t *testing.T) {
	for _, c := range []struct {
		e             ipsec.Encr
		isakmp, ikev2 string
	}{
		{ipsec.EncrAESCBC, "aes", "AES-CBC"}, {ipsec.Encr3DES, "3des", "3DES"}, {ipsec.EncrAESGCM16, "ENCR_AES_GCM_16", "AES-GCM"},
		{ipsec.EncrAESGCM8, "ENCR_AES_GCM_8", "AES-GCM-8"}, {ipsec.EncrIDEA, "IDEA-CBC", "ENCR_IDEA"}, {ipsec.EncrTwofishCBC, "ENCR_TWOFISH_CBC", "ENCR_TWOFISH_CBC"},
		{ipsec.EncrOfPhase1(65001), "65001", "65001"}, {0, "", ""},
	} {
		if a, b := ios.ISAKMP.Encr(c.e), ios.IKEv2.Encr(c.e); a != c.isakmp || b != c.ikev2 {
			t.Errorf("%s: %q, %q, want %q, %q", c.e, a, b, c.isakmp, c.ikev2)
		}
	}
	for _, c := range []struct {
		words     ios.Words
		p         isakmp.Policy
		hash, prf string
	}{
		{ios.ISAKMP, isakmp.Policy{Hash: ipsec.HashSHA1, PRF: ipsec.PRFSHA1}, "sha", "hmac-sha"},
		{ios.ISAKMP, isakmp.Policy{Hash: ipsec.HashSHA1, PRF: ipsec.PRFOfPhase1(65001)}, "sha", "65001"},
		{ios.ISAKMP, isakmp.Policy{Hash: 99}, "99", "hmac-99"},
		{ios.ISAKMP, isakmp.Policy{}, "", ""},
		{ios.IKEv2, isakmp.Policy{Suite: ipsec.Suite{Integ: ipsec.IntegSHA2_256_128}, PRF: ipsec.PRFSHA2_256}, "SHA256", "SHA256"},
		{ios.IKEv2, isakmp.Policy{PRF: ipsec.PRFSHA1}, "", "SHA1"},
	} {
		if hash, prf := c.words.Hash(&c.p), c.words.PRF(&c.p); hash != c.hash || prf != c.prf {
			t.Errorf("%+v: %q, %q, want %q, %q", c.p, hash, prf, c.hash, c.prf)
		}
	}
	for m, want := range map[ipsec.AuthMethod][2]string{
		ipsec.AuthPSK: {"psk", "PSK"}, ipsec.AuthRSA: {"rsig", "RSA"}, ipsec.AuthECDSA256: {"ecdsa-sig", "ECDSA"},
		ipsec.AuthXAUTHInitPSK: {"psk", "65001"}, ipsec.AuthSignature: {"14", "Digital Signature"}, 0: {"", ""},
	} {
		if got := [2]string{ios.ISAKMP.Auth(m), ios.IKEv2.Auth(m)}; got != want {
			t.Errorf("method %d: %q, want %q", m, got, want)
		}
	}
}
