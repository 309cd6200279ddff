package decrypt

import (
	"crypto/subtle"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
)

// matches reports whether a value is the one that a key makes; an error of
// making it is a no.
func matches(have, want []byte, err error) bool {
	return err == nil && want != nil && subtle.ConstantTimeCompare(have, want) == 1
}

// sharedKey notes what came of checking pre-shared keys against the proof of side,
// which by names: right is the one that fits, nil if none does.
func (t *Transcript) sharedKey(side isakmp.Role, right *keys.PSK, by string) {
	switch k := &t.SharedKey[side]; {
	case right != nil && k.Proof != ipsec.Correct:
		*k = PSK{Proof: ipsec.Correct, Source: right.Place, By: by, key: right.Text}
	case right == nil && k.Proof == ipsec.Unchecked:
		*k = PSK{Proof: ipsec.Incorrect, By: by}
	}
}

// undecided notes why nothing is known of the pre-shared key of side.
func (t *Transcript) undecided(side isakmp.Role, why string) {
	if k := &t.SharedKey[side]; k.Proof == ipsec.Unchecked {
		k.Why = why
	}
}

// psks are the pre-shared keys that may be those of t: the ring's, and those that
// stand with keys of the SA.
func (d *Decrypter) psks(t *Transcript) []*keys.PSK {
	list := d.ring.PSKs()
	list = list[:min(len(list), maxKeys):min(len(list), maxKeys)]
	t.state(list)
	for _, k := range d.ring.AppendIKE(nil, t.Version, t.SPIs[isakmp.Initiator].Uint64(), t.SPIs[isakmp.Responder].Uint64()) {
		if len(k.PSK) > 0 && len(list) < 2*maxKeys {
			list = append(list, &keys.PSK{Place: k.Place, Text: k.PSK})
		}
	}
	return list
}

// anyPSK is the first of list that satisfies is, nil without one.
func anyPSK(list []*keys.PSK, is func(psk crypt.Secret) bool) *keys.PSK {
	for _, p := range list {
		if is(p.Text) {
			return p
		}
	}
	return nil
}
