package forms

import (
	"iter"

	"github.com/pktscope/pktscope/dissect/ipsec"
)

// A guess is a pair of algorithms that the lengths of two keys allow.
type guess struct {
	encr  ipsec.Encr
	integ ipsec.Integ
}

// What is negotiated in the field, the likelier first. Rarer transforms are
// found when a source names them.
var (
	likelyEncrs = [...]ipsec.Encr{
		ipsec.EncrAESCBC, ipsec.EncrAESGCM16, ipsec.Encr3DES, ipsec.EncrChaCha20Poly1305, ipsec.EncrNull,
		ipsec.EncrAESGCM8, ipsec.EncrAESGCM12, ipsec.EncrAESCTR, ipsec.EncrAESCCM16, ipsec.EncrAESCCM12, ipsec.EncrAESCCM8,
		ipsec.EncrDES, ipsec.EncrCamelliaCBC, ipsec.EncrAESGMAC,
	}
	likelyIntegs = [...]ipsec.Integ{
		ipsec.IntegSHA1_96, ipsec.IntegSHA2_256_128, ipsec.IntegMD5_96, ipsec.IntegSHA2_384_192, ipsec.IntegSHA2_512_256,
		ipsec.IntegAESXCBC_96, ipsec.IntegAESCMAC_96, ipsec.IntegSHA2_256_96,
	}
)

// guesses lists the pairs that an encryption key of e bytes, salt included, and
// an authentication key of i bytes can be for. Each of them has an ICV, by
// which a guess is proven.
func guesses(e, i int) iter.Seq[guess] {
	return func(yield func(guess) bool) {
		for _, encr := range likelyEncrs {
			if encr.CheckKey(e) != nil || encr.AEAD() != (i == 0) {
				continue
			}
			if encr.AEAD() {
				if !yield(guess{encr, ipsec.IntegNone}) {
					return
				}
				continue
			}
			for _, integ := range likelyIntegs {
				if integ.KeyLen() == i && !yield(guess{encr, integ}) {
					return
				}
			}
		}
	}
}
