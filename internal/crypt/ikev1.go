package crypt

import (
	"encoding/binary"
	"slices"
)

// An IKEv1 is what is in the clear and that the keys of an ISAKMP SA are made
// with, RFC 2409 section 5. Nonces are the payloads' bodies, Ni_b and Nr_b.
type IKEv1 struct {
	Hash             Hash
	CookieI, CookieR []byte
	NonceI, NonceR   []byte
}

// SKEYIDFromPSK is SKEYID where a pre-shared key authenticates.
func (x IKEv1) SKEYIDFromPSK(psk Secret) (Secret, error) {
	return x.Hash.PRF().Sum(psk, x.NonceI, x.NonceR)
}

// SKEYIDFromSignature is SKEYID where signatures authenticate; gxy is the
// Diffie-Hellman secret.
func (x IKEv1) SKEYIDFromSignature(gxy Secret) (Secret, error) {
	return x.Hash.PRF().Sum(slices.Concat(x.NonceI, x.NonceR), gxy)
}

// SKEYIDFromPublicKey is SKEYID where public key encryption authenticates, also
// in its revised mode; the nonces are then the decrypted ones.
func (x IKEv1) SKEYIDFromPublicKey() (Secret, error) {
	key, err := x.Hash.Digest(x.NonceI, x.NonceR)
	if err != nil {
		return nil, err
	}
	return x.Hash.PRF().Sum(key, x.CookieI, x.CookieR)
}

// IKEv1Keys are the keys of an ISAKMP SA: SKEYID and those that come of it.
type IKEv1Keys struct {
	SKEYID Secret
	D      Secret // SKEYID_d: other keys are derived from it
	A      Secret // SKEYID_a: authenticates phase 2
	E      Secret // SKEYID_e: the key that encrypts comes from it
}

// Keys are SKEYID_d, SKEYID_a and SKEYID_e.
func (x IKEv1) Keys(skeyid, gxy Secret) (k IKEv1Keys, err error) {
	prf := x.Hash.PRF()
	k.SKEYID = skeyid
	if k.D, err = prf.Sum(skeyid, gxy, x.CookieI, x.CookieR, []byte{0}); err != nil {
		return IKEv1Keys{}, err
	}
	if k.A, err = prf.Sum(skeyid, k.D, gxy, x.CookieI, x.CookieR, []byte{1}); err != nil {
		return IKEv1Keys{}, err
	}
	if k.E, err = prf.Sum(skeyid, k.A, gxy, x.CookieI, x.CookieR, []byte{2}); err != nil {
		return IKEv1Keys{}, err
	}
	return k, nil
}

// HashI is HASH_I, RFC 2409 section 5: sai and idii are the bodies of the
// initiator's SA and ID payloads, gxi and gxr the public values.
func (x IKEv1) HashI(skeyid Secret, gxi, gxr, sai, idii []byte) ([]byte, error) {
	return x.Hash.PRF().Sum(skeyid, gxi, gxr, x.CookieI, x.CookieR, sai, idii)
}

// HashR is HASH_R: sai is the initiator's still, idir the responder's.
func (x IKEv1) HashR(skeyid Secret, gxi, gxr, sai, idir []byte) ([]byte, error) {
	return x.Hash.PRF().Sum(skeyid, gxr, gxi, x.CookieR, x.CookieI, sai, idir)
}

// Digest is the hash itself of all parts one after the other.
func (h Hash) Digest(parts ...[]byte) ([]byte, error) {
	d := h.PRF().info().hash.new()
	if d == nil {
		return nil, &UnsupportedError{h.String()}
	}
	for _, p := range parts {
		d.Write(p)
	}
	return d.Sum(nil), nil
}

// EncrKey is the key that an ISAKMP SA encrypts with, RFC 2409 appendix B:
// SKEYID_e, or if that is too short what it is stretched to.
func (h Hash) EncrKey(skeyidE Secret, e Encr, keyBits int) (Secret, error) {
	if e == EncrBlowfish && keyBits == 0 {
		keyBits = 8 * 56
	}
	n, err := e.Material(keyBits)
	if err != nil {
		return nil, err
	}
	if n <= len(skeyidE) {
		return slices.Clone(skeyidE[:n]), nil
	}
	var out Secret
	for k := (Secret{0}); len(out) < n; out = append(out, k...) {
		if k, err = h.PRF().Sum(skeyidE, k); err != nil {
			return nil, err
		}
	}
	return out[:n], nil
}

// Phase1IV is the IV of phase 1's first encrypted message, of n bytes: RFC 2409
// appendix B.
func (h Hash) Phase1IV(gxi, gxr []byte, n int) ([]byte, error) {
	return h.iv(n, gxi, gxr)
}

// Phase2IV is the IV of the first message of an exchange that phase 1 protects:
// last is phase 1's last block of ciphertext.
func (h Hash) Phase2IV(last []byte, messageID uint32, n int) ([]byte, error) {
	return h.iv(n, last, binary.BigEndian.AppendUint32(nil, messageID))
}

func (h Hash) iv(n int, parts ...[]byte) ([]byte, error) {
	d, err := h.Digest(parts...)
	if err != nil {
		return nil, err
	}
	if n > len(d) {
		return nil, ErrIV
	}
	return d[:n], nil
}

// Hash1 is HASH(1) of Quick Mode, RFC 2409 section 5.5, and the hash of
// Informational exchanges (section 5.7) and of Transactions: rest is the message
// behind its HASH payload, without padding.
func (h Hash) Hash1(skeyidA Secret, messageID uint32, rest []byte) ([]byte, error) {
	return h.PRF().Sum(skeyidA, binary.BigEndian.AppendUint32(nil, messageID), rest)
}

// Hash2 is HASH(2) of Quick Mode: ni is the body of the initiator's nonce.
func (h Hash) Hash2(skeyidA Secret, messageID uint32, ni, rest []byte) ([]byte, error) {
	return h.PRF().Sum(skeyidA, binary.BigEndian.AppendUint32(nil, messageID), ni, rest)
}

// Hash3 is HASH(3) of Quick Mode.
func (h Hash) Hash3(skeyidA Secret, messageID uint32, ni, nr []byte) ([]byte, error) {
	return h.PRF().Sum(skeyidA, []byte{0}, binary.BigEndian.AppendUint32(nil, messageID), ni, nr)
}

// A QuickMode is what the keys of an IPsec SA are made with, RFC 2409 section
// 5.5.
type QuickMode struct {
	Hash           Hash   // of the ISAKMP SA
	D              Secret // SKEYID_d
	PFS            Secret // the exchange's own Diffie-Hellman secret, if it had one
	NonceI, NonceR []byte // bodies of the exchange's nonces
}

// KEYMAT is n bytes of keying material for the SA of protocol (3 is ESP) that
// its receiver chose spi for.
func (q QuickMode) KEYMAT(protocol uint8, spi []byte, n int) (Secret, error) {
	var out, k Secret
	for len(out) < n {
		var err error
		if k, err = q.Hash.PRF().Sum(q.D, k, q.PFS, []byte{protocol}, spi, q.NonceI, q.NonceR); err != nil {
			return nil, err
		}
		out = append(out, k...)
	}
	return out[:n], nil
}

// Child are the keys of the ESP SA that its receiver chose spi for.
func (q QuickMode) Child(s Suite, spi uint32) (Params, error) {
	encr, integ, err := s.Lengths()
	if err != nil {
		return Params{}, err
	}
	const esp = 3 // RFC 2407 section 4.4.1
	material, err := q.KEYMAT(esp, binary.BigEndian.AppendUint32(nil, spi), encr+integ)
	if err != nil {
		return Params{}, err
	}
	p, _, err := s.cut(material)
	return p, err
}
