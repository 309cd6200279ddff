package decrypt

import (
	"bytes"
	"errors"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
)

// secret1 derives of k, from whatever depth, and psk what decrypts t. The error says
// what is missing or wrong.
func (t *Transcript) secret1(k *keys.IKE, psk crypt.Secret) (*Secret, error) {
	x := &Secret{Source: k.Place, Hash: k.Hash, encr: k.Encr, bits: k.KeyBits, psk: psk, from: k}
	if t.Policy != nil {
		if p := t.Policy; p.Hash.PRF() != 0 {
			x.Hash = p.Hash
		}
		if p := t.Policy; p.Encr.Known() {
			x.encr, x.bits = p.Encr, p.KeyBits
		}
	}
	if x.encr == 0 {
		return nil, errNoCipher
	}
	if err := t.derive1(x, k); err != nil {
		return nil, err
	}
	if err := x.fits(x.Depth, x.Ka); err != nil {
		return nil, err
	}
	cbc, err := crypt.NewCBC(x.encr, x.Ka)
	x.cbc = cbc
	return x, faulty(x.Depth, err)
}

// derive1 finds Ka and, as far as k goes, what it is derived from: RFC 2409,
// section 5 and appendix B.
func (t *Transcript) derive1(x *Secret, k *keys.IKE) (err error) {
	x.V1 = crypt.IKEv1Keys{SKEYID: k.SKEYID, D: k.SKEYIDd, A: k.SKEYIDa, E: k.SKEYIDe}
	x.Ka, x.Depth = k.Ka, "Ka"
	shared := k.SharedSecret
	if shared == nil && k.DHPrivate != nil {
		if shared, err = t.shared(t.group(k), k.DHPrivate, k.DHPublic); err != nil && x.Ka == nil && x.V1.E == nil {
			return faulty("DH private", err)
		}
	}
	material := crypt.IKEv1{
		Hash: x.Hash, CookieI: t.SPIs[isakmp.Initiator][:], CookieR: t.SPIs[isakmp.Responder][:],
		NonceI: t.Hello[isakmp.Initiator].Nonce, NonceR: t.Hello[isakmp.Responder].Nonce,
	}
	if x.V1.SKEYID == nil && len(material.NonceI) > 0 && len(material.NonceR) > 0 {
		switch {
		case t.Policy != nil && !t.Policy.Auth.SharedKey() && shared != nil:
			x.V1.SKEYID, err = material.SKEYIDFromSignature(shared)
		case x.psk != nil:
			x.V1.SKEYID, err = material.SKEYIDFromPSK(x.psk)
		}
		if err != nil {
			return err
		}
	}
	if x.V1.SKEYID != nil && shared != nil {
		all, err := material.Keys(x.V1.SKEYID, shared)
		if err != nil {
			return err
		}
		switch { // what was given counts; what it lacks is derived
		case k.SKEYIDd == nil && k.SKEYIDa == nil && k.SKEYIDe == nil:
			x.V1 = all
		default:
			x.V1.D, x.V1.A, x.V1.E = either(k.SKEYIDd, all.D), either(k.SKEYIDa, all.A), either(k.SKEYIDe, all.E)
		}
	}
	if x.Ka == nil && x.V1.E != nil {
		x.Depth = depth1(k)
		x.loosePSK = k.SKEYIDe == nil && k.SKEYID == nil && k.PSK == nil && x.psk != nil
		x.Ka, err = crypt.EncrKey(x.Hash, x.V1.E, x.encr, x.bits)
	}
	switch {
	case err != nil:
		return err
	case x.Ka != nil:
		return nil
	case shared == nil && k.SKEYID == nil:
		return &fault{"Ka", "not given, and no Diffie-Hellman secret either"}
	case shared == nil:
		return &fault{"g^xy", "not given, and SKEYID alone is not enough"}
	case len(material.NonceI) == 0 || len(material.NonceR) == 0:
		return errNoNonces
	}
	return &fault{"pre-shared key", "not given, and g^xy alone is not enough"}
}

func either(a, b crypt.Secret) crypt.Secret {
	if a != nil {
		return a
	}
	return b
}

// depth1 names what the keys of k were derived from.
func depth1(k *keys.IKE) string {
	switch {
	case k.SKEYIDe != nil:
		return "SKEYID_e"
	case k.SharedSecret != nil && k.SKEYID != nil:
		return "SKEYID and g^xy"
	case k.SharedSecret != nil:
		return "g^xy"
	}
	return "DH private"
}

// group is the group of s's key exchange.
func (t *Transcript) group(k *keys.IKE) ipsec.Group {
	switch {
	case t.Policy != nil && t.Policy.Group != 0:
		return t.Policy.Group
	case t.Hello[isakmp.Responder].Group != 0:
		return t.Hello[isakmp.Responder].Group
	}
	return k.Group
}

// shared computes the secret of the exchange from one side's private value:
// public tells whose it is, or what comes of it does.
func (t *Transcript) shared(g ipsec.Group, private crypt.Secret, public []byte) (crypt.Secret, error) {
	return sharedOf(g, private, public, [2][]byte{t.Hello[isakmp.Initiator].KeyExchange, t.Hello[isakmp.Responder].KeyExchange})
}

func sharedOf(g ipsec.Group, private crypt.Secret, public []byte, values [2][]byte) (crypt.Secret, error) {
	if len(values[0]) == 0 || len(values[1]) == 0 {
		return nil, errNoValues
	}
	if public == nil {
		var err error
		if public, err = crypt.Public(g, private); err != nil {
			return nil, err
		}
	}
	for r, v := range values {
		if bytes.Equal(v, public) {
			return crypt.Shared(g, private, values[1-r])
		}
	}
	return nil, errors.New("matches neither peer's public value: want the private value of this SA")
}
