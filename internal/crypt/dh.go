package crypt

import (
	"crypto/ecdh"
	"math/big"
	"strconv"

	"github.com/pktscope/pktscope/dissect/ipsec"
)

// A DHError is a key exchange that cannot be computed. Private values never
// stand in it.
type DHError struct {
	Group ipsec.Group
	What  string // what is wrong
}

func (e *DHError) Error() string { return e.Group.String() + ": " + e.What }

// Shared is the secret of one side's private value and the other's public one,
// as RFC 7296 section 2.14 and RFC 2409 want it: padded to the length of the
// prime, or the x coordinate. Values are as they are on the wire; leading zeros
// of a private exponent may be missing. It is neither fast nor of constant time: its
// secrets are from a key file, and no peer can measure it.
//
// Key exchanges that are no Diffie-Hellman, as ML-KEM (35 to 37), have no private
// value of this kind: their shared secret goes straight into IKEv2.Rekeyed.
func Shared(g ipsec.Group, private Secret, public []byte) (Secret, error) {
	if err := checkPrivate(g, private); err != nil {
		return nil, err
	}
	if want := g.PublicLen(); len(public) != want {
		return nil, &DHError{g, "public value of " + strconv.Itoa(len(public)) + " bytes, want " + strconv.Itoa(want)}
	}
	var shared []byte
	var err error
	switch groupKindOf(g) {
	case modp:
		shared, err = powMod(g, private, public)
	case nist:
		shared, err = nistECDH(g, private, public)
	case weierstrass:
		shared, err = curveOf(g).multiply(private, public)
	case montgomery:
		shared, err = montgomeryX(g, private, public)
	default:
		return nil, &ipsec.UnsupportedError{Transform: g.String()}
	}
	if err != nil {
		return nil, &DHError{g, err.Error()}
	}
	return shared, nil
}

// Public returns the public value of a private one, as a KE payload carries it. It
// identifies the peer of a private value.
func Public(g ipsec.Group, private Secret) ([]byte, error) {
	if err := checkPrivate(g, private); err != nil {
		return nil, err
	}
	var public []byte
	var err error
	switch groupKindOf(g) {
	case modp:
		_, base := modulus(g)
		public, err = powMod(g, private, base.Bytes())
	case nist:
		public, err = nistPublic(g, private)
	case weierstrass:
		public, err = curveOf(g).public(private)
	case montgomery:
		public, err = montgomeryX(g, private, basePoint(g))
	default:
		return nil, &ipsec.UnsupportedError{Transform: g.String()}
	}
	if err != nil {
		return nil, &DHError{g, err.Error()}
	}
	return public, nil
}

func checkPrivate(g ipsec.Group, private Secret) error {
	switch {
	case groupKindOf(g) == noGroup:
		return &ipsec.UnsupportedError{Transform: g.String()}
	case len(private) == 0 || len(private) > g.SecretLen():
		return &DHError{g, "private value of " + strconv.Itoa(len(private)) + " bytes, want " + strconv.Itoa(g.SecretLen())}
	}
	return nil
}

// A groupKind is how a group is computed.
type groupKind uint8

const (
	noGroup     groupKind = iota
	modp                  // powers modulo a prime
	nist                  // crypto/ecdh has the curve
	weierstrass           // curves of this form that it has not
	montgomery            // the x coordinate alone, RFC 7748
)

func groupKindOf(g ipsec.Group) groupKind {
	switch g {
	case ipsec.MODP768, ipsec.MODP1024, ipsec.MODP1536, ipsec.MODP2048, ipsec.MODP3072, ipsec.MODP4096, ipsec.MODP6144, ipsec.MODP8192, ipsec.MODP1024s160, ipsec.MODP2048s224, ipsec.MODP2048s256:
		return modp
	case ipsec.ECP256, ipsec.ECP384, ipsec.ECP521:
		return nist
	case ipsec.ECP192, ipsec.ECP224, ipsec.BrainpoolP224r1, ipsec.BrainpoolP256r1, ipsec.BrainpoolP384r1, ipsec.BrainpoolP512r1:
		return weierstrass
	case ipsec.Curve25519, ipsec.Curve448:
		return montgomery
	}
	return noGroup
}

func nistCurve(g ipsec.Group) ecdh.Curve {
	switch g {
	case ipsec.ECP384:
		return ecdh.P384()
	case ipsec.ECP521:
		return ecdh.P521()
	}
	return ecdh.P256()
}

// nistKey fills the private value up to the length that crypto/ecdh insists on.
func nistKey(g ipsec.Group, private Secret) (*ecdh.PrivateKey, error) {
	return nistCurve(g).NewPrivateKey(new(big.Int).SetBytes(private).FillBytes(make([]byte, g.SecretLen())))
}

func nistECDH(g ipsec.Group, private Secret, public []byte) ([]byte, error) {
	key, err := nistKey(g, private)
	if err != nil {
		return nil, err
	}
	// crypto/ecdh wants the SEC 1 form, whose first byte says that both
	// coordinates follow.
	other, err := nistCurve(g).NewPublicKey(append([]byte{4}, public...))
	if err != nil {
		return nil, err
	}
	return key.ECDH(other)
}

func nistPublic(g ipsec.Group, private Secret) ([]byte, error) {
	key, err := nistKey(g, private)
	if err != nil {
		return nil, err
	}
	return key.PublicKey().Bytes()[1:], nil
}
