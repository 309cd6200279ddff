package vector

import (
	"crypto/aes"
	"encoding/binary"
)

// powers is how many powers of H a GCM has: one for each of 16 blocks, and one more for
// the block of lengths behind these.
const powers = 17

// A GCM decrypts AES-GCM under one key. It is not changed by being used. The assembly
// knows the layout.
type GCM struct {
	schedule
	powers [powers + 3][blockSize]byte // of H, the highest first; zeros behind
}

// NewGCM makes a GCM for a key of 16, 24 or 32 bytes.
func NewGCM(key []byte) (*GCM, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	g := &GCM{schedule: encrypts(key)}
	var zero [blockSize]byte
	block.Encrypt(zero[:], zero[:])
	h := element{binary.BigEndian.Uint64(zero[:]), binary.BigEndian.Uint64(zero[8:])}
	power := h
	for i := range powers {
		power.overX().put(&g.powers[powers-1-i])
		power = power.times(h)
	}
	return g, nil
}

// MaxAAD is the most additional data that Decrypt takes.
const MaxAAD = blockSize

// A Sum is the memory of one Decrypt, and then its tag. The assembly knows the layout.
type Sum struct {
	Tag     [blockSize]byte // the counter block before
	aad     [blockSize]byte
	lengths [blockSize]byte
}

// Decrypt decrypts text to dst, which has as many bytes and does not overlap it, under a
// nonce of 12 bytes, and leaves in s the tag that is right for text and aad. aad has one
// byte at least and MaxAAD at most.
func (g *GCM) Decrypt(s *Sum, dst, nonce, text, aad []byte) {
	copy(s.Tag[:12], nonce)
	binary.BigEndian.PutUint32(s.Tag[12:], 1)
	clear(s.aad[copy(s.aad[:], aad):])
	binary.BigEndian.PutUint64(s.lengths[:], uint64(len(aad))*8)
	binary.BigEndian.PutUint64(s.lengths[8:], uint64(len(text))*8)
	decryptGCM(g, s, dst[:len(text)], text)
}

// An element of GHASH's field: the coefficient of x^0 is the highest bit of high, as in
// NIST SP 800-38D, section 6.3.
type element struct{ high, low uint64 }

// timesX and overX multiply by x and divide by it.
func (e element) timesX() element {
	return element{e.high>>1 ^ e.low&1*0xe1<<56, e.low>>1 | e.high<<63}
}

func (e element) overX() element {
	carry := e.high >> 63
	return element{e.high<<1 | e.low>>63 ^ carry*0xc2<<56, e.low<<1 ^ carry}
}

func (e element) times(f element) (product element) {
	for i := range 128 {
		word := e.high
		if i >= 64 {
			word = e.low
		}
		bit := word << (i % 64) >> 63
		product.high ^= f.high * bit
		product.low ^= f.low * bit
		f = f.timesX()
	}
	return product
}

// put writes e as a number of 128 bits.
func (e element) put(b *[blockSize]byte) {
	binary.LittleEndian.PutUint64(b[:], e.low)
	binary.LittleEndian.PutUint64(b[8:], e.high)
}
