package crypt

import (
	"crypto/ecdh"
	"math/big"
	"strconv"
)

// A DHError is a key exchange that cannot be computed. Private values never
// stand in it.
type DHError struct {
	Group Group
	What  string // what is wrong
}

func (e *DHError) Error() string { return e.Group.String() + ": " + e.What }

// Shared is the secret of one side's private value and the other's public one,
// as RFC 7296 section 2.14 and RFC 2409 want it: padded to the length of the
// prime, or the x coordinate. Values are as they are on the wire; leading zeros
// of a private exponent may be missing. It takes no care to be quick or to keep
// secrets from who measures time: what it is given, a key file has told.
//
// Key exchanges that are no Diffie-Hellman, as ML-KEM (35 to 37), have no private
// value of this kind: their shared secret goes straight into IKEv2.Rekeyed.
func (g Group) Shared(private Secret, public []byte) (Secret, error) {
	if err := g.checkPrivate(private); err != nil {
		return nil, err
	}
	if want := g.PublicLen(); len(public) != want {
		return nil, &DHError{g, "public value of " + strconv.Itoa(len(public)) + " bytes, want " + strconv.Itoa(want)}
	}
	var shared []byte
	var err error
	switch g.kind() {
	case modp:
		shared, err = g.powMod(private, public)
	case nist:
		shared, err = g.nistECDH(private, public)
	case weierstrass:
		shared, err = g.curve().multiply(private, public)
	case montgomery:
		shared, err = g.x(private, public)
	default:
		return nil, &UnsupportedError{g.String()}
	}
	if err != nil {
		return nil, &DHError{g, err.Error()}
	}
	return shared, nil
}

// Public is the public value of a private one, as a KE payload carries it. It
// tells which side's private value one has.
func (g Group) Public(private Secret) ([]byte, error) {
	if err := g.checkPrivate(private); err != nil {
		return nil, err
	}
	var public []byte
	var err error
	switch g.kind() {
	case modp:
		_, base := g.modulus()
		public, err = g.powMod(private, base.Bytes())
	case nist:
		public, err = g.nistPublic(private)
	case weierstrass:
		public, err = g.curve().public(private)
	case montgomery:
		public, err = g.x(private, g.basePoint())
	default:
		return nil, &UnsupportedError{g.String()}
	}
	if err != nil {
		return nil, &DHError{g, err.Error()}
	}
	return public, nil
}

func (g Group) checkPrivate(private Secret) error {
	in := g.info()
	switch {
	case in.name == "":
		return &UnsupportedError{g.String()}
	case len(private) == 0 || len(private) > in.secret:
		return &DHError{g, "private value of " + strconv.Itoa(len(private)) + " bytes, want " + strconv.Itoa(in.secret)}
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

func (g Group) kind() groupKind {
	switch g {
	case MODP768, MODP1024, MODP1536, MODP2048, MODP3072, MODP4096, MODP6144, MODP8192, MODP1024s160, MODP2048s224, MODP2048s256:
		return modp
	case ECP256, ECP384, ECP521:
		return nist
	case ECP192, ECP224, BrainpoolP224r1, BrainpoolP256r1, BrainpoolP384r1, BrainpoolP512r1:
		return weierstrass
	case Curve25519, Curve448:
		return montgomery
	}
	return noGroup
}

func (g Group) nistCurve() ecdh.Curve {
	switch g {
	case ECP384:
		return ecdh.P384()
	case ECP521:
		return ecdh.P521()
	}
	return ecdh.P256()
}

// nistKey fills the private value up to the length that crypto/ecdh insists on.
func (g Group) nistKey(private Secret) (*ecdh.PrivateKey, error) {
	return g.nistCurve().NewPrivateKey(new(big.Int).SetBytes(private).FillBytes(make([]byte, g.SecretLen())))
}

func (g Group) nistECDH(private Secret, public []byte) ([]byte, error) {
	key, err := g.nistKey(private)
	if err != nil {
		return nil, err
	}
	// crypto/ecdh wants the SEC 1 form, whose first byte says that both
	// coordinates follow.
	other, err := g.nistCurve().NewPublicKey(append([]byte{4}, public...))
	if err != nil {
		return nil, err
	}
	return key.ECDH(other)
}

func (g Group) nistPublic(private Secret) ([]byte, error) {
	key, err := g.nistKey(private)
	if err != nil {
		return nil, err
	}
	return key.PublicKey().Bytes()[1:], nil
}
