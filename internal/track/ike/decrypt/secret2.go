package decrypt

import (
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
)

// secret2 derives of k, from whatever depth, what decrypts t: RFC 7296, sections
// 2.14 and 2.18; skd is SK_d of the SA that t replaced. The error says what is
// missing or wrong.
func (t *Transcript) secret2(k *keys.IKE, skd crypt.Secret) (*Secret, error) {
	x := &Secret{Source: k.Place, PRF: k.PRF, encr: k.Encr, bits: k.KeyBits, integ: k.Integ, psk: k.PSK, from: k}
	if p := t.Policy; p != nil {
		x.encr, x.bits, x.integ, x.PRF = p.Encr, p.KeyBits, p.Integ, p.PRF
	}
	switch {
	case t.Resumed && len(k.SKei)+len(k.SKer)+len(k.SKEYSEED) == 0:
		return nil, &fault{"SK_ei and SK_er", "not given, and not derivable: the SA was resumed by a ticket, which has the SK_d that they are made of"}
	case x.encr == 0:
		return nil, errNoCipher
	}
	if err := t.derive2(x, k, skd); err != nil {
		return nil, err
	}
	return x, x.prepare()
}

// prepare makes the Decrypters of both directions.
func (x *Secret) prepare() error {
	initiator := crypt.Params{Encr: x.encr, EncrKey: x.V2.Ei, Integ: x.integ, IntegKey: x.V2.Ai}
	responder := crypt.Params{Encr: x.encr, EncrKey: x.V2.Er, Integ: x.integ, IntegKey: x.V2.Ar}
	for r, p := range [2]crypt.Params{initiator, responder} {
		if p.EncrKey == nil && x.encr != ipsec.EncrNull {
			continue // keys of one direction alone
		}
		if err := x.fits([...]string{"SK_ei", "SK_er"}[r], p.EncrKey); err != nil {
			return err
		}
		o, err := crypt.NewDecrypter(p)
		if err != nil {
			return faulty([...]string{"SK_ai", "SK_ar"}[r], err)
		}
		x.decrypters[r] = o
	}
	return nil
}

// derive2 finds the keys.
func (t *Transcript) derive2(x *Secret, k *keys.IKE, skd crypt.Secret) (err error) {
	x.V2 = crypt.IKEv2Keys{D: k.SKd, Ai: k.SKai, Ar: k.SKar, Ei: k.SKei, Er: k.SKer, Pi: k.SKpi, Pr: k.SKpr}
	x.Depth = "SK_*"
	material := t.material2(x)
	if given := len(k.SKei)+len(k.SKer) > 0; given || x.encr == ipsec.EncrNull && len(k.SKai) > 0 {
		return nil
	}
	if len(material.NonceI) == 0 || len(material.NonceR) == 0 {
		return errNoNonces
	}
	seed := k.SKEYSEED
	x.Depth = "SKEYSEED"
	if seed == nil {
		shared := k.SharedSecret
		x.Depth = "g^ir"
		if shared == nil && k.DHPrivate != nil {
			x.Depth = "DH private"
			if shared, err = t.shared(t.group(k), k.DHPrivate, k.DHPublic); err != nil {
				return faulty("DH private", err)
			}
		}
		if shared == nil {
			return &fault{"SK_ei and SK_er", "not given, and neither SKEYSEED nor the Diffie-Hellman secret"}
		}
		if from := t.Replaced; from != nil {
			if len(skd) == 0 {
				return &fault{"SK_d", "of the SA that it replaces: unknown"}
			}
			seed, err = material.Rekeyed(from.secret.PRF, skd, shared, k.Additional...)
		} else {
			seed, err = material.SKEYSEED(shared)
		}
		if err != nil {
			return err
		}
	}
	given := x.V2
	if x.V2, err = material.Keys(seed); err != nil {
		return err
	}
	x.V2.D = either(given.D, x.V2.D)
	return nil
}

// material2 is what keys are made of beside secrets.
func (t *Transcript) material2(x *Secret) crypt.IKEv2 {
	return crypt.IKEv2{
		PRF: x.PRF, Suite: ipsec.Suite{Encr: x.encr, KeyBits: x.bits, Integ: x.integ},
		SPIi: t.SPIs[isakmp.Initiator][:], SPIr: t.SPIs[isakmp.Responder][:],
		NonceI: t.Hello[isakmp.Initiator].Nonce, NonceR: t.Hello[isakmp.Responder].Nonce,
	}
}
