package crypt

import (
	"math/big"

	"github.com/pktscope/pktscope/dissect/ipsec"
)

// A curve is y^2 = x^3 + ax + b over the integers modulo p, for curves that
// crypto/ecdh lacks.
type curve struct{ p, a, b, x, y *big.Int } // x and y are the base point

// A point is on a curve; the nil x is the one at infinity.
type point struct{ x, y *big.Int }

func newCurve(p, a, b, x, y string) *curve {
	return &curve{number(p), number(a), number(b), number(x), number(y)}
}

// multiply is the x coordinate of private times the point that public is.
func (c *curve) multiply(private Secret, public []byte) ([]byte, error) {
	size := len(public) / 2
	q := point{new(big.Int).SetBytes(public[:size]), new(big.Int).SetBytes(public[size:])}
	if !c.has(q) {
		return nil, errPublic
	}
	q = c.times(private, q)
	if q.x == nil {
		return nil, errPublic
	}
	return q.x.FillBytes(make([]byte, size)), nil
}

// public is private times the base point.
func (c *curve) public(private Secret) ([]byte, error) {
	q := c.times(private, point{c.x, c.y})
	if q.x == nil {
		return nil, errPublic
	}
	size := (c.p.BitLen() + 7) / 8
	out := make([]byte, 2*size)
	q.x.FillBytes(out[:size])
	q.y.FillBytes(out[size:])
	return out, nil
}

// has reports whether q is on the curve.
func (c *curve) has(q point) bool {
	if q.x.Cmp(c.p) >= 0 || q.y.Cmp(c.p) >= 0 {
		return false
	}
	right := new(big.Int).Mul(q.x, q.x)
	right.Mul(right.Add(right, c.a), q.x)
	right.Mod(right.Add(right, c.b), c.p)
	left := new(big.Int).Mul(q.y, q.y)
	return left.Mod(left, c.p).Cmp(right) == 0
}

// times doubles and adds.
func (c *curve) times(private Secret, q point) (sum point) {
	for _, octet := range private {
		for bit := 7; bit >= 0; bit-- {
			sum = c.add(sum, sum)
			if octet>>bit&1 == 1 {
				sum = c.add(sum, q)
			}
		}
	}
	return sum
}

// add is the group's operation, in affine coordinates.
func (c *curve) add(q, r point) point {
	if q.x == nil {
		return r
	}
	if r.x == nil {
		return q
	}
	slope := new(big.Int)
	if d := new(big.Int).Sub(r.x, q.x); d.Sign() != 0 {
		slope.Sub(r.y, q.y)
		slope.Mul(slope, d.ModInverse(d.Mod(d, c.p), c.p))
	} else {
		if q.y.Cmp(r.y) != 0 || q.y.Sign() == 0 {
			return point{} // one is the other's negative
		}
		slope.Mul(q.x, q.x)
		slope.Mul(slope, big.NewInt(3))
		slope.Add(slope, c.a)
		d.Lsh(q.y, 1)
		slope.Mul(slope, d.ModInverse(d.Mod(d, c.p), c.p))
	}
	x := new(big.Int).Mul(slope, slope)
	x.Sub(x, q.x)
	x.Mod(x.Sub(x, r.x), c.p)
	y := new(big.Int).Sub(q.x, x)
	y.Sub(y.Mul(y, slope), q.y)
	return point{x, y.Mod(y, c.p)}
}

// curve has the curves of RFC 5114 and RFC 6954 that crypto/ecdh has not.
func curveOf(g ipsec.Group) *curve {
	switch g {
	case ipsec.ECP192:
		return newCurve("fffffffffffffffffffffffffffffffeffffffffffffffff",
			"fffffffffffffffffffffffffffffffefffffffffffffffc",
			"64210519e59c80e70fa7e9ab72243049feb8deecc146b9b1",
			"188da80eb03090f67cbf20eb43a18800f4ff0afd82ff1012",
			"07192b95ffc8da78631011ed6b24cdd573f977a11e794811")
	case ipsec.ECP224:
		return newCurve("ffffffffffffffffffffffffffffffff000000000000000000000001",
			"fffffffffffffffffffffffffffffffefffffffffffffffffffffffe",
			"b4050a850c04b3abf54132565044b0b7d7bfd8ba270b39432355ffb4",
			"b70e0cbd6bb4bf7f321390b94a03c1d356c21122343280d6115c1d21",
			"bd376388b5f723fb4c22dfe6cd4375a05a07476444d5819985007e34")
	case ipsec.BrainpoolP224r1:
		return newCurve("d7c134aa264366862a18302575d1d787b09f075797da89f57ec8c0ff",
			"68a5e62ca9ce6c1c299803a6c1530b514e182ad8b0042a59cad29f43",
			"2580f63ccfe44138870713b1a92369e33e2135d266dbb372386c400b",
			"0d9029ad2c7e5cf4340823b2a87dc68c9e4ce3174c1e6efdee12c07d",
			"58aa56f772c0726f24c6b89e4ecdac24354b9e99caa3f6d3761402cd")
	case ipsec.BrainpoolP256r1:
		return newCurve("a9fb57dba1eea9bc3e660a909d838d726e3bf623d52620282013481d1f6e5377",
			"7d5a0975fc2c3057eef67530417affe7fb8055c126dc5c6ce94a4b44f330b5d9",
			"26dc5c6ce94a4b44f330b5d9bbd77cbf958416295cf7e1ce6bccdc18ff8c07b6",
			"8bd2aeb9cb7e57cb2c4b482ffc81b7afb9de27e1e3bd23c23a4453bd9ace3262",
			"547ef835c3dac4fd97f8461a14611dc9c27745132ded8e545c1d54c72f046997")
	case ipsec.BrainpoolP384r1:
		return newCurve("8cb91e82a3386d280f5d6f7e50e641df152f7109ed5456b412b1da197fb71123acd3a729901d1a71874700133107ec53",
			"7bc382c63d8c150c3c72080ace05afa0c2bea28e4fb22787139165efba91f90f8aa5814a503ad4eb04a8c7dd22ce2826",
			"04a8c7dd22ce28268b39b55416f0447c2fb77de107dcd2a62e880ea53eeb62d57cb4390295dbc9943ab78696fa504c11",
			"1d1c64f068cf45ffa2a63a81b7c13f6b8847a3e77ef14fe3db7fcafe0cbd10e8e826e03436d646aaef87b2e247d4af1e",
			"8abe1d7520f9c2a45cb1eb8e95cfd55262b70b29feec5864e19c054ff99129280e4646217791811142820341263c5315")
	case ipsec.BrainpoolP512r1:
		return newCurve("aadd9db8dbe9c48b3fd4e6ae33c9fc07cb308db3b3c9d20ed6639cca703308717d4d9b009bc66842aecda12ae6a380e6"+
			"2881ff2f2d82c68528aa6056583a48f3",
			"7830a3318b603b89e2327145ac234cc594cbdd8d3df91610a83441caea9863bc2ded5d5aa8253aa10a2ef1c98b9ac8b5"+
				"7f1117a72bf2c7b9e7c1ac4d77fc94ca",
			"3df91610a83441caea9863bc2ded5d5aa8253aa10a2ef1c98b9ac8b57f1117a72bf2c7b9e7c1ac4d77fc94cadc083e67"+
				"984050b75ebae5dd2809bd638016f723",
			"81aee4bdd82ed9645a21322e9c4c6a9385ed9f70b5d916c1b43b62eef4d0098eff3b1f78e2d0d48d50d1687b93b97d5f"+
				"7c6d5047406a5e688b352209bcb9f822",
			"7dde385d566332ecc0eabfa9cf7822fdf209f70024a57b1aa000c55b881f8111b2dcde494a5f485e5bca4bd88a2763ae"+
				"d1ca2b2fa8f0540678cd1e0f3ad80892")
	}
	return nil
}
