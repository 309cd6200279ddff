package crypt

import (
	"errors"
	"math/big"

	"github.com/pktscope/pktscope/dissect/ipsec"
)

var (
	errPrivate = errors.New("the private value is not as long as it must be")
	errPublic  = errors.New("the public value is not of the group")
)

// powMod is base to the power of private.
func powMod(g ipsec.Group, private Secret, base []byte) ([]byte, error) {
	p, _ := modulus(g)
	y := new(big.Int).SetBytes(base)
	if one := big.NewInt(1); y.Cmp(one) <= 0 || y.Cmp(new(big.Int).Sub(p, one)) >= 0 {
		return nil, errPublic
	}
	return y.Exp(y, new(big.Int).SetBytes(private), p).FillBytes(make([]byte, g.PublicLen())), nil
}

// modulus is the prime of a group and its generator.
func modulus(g ipsec.Group) (p, generator *big.Int) {
	two := big.NewInt(2)
	switch g {
	case ipsec.MODP768: // RFC 2409 section 6.1
		return piPrime(768, 149686), two
	case ipsec.MODP1024: // RFC 2409 section 6.2
		return piPrime(1024, 129093), two
	case ipsec.MODP1536: // RFC 3526, this and the following
		return piPrime(1536, 741804), two
	case ipsec.MODP2048:
		return piPrime(2048, 124476), two
	case ipsec.MODP3072:
		return piPrime(3072, 1690314), two
	case ipsec.MODP4096:
		return piPrime(4096, 240904), two
	case ipsec.MODP6144:
		return piPrime(6144, 929484), two
	case ipsec.MODP8192:
		return piPrime(8192, 4743158), two
	}
	return rfc5114(g)
}

// piPrime is 2^n - 2^(n-64) - 1 + 2^64 * ([2^(n-130) pi] + k), as RFC 3526
// writes its primes: their digits are pi's, so that nobody can have chosen them.
func piPrime(n uint, k int64) *big.Int {
	p := piBits(n - 130)
	p.Lsh(p.Add(p, big.NewInt(k)), 64)
	one := big.NewInt(1)
	p.Add(p, new(big.Int).Lsh(one, n))
	p.Sub(p, new(big.Int).Lsh(one, n-64))
	return p.Sub(p, one)
}

// piBits is [2^n pi], by Machin's pi/4 = 4 arctan 1/5 - arctan 1/239.
func piBits(n uint) *big.Int {
	const guard = 64 // bits that rounding may spoil
	a, b := arctan(5, n+guard), arctan(239, n+guard)
	a.Sub(a.Lsh(a, 2), b)
	return a.Rsh(a.Lsh(a, 2), guard)
}

// arctan is [2^n arctan 1/x], by its series.
func arctan(x int64, n uint) *big.Int {
	power := new(big.Int).Lsh(big.NewInt(1), n)
	power.Quo(power, big.NewInt(x))
	square := big.NewInt(x * x)
	sum, term := new(big.Int), new(big.Int)
	for i := int64(1); power.Sign() > 0; i += 4 {
		sum.Add(sum, term.Quo(power, big.NewInt(i)))
		power.Quo(power, square)
		sum.Sub(sum, term.Quo(power, big.NewInt(i+2)))
		power.Quo(power, square)
	}
	return sum
}

// rfc5114 has the groups of RFC 5114 section 2, with generators of subgroups.
func rfc5114(g ipsec.Group) (p, generator *big.Int) {
	switch g {
	case ipsec.MODP1024s160:
		return number("b10b8f96a080e01dde92de5eae5d54ec52c99fbcfb06a3c69a6a9dca52d23b616073e28675a23d189838ef1e2ee652c0" +
				"13ecb4aea906112324975c3cd49b83bfaccbdd7d90c4bd7098488e9c219a73724effd6fae5644738faa31a4ff55bccc0" +
				"a151af5f0dc8b4bd45bf37df365c1a65e68cfda76d4da708df1fb2bc2e4a4371"),
			number("a4d1cbd5c3fd34126765a442efb99905f8104dd258ac507fd6406cff14266d31266fea1e5c41564b777e690f5504f213" +
				"160217b4b01b886a5e91547f9e2749f4d7fbd7d3b9a92ee1909d0d2263f80a76a6a24c087a091f531dbf0a0169b6a28a" +
				"d662a4d18e73afa32d779d5918d08bc8858f4dcef97c2a24855e6eeb22b3b2e5")
	case ipsec.MODP2048s224:
		return number("ad107e1e9123a9d0d660faa79559c51fa20d64e5683b9fd1b54b1597b61d0a75e6fa141df95a56dbaf9a3c407ba1df15" +
				"eb3d688a309c180e1de6b85a1274a0a66d3f8152ad6ac2129037c9edefda4df8d91e8fef55b7394b7ad5b7d0b6c12207" +
				"c9f98d11ed34dbf6c6ba0b2c8bbc27be6a00e0a0b9c49708b3bf8a317091883681286130bc8985db1602e714415d9330" +
				"278273c7de31efdc7310f7121fd5a07415987d9adc0a486dcdf93acc44328387315d75e198c641a480cd86a1b9e587e8" +
				"be60e69cc928b2b9c52172e413042e9b23f10b0e16e79763c9b53dcf4ba80a29e3fb73c16b8e75b97ef363e2ffa31f71" +
				"cf9de5384e71b81c0ac4dffe0c10e64f"),
			number("ac4032ef4f2d9ae39df30b5c8ffdac506cdebe7b89998caf74866a08cfe4ffe3a6824a4e10b9a6f0dd921f01a70c4afa" +
				"ab739d7700c29f52c57db17c620a8652be5e9001a8d66ad7c17669101999024af4d027275ac1348bb8a762d0521bc98a" +
				"e247150422ea1ed409939d54da7460cdb5f6c6b250717cbef180eb34118e98d119529a45d6f834566e3025e316a330ef" +
				"bb77a86f0c1ab15b051ae3d428c8f8acb70a8137150b8eeb10e183edd19963ddd9e263e4770589ef6aa21e7f5f2ff381" +
				"b539cce3409d13cd566afbb48d6c019181e1bcfe94b30269edfe72fe9b6aa4bd7b5a0f1c71cfff4c19c418e1f6ec0179" +
				"81bc087f2a7065b384b890d3191f2bfa")
	case ipsec.MODP2048s256:
		return number("87a8e61db4b6663cffbbd19c651959998ceef608660dd0f25d2ceed4435e3b00e00df8f1d61957d4faf7df4561b2aa30" +
				"16c3d91134096faa3bf4296d830e9a7c209e0c6497517abd5a8a9d306bcf67ed91f9e6725b4758c022e0b1ef4275bf7b" +
				"6c5bfc11d45f9088b941f54eb1e59bb8bc39a0bf12307f5c4fdb70c581b23f76b63acae1caa6b7902d52526735488a0e" +
				"f13c6d9a51bfa4ab3ad8347796524d8ef6a167b5a41825d967e144e5140564251ccacb83e6b486f6b3ca3f7971506026" +
				"c0b857f689962856ded4010abd0be621c3a3960a54e710c375f26375d7014103a4b54330c198af126116d2276e11715f" +
				"693877fad7ef09cadb094ae91e1a1597"),
			number("3fb32c9b73134d0b2e77506660edbd484ca7b18f21ef205407f4793a1a0ba12510dbc15077be463fff4fed4aac0bb555" +
				"be3a6c1b0c6b47b1bc3773bf7e8c6f62901228f8c28cbb18a55ae31341000a650196f931c77a57f2ddf463e5e9ec144b" +
				"777de62aaab8a8628ac376d282d6ed3864e67982428ebc831d14348f6f2f9193b5045af2767164e1dfc967c1fb3f2e55" +
				"a4bd1bffe83b9c80d052b985d182ea0adb2a3b7313d3fe14c8484b1e052588b9b7d2bbd2df016199ecd06e1557cd0915" +
				"b3353bbb64e0ec377fd028370df92b52c7891428cdc67eb6184b523d1db246c32f63078490f00ef8d647d148d4795451" +
				"5e2327cfef98c582664b4c0f6cc41659")
	}
	return nil, nil
}

// number reads a constant.
func number(hex string) *big.Int {
	n, _ := new(big.Int).SetString(hex, 16)
	return n
}
