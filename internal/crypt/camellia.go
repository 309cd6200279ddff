package crypt

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// A camellia is the block cipher of RFC 3713, for keys of 16, 24 or 32 bytes.
// Its subkeys stand in the order of their use: two to begin with, then six of
// rounds and two of FL by turns, two at the end.
type camellia struct {
	encrypt, decrypt []uint64
}

func (*camellia) BlockSize() int            { return 16 }
func (c *camellia) Encrypt(dst, src []byte) { crypt128(c.encrypt, dst, src) }
func (c *camellia) Decrypt(dst, src []byte) { crypt128(c.decrypt, dst, src) }

// crypt128 is section 2.3: a Feistel network, with FL between each six rounds.
func crypt128(k []uint64, dst, src []byte) {
	d1 := binary.BigEndian.Uint64(src) ^ k[0]
	d2 := binary.BigEndian.Uint64(src[8:]) ^ k[1]
	k = k[2:]
	for ; len(k) > 8; k = k[8:] {
		d1, d2 = sixRounds(k, d1, d2)
		d1, d2 = fl(d1, k[6]), flInverse(d2, k[7])
	}
	d1, d2 = sixRounds(k, d1, d2)
	binary.BigEndian.PutUint64(dst, d2^k[6])
	binary.BigEndian.PutUint64(dst[8:], d1^k[7])
}

func sixRounds(k []uint64, d1, d2 uint64) (uint64, uint64) {
	k = k[:6]
	d2 ^= camelliaF(d1 ^ k[0])
	d1 ^= camelliaF(d2 ^ k[1])
	d2 ^= camelliaF(d1 ^ k[2])
	d1 ^= camelliaF(d2 ^ k[3])
	d2 ^= camelliaF(d1 ^ k[4])
	d1 ^= camelliaF(d2 ^ k[5])
	return d1, d2
}

// fl and flInverse are section 2.4.2 and 2.4.3.
func fl(x, k uint64) uint64 {
	x1, x2 := uint32(x>>32), uint32(x)
	x2 ^= bits.RotateLeft32(x1&uint32(k>>32), 1)
	x1 ^= x2 | uint32(k)
	return uint64(x1)<<32 | uint64(x2)
}

func flInverse(y, k uint64) uint64 {
	y1, y2 := uint32(y>>32), uint32(y)
	y1 ^= y2 | uint32(k)
	y2 ^= bits.RotateLeft32(y1&uint32(k>>32), 1)
	return uint64(y1)<<32 | uint64(y2)
}

// camelliaF is the F-function of section 2.4.1, with the key taken in already.
func camelliaF(x uint64) uint64 {
	return camelliaSP[0][x>>56] ^ camelliaSP[1][x>>48&0xff] ^ camelliaSP[2][x>>40&0xff] ^ camelliaSP[3][x>>32&0xff] ^
		camelliaSP[4][x>>24&0xff] ^ camelliaSP[5][x>>16&0xff] ^ camelliaSP[6][x>>8&0xff] ^ camelliaSP[7][x&0xff]
}

// newCamellia makes the subkeys, section 2.2.
func newCamellia(key []byte) *camellia {
	var kl, kr key128bits
	kl = key128bits{binary.BigEndian.Uint64(key), binary.BigEndian.Uint64(key[8:])}
	switch len(key) {
	case 24:
		right := binary.BigEndian.Uint64(key[16:])
		kr = key128bits{right, ^right}
	case 32:
		kr = key128bits{binary.BigEndian.Uint64(key[16:]), binary.BigEndian.Uint64(key[24:])}
	}

	d1, d2 := kl.hi^kr.hi, kl.lo^kr.lo
	d2 ^= camelliaF(d1 ^ 0xa09e667f3bcc908b)
	d1 ^= camelliaF(d2 ^ 0xb67ae8584caa73b2)
	d1, d2 = d1^kl.hi, d2^kl.lo
	d2 ^= camelliaF(d1 ^ 0xc6ef372fe94f82be)
	d1 ^= camelliaF(d2 ^ 0x54ff53a5f1d36f1c)
	ka := key128bits{d1, d2}
	d1, d2 = ka.hi^kr.hi, ka.lo^kr.lo
	d2 ^= camelliaF(d1 ^ 0x10e527fade682d1d)
	d1 ^= camelliaF(d2 ^ 0xb05688c2b3e6c1fd)
	kb := key128bits{d1, d2}

	var k []uint64
	use := func(from key128bits, rotations ...uint) {
		for _, n := range rotations {
			r := from.rotate(n)
			k = append(k, r.hi, r.lo)
		}
	}
	if len(key) == 16 {
		use(kl, 0)
		use(ka, 0)
		use(kl, 15)
		use(ka, 15, 30)
		use(kl, 45)
		k = append(k, ka.rotate(45).hi, kl.rotate(60).lo)
		use(ka, 60)
		use(kl, 77, 94)
		use(ka, 94)
		use(kl, 111)
		use(ka, 111)
	} else {
		use(kl, 0)
		use(kb, 0)
		use(kr, 15)
		use(ka, 15)
		use(kr, 30)
		use(kb, 30)
		use(kl, 45)
		use(ka, 45)
		use(kl, 60)
		use(kr, 60)
		use(kb, 60)
		use(kl, 77)
		use(ka, 77)
		use(kr, 94)
		use(ka, 94)
		use(kl, 111)
		use(kb, 111)
	}

	// Decryption takes them from behind; the pairs at the ends stay pairs.
	back := slices.Clone(k)
	slices.Reverse(back)
	last := len(back) - 1
	back[0], back[1] = back[1], back[0]
	back[last-1], back[last] = back[last], back[last-1]
	return &camellia{k, back}
}

// key128bits is half of a key, or a key that comes of it.
type key128bits struct{ hi, lo uint64 }

// rotate is k <<< n.
func (k key128bits) rotate(n uint) key128bits {
	if n >= 64 {
		k.hi, k.lo = k.lo, k.hi
		n -= 64
	}
	return key128bits{k.hi<<n | k.lo>>(64-n), k.lo<<n | k.hi>>(64-n)}
}

// camelliaSP is, for each byte of F's input, what its s-box puts into the
// output: S-function and P-function in one look-up.
var camelliaSP = func() (sp [8][256]uint64) {
	// Which of the output's bytes each input byte goes into, the first being
	// the top bit: the columns of section 2.4.1's y1 to y8.
	p := [8]uint8{0b11101001, 0b01111100, 0b10110110, 0b11010011, 0b01110111, 0b10111011, 0b11011101, 0b11101110}
	for x, s1 := range camelliaS1 {
		s := [4]uint8{s1, bits.RotateLeft8(s1, 1), bits.RotateLeft8(s1, 7), camelliaS1[bits.RotateLeft8(uint8(x), 1)]}
		for i, box := range [8]int{0, 1, 2, 3, 1, 2, 3, 0} {
			for y := range 8 {
				if p[i]>>(7-y)&1 == 1 {
					sp[i][x] |= uint64(s[box]) << (56 - 8*y)
				}
			}
		}
	}
	return sp
}()

// camelliaS1 is SBOX1 of section 2.4.4, from which the others follow.
var camelliaS1 = [256]uint8{
	112, 130, 44, 236, 179, 39, 192, 229, 228, 133, 87, 53, 234, 12, 174, 65,
	35, 239, 107, 147, 69, 25, 165, 33, 237, 14, 79, 78, 29, 101, 146, 189,
	134, 184, 175, 143, 124, 235, 31, 206, 62, 48, 220, 95, 94, 197, 11, 26,
	166, 225, 57, 202, 213, 71, 93, 61, 217, 1, 90, 214, 81, 86, 108, 77,
	139, 13, 154, 102, 251, 204, 176, 45, 116, 18, 43, 32, 240, 177, 132, 153,
	223, 76, 203, 194, 52, 126, 118, 5, 109, 183, 169, 49, 209, 23, 4, 215,
	20, 88, 58, 97, 222, 27, 17, 28, 50, 15, 156, 22, 83, 24, 242, 34,
	254, 68, 207, 178, 195, 181, 122, 145, 36, 8, 232, 168, 96, 252, 105, 80,
	170, 208, 160, 125, 161, 137, 98, 151, 84, 91, 30, 149, 224, 255, 100, 210,
	16, 196, 0, 72, 163, 247, 117, 219, 138, 3, 230, 218, 9, 63, 221, 148,
	135, 92, 131, 2, 205, 74, 144, 51, 115, 103, 246, 243, 157, 127, 191, 226,
	82, 155, 216, 38, 200, 55, 198, 59, 129, 150, 111, 75, 19, 190, 99, 46,
	233, 121, 167, 140, 159, 110, 188, 142, 41, 245, 249, 182, 47, 253, 180, 89,
	120, 152, 6, 106, 231, 70, 113, 186, 212, 37, 171, 66, 136, 162, 141, 250,
	114, 7, 185, 85, 248, 238, 172, 10, 54, 73, 42, 104, 60, 56, 241, 164,
	64, 40, 211, 123, 187, 201, 67, 193, 21, 227, 173, 244, 119, 199, 128, 158,
}
