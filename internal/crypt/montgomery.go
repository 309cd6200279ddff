package crypt

import (
	"crypto/ecdh"
	"math/big"
	"slices"

	"github.com/pktscope/pktscope/dissect/ipsec"
)

// x is RFC 7748's X25519 or X448 of private and a point.
func montgomeryX(g ipsec.Group, private Secret, public []byte) ([]byte, error) {
	if len(private) != g.SecretLen() {
		return nil, errPrivate // little-endian: what is missing is not zero
	}
	if g == ipsec.Curve448 {
		return x448(private, public)
	}
	key, err := ecdh.X25519().NewPrivateKey(private)
	if err != nil {
		return nil, err
	}
	other, err := ecdh.X25519().NewPublicKey(public)
	if err != nil {
		return nil, err
	}
	return key.ECDH(other)
}

// basePoint is what Public multiplies, RFC 7748 section 6.
func basePoint(g ipsec.Group) []byte {
	base := make([]byte, g.PublicLen())
	base[0] = 9
	if g == ipsec.Curve448 {
		base[0] = 5
	}
	return base
}

// x448 is the function of RFC 7748 section 5, which crypto/ecdh has not.
func x448(private Secret, public []byte) ([]byte, error) {
	one := big.NewInt(1)
	p := new(big.Int).Lsh(one, 448)
	p.Sub(p, new(big.Int).Lsh(one, 224))
	p.Sub(p, one)
	mul := func(a, b *big.Int) *big.Int { return new(big.Int).Mod(new(big.Int).Mul(a, b), p) }
	add := func(a, b *big.Int) *big.Int { return new(big.Int).Add(a, b) }
	sub := func(a, b *big.Int) *big.Int { return new(big.Int).Sub(a, b) }

	k := littleEndian(private)
	k.SetBit(k.SetBit(k, 0, 0), 1, 0)
	k.SetBit(k, 447, 1)
	x1 := littleEndian(public)
	x2, z2, x3, z3 := one, new(big.Int), x1, one
	swapped := uint(0)
	for t := 447; t >= 0; t-- {
		if bit := k.Bit(t); bit != swapped {
			x2, x3, z2, z3, swapped = x3, x2, z3, z2, bit
		}
		a, b := add(x2, z2), sub(x2, z2)
		aa, bb := mul(a, a), mul(b, b)
		e := sub(aa, bb)
		da, cb := mul(sub(x3, z3), a), mul(add(x3, z3), b)
		s, d := add(da, cb), sub(da, cb)
		x3, z3 = mul(s, s), mul(x1, mul(d, d))
		x2, z2 = mul(aa, bb), mul(e, add(aa, mul(big.NewInt(39081), e)))
	}
	if swapped == 1 {
		x2, z2 = x3, z3
	}
	if z2.Sign() == 0 {
		return nil, errPublic
	}
	out := mul(x2, new(big.Int).ModInverse(z2, p)).FillBytes(make([]byte, len(public)))
	slices.Reverse(out)
	return out, nil
}

func littleEndian(b []byte) *big.Int {
	b = slices.Clone(b)
	slices.Reverse(b)
	return new(big.Int).SetBytes(b)
}
