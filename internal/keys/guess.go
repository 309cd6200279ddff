package keys

import (
	"iter"

	"github.com/pktscope/pktscope/internal/crypt"
)

// A guess is a pair of algorithms that the lengths of two keys allow.
type guess struct {
	encr  crypt.Encr
	integ crypt.Integ
}

// What is negotiated in the field, the likelier first. Rarer transforms are
// found when a source names them.
var (
	likelyEncrs = [...]crypt.Encr{
		crypt.EncrAESCBC, crypt.EncrAESGCM16, crypt.Encr3DES, crypt.EncrChaCha20Poly1305, crypt.EncrNull,
		crypt.EncrAESGCM8, crypt.EncrAESGCM12, crypt.EncrAESCTR, crypt.EncrAESCCM16, crypt.EncrAESCCM12, crypt.EncrAESCCM8,
		crypt.EncrDES, crypt.EncrCamelliaCBC, crypt.EncrAESGMAC,
	}
	likelyIntegs = [...]crypt.Integ{
		crypt.IntegSHA1_96, crypt.IntegSHA2_256_128, crypt.IntegMD5_96, crypt.IntegSHA2_384_192, crypt.IntegSHA2_512_256,
		crypt.IntegAESXCBC_96, crypt.IntegAESCMAC_96, crypt.IntegSHA2_256_96,
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
				if !yield(guess{encr, crypt.IntegNone}) {
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
