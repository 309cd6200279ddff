package decrypt

import (
	"crypto/subtle"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/crypt"
)

// matches reports whether a value is the one that a key makes; an error of
// making it is a no.
func matches(have, want []byte, err error) bool {
	return err == nil && want != nil && subtle.ConstantTimeCompare(have, want) == 1
}

// sharedKey notes what came of checking the ring's pre-shared keys.
func (t *Transcript) sharedKey(right bool, by string) {
	switch {
	case right:
		t.SharedKey = PSK{Proof: ipsec.Correct, By: by}
	case t.SharedKey.Proof == ipsec.Unchecked:
		t.SharedKey = PSK{Proof: ipsec.Incorrect, By: by}
	}
}

// anyPSK reports whether one of the ring's pre-shared keys satisfies is, and how
// many there are.
func (d *Decrypter) anyPSK(is func(psk crypt.Secret) bool) (right bool, n int) {
	list := d.ring.PSKs()
	for _, p := range list[:min(len(list), maxKeys)] {
		if is(p.Text) {
			return true, len(list)
		}
	}
	return false, len(list)
}
