package ike

import (
	"testing"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
)

// Old Linux cut HMAC-SHA2-256 to 96 bits: the key is the same, and only an ICV
// may say so.
func TestTruncated(t *testing.T) {
	e := &keys.ESP{SPI: keys.SPIOf(7), Encr: ipsec.EncrAESCBC, Key: make(crypt.Secret, 16), Integ: ipsec.IntegSHA2_256_128, IntegKey: make(crypt.Secret, 32)}
	old := truncated(e)
	if old.Integ != ipsec.IntegSHA2_256_96 || !old.Guessed || e.Guessed || e.Integ != ipsec.IntegSHA2_256_128 {
		t.Errorf("%v of %v", old, e)
	}
	if o, err := crypt.NewDecrypter(crypt.Params{Encr: old.Encr, EncrKey: old.Key, Integ: old.Integ, IntegKey: old.IntegKey}); err != nil || o.ICVLen() != 12 {
		t.Errorf("%v, %v", o, err)
	}
}
