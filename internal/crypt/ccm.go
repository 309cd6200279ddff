package crypt

import (
	"crypto/cipher"
	"crypto/subtle"
	"encoding/binary"
)

// A ccmCipher is RFC 4309's CCM: counter mode and a CBC-MAC under the same key,
// RFC 3610. The nonce has 11 bytes, so that lengths and counters have 4.
type ccmCipher struct {
	block cipher.Block
	salt  []byte
	icv   int
}

// ccmLength is L-1, as in the flags byte; L is the size of lengths and counters.
const ccmLength = 4 - 1

// counter puts A_i of RFC 3610 section 2.3 into s.block.
func (c *ccmCipher) counter(s *Scratch, nonce []byte, i uint32) {
	s.block[0] = ccmLength
	copy(s.block[1:], nonce)
	binary.BigEndian.PutUint32(s.block[12:], i)
}

func (c *ccmCipher) decrypt(s *Scratch, dst []byte, x Encrypted) []byte {
	c.counter(s, x.nonce(s, c.salt), 1)
	return xorCTR(c.block, s, dst, x.Text())
}

func (c *ccmCipher) verify(s *Scratch, dst []byte, x Encrypted) ([]byte, bool) {
	plain := c.decrypt(s, dst, x)
	nonce := x.nonce(s, c.salt)
	tag := c.authenticate(s, nonce, x.aad(s), plain[len(dst):])
	c.counter(s, nonce, 0)
	c.block.Encrypt(s.block[:], s.block[:])
	subtle.XORBytes(tag, tag, s.block[:])
	return plain, subtle.ConstantTimeCompare(tag[:c.icv], x.ICV()) == 1
}

// authenticate is the CBC-MAC of RFC 3610 section 2.2, in s.sum.
func (c *ccmCipher) authenticate(s *Scratch, nonce, aad, plain []byte) []byte {
	x := s.sum[:16]
	x[0] = 1<<6 | byte(c.icv-2)/2<<3 | ccmLength // there is always AAD
	copy(x[1:], nonce)
	binary.BigEndian.PutUint32(x[12:], uint32(len(plain)))
	c.block.Encrypt(x, x)

	// The length of the AAD stands before it: in two bytes, or six.
	n := 2
	if len(aad) < 0xff00 {
		binary.BigEndian.PutUint16(s.block[:], uint16(len(aad)))
	} else {
		n = 6
		binary.BigEndian.PutUint16(s.block[:], 0xfffe)
		binary.BigEndian.PutUint32(s.block[2:], uint32(len(aad)))
	}
	subtle.XORBytes(x, x, s.block[:n])
	c.chain(x, n, aad)
	c.chain(x, 0, plain)
	return x
}

// chain takes data, padded with zeros, into the CBC-MAC x, whose block has n
// bytes yet.
func (c *ccmCipher) chain(x []byte, n int, data []byte) {
	for len(data) > 0 {
		took := subtle.XORBytes(x[n:], x[n:], data)
		data = data[took:]
		n = 0
		c.block.Encrypt(x, x)
	}
}
