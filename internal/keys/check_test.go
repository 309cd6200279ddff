package keys

import (
	"testing"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/crypt"
)

// The lengths of keys are those of the algorithms; a problem has the SA's name and
// the field, and no key.
func TestCheck(t *testing.T) {
	aes := func(n int) *ESP { return &ESP{SPI: SPIOf(1), Encr: ipsec.EncrAESCBC, Key: make(crypt.Secret, n)} }
	both := aes(16)
	both.Encr, both.Integ = ipsec.EncrAESGCM16, ipsec.IntegSHA1_96
	for _, c := range []struct {
		sa   interface{ Check() *Problem }
		want string
	}{
		{aes(16), ""},
		{aes(2), ": ESP 0x00000001: encryption key: ENCR_AES_CBC: key of 2 bytes, want 16, 24 or 32"},
		{both, ": ESP 0x00000001: authentication algorithm: ENCR_AES_GCM_16 authenticates by itself, want none beside it"},
		{&ESP{SPI: SPIOf(1)}, ": ESP 0x00000001: keys: missing"},
		{&ESP{IKE: 7}, ""}, // its keys are derived
		{&ESP{IKE: 7, PFSGroup: 2, PFSSharedSecret: make(crypt.Secret, 127)}, ": ESP *: shared secret: 127 bytes, want the 128 of MODP_1024"},
		{&IKE{Version: 2, InitiatorSPI: 7, PRF: ipsec.PRFSHA1, SKd: make(crypt.Secret, 20)}, ""},
		{&IKE{Version: 2, InitiatorSPI: 7, PRF: ipsec.PRFSHA1, SKd: make(crypt.Secret, 16)}, ": IKE 0000000000000007: SK_d: 16 bytes, want the 20 of the pseudorandom function"},
		{&IKE{Version: 1, Encr: ipsec.EncrAESCBC, KeyBits: 128, Ka: make(crypt.Secret, 32)}, ": IKE SA: Ka: ENCR_AES_CBC: key of 32 bytes, want 16"},
	} {
		got := ""
		if p := c.sa.Check(); p != nil {
			got = p.Error()
		}
		if got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
