package crypt

import (
	"slices"

	"github.com/pktscope/pktscope/dissect/ipsec"
)

// An IKEv2 is what is in the clear and that the keys of an IKE SA are made with,
// RFC 7296 section 2.14. Nonces are the payloads' data.
type IKEv2 struct {
	PRF            ipsec.PRF
	Suite          ipsec.Suite // of its Encrypted payloads
	SPIi, SPIr     []byte
	NonceI, NonceR []byte
}

// IKEv2Keys are the keys of an IKE SA, as RFC 7296 names them: SK_d and so on.
type IKEv2Keys struct {
	D      Secret // keys of child SAs and of the next IKE SA are derived from it
	Ai, Ar Secret // authenticate; empty beside an AEAD
	Ei, Er Secret // encrypt; an AEAD's salt stands behind
	Pi, Pr Secret // go into AUTH
}

// SKEYSEED is that of an IKE SA's first keys; gir is the Diffie-Hellman secret.
func (x IKEv2) SKEYSEED(gir Secret) (Secret, error) {
	ni, nr := x.NonceI, x.NonceR
	if m, _ := macOfPRF(x.PRF); m == macXCBC || m == macCMAC {
		ni, nr = ni[:min(8, len(ni))], nr[:min(8, len(nr))] // section 2.14
	}
	return Sum(x.PRF, slices.Concat(ni, nr), gir)
}

// Rekeyed is the SKEYSEED of an IKE SA that takes the place of another (section
// 2.18), whose PRF and SK_d it has. It is also that after each additional key
// exchange of an IKE_INTERMEDIATE (RFC 9370 section 2.2.2), where prf and skd
// are the SA's own; of a rekey with several key exchanges the others' secrets
// are additional (section 2.2.4).
func (x IKEv2) Rekeyed(prf ipsec.PRF, skd, gir Secret, additional ...Secret) (Secret, error) {
	return Sum(prf, skd, gir, x.NonceI, x.NonceR, concat(additional))
}

// Keys are the keys that SKEYSEED is stretched to.
func (x IKEv2) Keys(skeyseed Secret) (k IKEv2Keys, err error) {
	encr, integ, err := x.Suite.Lengths()
	if err != nil {
		return IKEv2Keys{}, err
	}
	size := x.PRF.Size()
	material, err := Plus(x.PRF, skeyseed, slices.Concat(x.NonceI, x.NonceR, x.SPIi, x.SPIr), 3*size+2*integ+2*encr)
	if err != nil {
		return IKEv2Keys{}, err
	}
	for _, c := range []struct {
		key *Secret
		n   int
	}{{&k.D, size}, {&k.Ai, integ}, {&k.Ar, integ}, {&k.Ei, encr}, {&k.Er, encr}, {&k.Pi, size}, {&k.Pr, size}} {
		*c.key, material = material[:c.n:c.n], material[c.n:]
	}
	return k, nil
}

// Params are those of the SK payloads that the initiator and the responder send.
func (x IKEv2) Params(k IKEv2Keys) (initiator, responder Params) {
	return Params{x.Suite.Encr, k.Ei, x.Suite.Integ, k.Ai}, Params{x.Suite.Encr, k.Er, x.Suite.Integ, k.Ar}
}

// WithPPK mixes a postquantum pre-shared key in, RFC 8784 section 3.
func (k IKEv2Keys) WithPPK(prf ipsec.PRF, ppk Secret) (IKEv2Keys, error) {
	for _, key := range []*Secret{&k.D, &k.Pi, &k.Pr} {
		mixed, err := Plus(prf, ppk, *key, len(*key))
		if err != nil {
			return IKEv2Keys{}, err
		}
		*key = mixed
	}
	return k, nil
}

// AuthPSK is the data of the AUTH payload that proves a pre-shared key (section
// 2.15), for one side: message is its first message as it was sent, nonce the
// other side's, skp its SK_p, id the body of its ID payload, and intAuth what
// RFC 9242 adds where there was an IKE_INTERMEDIATE.
func AuthPSK(p ipsec.PRF, psk Secret, message, nonce []byte, skp Secret, id, intAuth []byte) ([]byte, error) {
	signed, err := SignedOctets(p, message, nonce, skp, id, intAuth)
	if err != nil {
		return nil, err
	}
	key, err := Sum(p, psk, []byte("Key Pad for IKEv2"))
	if err != nil {
		return nil, err
	}
	return Sum(p, key, signed)
}

// SignedOctets are InitiatorSignedOctets or ResponderSignedOctets of section
// 2.15: what AUTH is made of, by any method.
func SignedOctets(p ipsec.PRF, message, nonce []byte, skp Secret, id, intAuth []byte) ([]byte, error) {
	maced, err := Sum(p, skp, id)
	return slices.Concat(message, nonce, maced, intAuth), err
}

// A ChildSA is what the keys of a child SA are made with, RFC 7296 section 2.17.
// Its secrets and nonces are those of the exchange that made it.
type ChildSA struct {
	PRF            ipsec.PRF // of the IKE SA
	D              Secret    // SK_d
	PFS            Secret    // the Diffie-Hellman secret of a CREATE_CHILD_SA that had one
	NonceI, NonceR []byte
	Additional     []Secret // of additional key exchanges, RFC 9370 section 2.2.4
}

// KEYMAT is n bytes of keying material.
func (c ChildSA) KEYMAT(n int) (Secret, error) {
	return Plus(c.PRF, c.D, slices.Concat(c.PFS, c.NonceI, c.NonceR, concat(c.Additional)), n)
}

// Child are the keys of both directions: the initiator of the exchange sends
// with the first.
func (c ChildSA) Child(s ipsec.Suite) (initiator, responder Params, err error) {
	encr, integ, err := s.Lengths()
	if err != nil {
		return Params{}, Params{}, err
	}
	material, err := c.KEYMAT(2 * (encr + integ))
	if err != nil {
		return Params{}, Params{}, err
	}
	initiator, material, err = cut(s, material)
	if err != nil {
		return Params{}, Params{}, err
	}
	responder, _, err = cut(s, material)
	return initiator, responder, err
}

func concat(secrets []Secret) Secret { return slices.Concat(secrets...) }
