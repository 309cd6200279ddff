package crypt

import (
	"encoding/binary"
	"slices"

	"github.com/pktscope/pktscope/dissect/ipsec"
)

// An IKEv1 is what is in the clear and that the keys of an ISAKMP SA are made
// with, RFC 2409 section 5. Nonces are the payloads' bodies, Ni_b and Nr_b.
type IKEv1 struct {
	Hash             ipsec.Hash
	CookieI, CookieR []byte
	NonceI, NonceR   []byte
}

// SKEYIDFromPSK is SKEYID where a pre-shared key authenticates.
func (x IKEv1) SKEYIDFromPSK(psk Secret) (Secret, error) {
	return Sum(x.Hash.PRF(), psk, x.NonceI, x.NonceR)
}

// SKEYIDFromSignature is SKEYID where signatures authenticate; gxy is the
// Diffie-Hellman secret.
func (x IKEv1) SKEYIDFromSignature(gxy Secret) (Secret, error) {
	return Sum(x.Hash.PRF(), slices.Concat(x.NonceI, x.NonceR), gxy)
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
	if k.D, err = Sum(prf, skeyid, gxy, x.CookieI, x.CookieR, []byte{0}); err != nil {
		return IKEv1Keys{}, err
	}
	if k.A, err = Sum(prf, skeyid, k.D, gxy, x.CookieI, x.CookieR, []byte{1}); err != nil {
		return IKEv1Keys{}, err
	}
	if k.E, err = Sum(prf, skeyid, k.A, gxy, x.CookieI, x.CookieR, []byte{2}); err != nil {
		return IKEv1Keys{}, err
	}
	return k, nil
}

// HashI is HASH_I, RFC 2409 section 5: sai and idii are the bodies of the
// initiator's SA and ID payloads, gxi and gxr the public values.
func (x IKEv1) HashI(skeyid Secret, gxi, gxr, sai, idii []byte) ([]byte, error) {
	return Sum(x.Hash.PRF(), skeyid, gxi, gxr, x.CookieI, x.CookieR, sai, idii)
}

// HashR is HASH_R: sai is the initiator's still, idir the responder's.
func (x IKEv1) HashR(skeyid Secret, gxi, gxr, sai, idir []byte) ([]byte, error) {
	return Sum(x.Hash.PRF(), skeyid, gxr, gxi, x.CookieR, x.CookieI, sai, idir)
}

// Digest is the hash itself of all parts one after the other.
func Digest(h ipsec.Hash, parts ...[]byte) ([]byte, error) {
	_, kind := macOfPRF(h.PRF())
	d := kind.new()
	if d == nil {
		return nil, &ipsec.UnsupportedError{Transform: h.String()}
	}
	for _, p := range parts {
		d.Write(p)
	}
	return d.Sum(nil), nil
}

// EncrKey is the key that an ISAKMP SA encrypts with, RFC 2409 appendix B:
// SKEYID_e, or if that is too short what it is stretched to.
func EncrKey(h ipsec.Hash, skeyidE Secret, e ipsec.Encr, keyBits int) (Secret, error) {
	if e == ipsec.EncrBlowfish && keyBits == 0 {
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
		if k, err = Sum(h.PRF(), skeyidE, k); err != nil {
			return nil, err
		}
	}
	return out[:n], nil
}

// Phase1IV is the IV of phase 1's first encrypted message, of n bytes: RFC 2409
// appendix B.
func Phase1IV(h ipsec.Hash, gxi, gxr []byte, n int) ([]byte, error) {
	return iv(h, n, gxi, gxr)
}

// Phase2IV is the IV of the first message of an exchange that phase 1 protects:
// last is phase 1's last block of ciphertext.
func Phase2IV(h ipsec.Hash, last []byte, messageID uint32, n int) ([]byte, error) {
	return iv(h, n, last, binary.BigEndian.AppendUint32(nil, messageID))
}

func iv(h ipsec.Hash, n int, parts ...[]byte) ([]byte, error) {
	d, err := Digest(h, parts...)
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
func Hash1(h ipsec.Hash, skeyidA Secret, messageID uint32, rest []byte) ([]byte, error) {
	return Sum(h.PRF(), skeyidA, binary.BigEndian.AppendUint32(nil, messageID), rest)
}

// Hash2 is HASH(2) of Quick Mode: ni is the body of the initiator's nonce.
func Hash2(h ipsec.Hash, skeyidA Secret, messageID uint32, ni, rest []byte) ([]byte, error) {
	return Sum(h.PRF(), skeyidA, binary.BigEndian.AppendUint32(nil, messageID), ni, rest)
}

// Hash3 is HASH(3) of Quick Mode.
func Hash3(h ipsec.Hash, skeyidA Secret, messageID uint32, ni, nr []byte) ([]byte, error) {
	return Sum(h.PRF(), skeyidA, []byte{0}, binary.BigEndian.AppendUint32(nil, messageID), ni, nr)
}

// A QuickMode is what the keys of an IPsec SA are made with, RFC 2409 section
// 5.5.
type QuickMode struct {
	Hash           ipsec.Hash // of the ISAKMP SA
	D              Secret     // SKEYID_d
	PFS            Secret     // the exchange's own Diffie-Hellman secret, if it had one
	NonceI, NonceR []byte     // bodies of the exchange's nonces
}

// KEYMAT is n bytes of keying material for the SA of protocol (3 is ESP) that
// its receiver chose spi for.
func (q QuickMode) KEYMAT(protocol uint8, spi []byte, n int) (Secret, error) {
	var out, k Secret
	for len(out) < n {
		var err error
		if k, err = Sum(q.Hash.PRF(), q.D, k, q.PFS, []byte{protocol}, spi, q.NonceI, q.NonceR); err != nil {
			return nil, err
		}
		out = append(out, k...)
	}
	return out[:n], nil
}

// Child are the keys of the ESP SA that its receiver chose spi for.
func (q QuickMode) Child(s ipsec.Suite, spi uint32) (Params, error) {
	encr, integ, err := s.Lengths()
	if err != nil {
		return Params{}, err
	}
	const esp = 3 // RFC 2407 section 4.4.1
	material, err := q.KEYMAT(esp, binary.BigEndian.AppendUint32(nil, spi), encr+integ)
	if err != nil {
		return Params{}, err
	}
	p, _, err := cut(s, material)
	return p, err
}
