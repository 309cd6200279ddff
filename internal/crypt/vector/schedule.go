package vector

import (
	"encoding/binary"
	"math/bits"
)

// blockSize is AES's.
const blockSize = 16

// A schedule is the round keys of AES for the assembly, the first one first: FIPS 197,
// section 5.2. keys[rounds] is the last.
type schedule struct {
	keys   [15][blockSize]byte
	rounds uint64
}

// encrypts makes the schedule that encrypts under a key of 16, 24 or 32 bytes.
func encrypts(key []byte) (s schedule) {
	n := len(key) / 4
	s.rounds = uint64(n + 6)
	var words [60]uint32
	for i := range n {
		words[i] = binary.BigEndian.Uint32(key[4*i:])
	}
	power := uint32(1) // Rcon
	for i := n; i < 4*int(s.rounds+1); i++ {
		w := words[i-1]
		switch {
		case i%n == 0:
			w = subWord(bits.RotateLeft32(w, 8)) ^ power<<24
			power = uint32(times2(byte(power)))
		case n > 6 && i%n == 4:
			w = subWord(w)
		}
		words[i] = words[i-n] ^ w
	}
	for i, w := range words {
		binary.BigEndian.PutUint32(s.keys[i/4][i%4*4:], w)
	}
	return s
}

// decrypts makes the schedule that decrypts by the Equivalent Inverse Cipher: FIPS 197,
// section 5.3.5.
func decrypts(key []byte) (s schedule) {
	e := encrypts(key)
	s.rounds = e.rounds
	for i := range s.rounds + 1 {
		s.keys[i] = e.keys[s.rounds-i]
		if i > 0 && i < s.rounds {
			invMixColumns(&s.keys[i])
		}
	}
	return s
}

// times2 multiplies by x in AES's field: FIPS 197, section 4.2.
func times2(b byte) byte { return b<<1 ^ b>>7*0x1b }

func subWord(w uint32) uint32 {
	return uint32(sbox[w>>24])<<24 | uint32(sbox[w>>16&0xff])<<16 | uint32(sbox[w>>8&0xff])<<8 | uint32(sbox[w&0xff])
}

// sbox is the S-box: FIPS 197, section 5.1.1. p runs through the field's elements as
// powers of 3, and q through their inverses.
var sbox = func() (s [256]byte) {
	p, q := byte(1), byte(1)
	for {
		p ^= times2(p)
		q ^= q << 1
		q ^= q << 2
		q ^= q << 4
		q ^= q >> 7 * 9
		s[p] = q ^ bits.RotateLeft8(q, 1) ^ bits.RotateLeft8(q, 2) ^ bits.RotateLeft8(q, 3) ^ bits.RotateLeft8(q, 4) ^ 0x63
		if p == 1 {
			break
		}
	}
	s[0] = 0x63
	return s
}()

// invMixColumns is that of FIPS 197, section 5.3.3.
func invMixColumns(block *[blockSize]byte) {
	for i := 0; i < blockSize; i += 4 {
		var c, c2, c4, c8 [4]byte
		copy(c[:], block[i:])
		for k := range c {
			c2[k] = times2(c[k])
			c4[k] = times2(c2[k])
			c8[k] = times2(c4[k])
		}
		for k := range c { // {0e}, {0b}, {0d}, {09}
			a, b, d, e := k, (k+1)%4, (k+2)%4, (k+3)%4
			block[i+k] = c8[a] ^ c4[a] ^ c2[a] ^ c8[b] ^ c2[b] ^ c[b] ^ c8[d] ^ c4[d] ^ c[d] ^ c8[e] ^ c[e]
		}
	}
}
