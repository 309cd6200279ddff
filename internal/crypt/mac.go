package crypt

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/subtle"
	"encoding"
	"hash"
)

// A mac is a message authentication code under one key. It is not changed by
// being used.
type mac interface {
	// sum is the MAC of data and tail, one after the other, in full length. It
	// stays until the next use of s.
	sum(s *Scratch, data, tail []byte) []byte
}

// newMAC makes the MAC of a construction. The key's length must have been
// checked: RFC 3566 and RFC 4493 take 16 bytes.
func newMAC(kind macKind, h hashKind, key []byte) mac {
	switch kind {
	case macHMAC:
		return newHashMAC(h, key)
	case macXCBC:
		return newXCBC(key)
	case macCMAC:
		return newCMAC(key)
	}
	return nil
}

// A hashMAC is RFC 2104's HMAC. Where the hash can store its state, inner and outer are
// its states behind the padded key; else they are the padded key itself.
type hashMAC struct {
	kind         hashKind
	inner, outer []byte
}

func newHashMAC(kind hashKind, key []byte) *hashMAC {
	h := kind.new()
	if len(key) > h.BlockSize() {
		h.Write(key)
		key = h.Sum(nil)
	}
	return &hashMAC{kind, keyed(h, key, 0x36), keyed(h, key, 0x5c)}
}

// keyed is h's state behind the key, padded to a block and XORed with pad.
func keyed(h hash.Hash, key []byte, pad byte) []byte {
	block := make([]byte, h.BlockSize())
	copy(block, key)
	for i := range block {
		block[i] ^= pad
	}
	if m, ok := h.(encoding.BinaryMarshaler); ok {
		h.Reset()
		h.Write(block)
		if state, err := m.MarshalBinary(); err == nil {
			return state
		}
	}
	return block
}

func (m *hashMAC) sum(s *Scratch, data, tail []byte) []byte {
	h := s.hash(m.kind)
	restore(h, m.inner)
	h.Write(data)
	h.Write(tail)
	digest := h.Sum(s.sum[:0])
	restore(h, m.outer)
	h.Write(digest)
	return h.Sum(s.sum[:0])
}

// restore puts h into the state that keyed made. A state's length is never that
// of a block: it begins with the hash's name.
func restore(h hash.Hash, state []byte) {
	if len(state) != h.BlockSize() {
		if u, ok := h.(encoding.BinaryUnmarshaler); ok && u.UnmarshalBinary(state) == nil {
			return
		}
	}
	h.Reset()
	h.Write(state)
}

// A cbcMAC is a CBC-MAC whose last block is XORed with one of two keys: whole,
// or padded if padding was needed. XCBC and CMAC are two ways to make these.
type cbcMAC struct {
	block         cipher.Block
	whole, padded [aes.BlockSize]byte
}

// newXCBC is RFC 3566's AES-XCBC-MAC: three keys out of one.
func newXCBC(key []byte) *cbcMAC {
	k, _ := aes.NewCipher(key)
	derive := func(n byte) (out [aes.BlockSize]byte) {
		for i := range out {
			out[i] = n
		}
		k.Encrypt(out[:], out[:])
		return out
	}
	k1 := derive(1)
	block, _ := aes.NewCipher(k1[:])
	return &cbcMAC{block, derive(2), derive(3)}
}

// newCMAC is RFC 4493's AES-CMAC: its K1 and K2 are L doubled once and twice,
// section 2.3.
func newCMAC(key []byte) *cbcMAC {
	m := new(cbcMAC)
	m.block, _ = aes.NewCipher(key)
	m.block.Encrypt(m.whole[:], m.whole[:])
	double(&m.whole, &m.whole)
	double(&m.padded, &m.whole)
	return m
}

// double multiplies by x in GF(2^128).
func double(out, in *[aes.BlockSize]byte) {
	carry := in[0] >> 7
	for i := range len(in) - 1 {
		out[i] = in[i]<<1 | in[i+1]>>7
	}
	out[15] = in[15]<<1 ^ carry*0x87
}

func (m *cbcMAC) sum(s *Scratch, data, tail []byte) []byte {
	x := s.sum[:aes.BlockSize]
	clear(x)
	n := 0 // bytes of the block so far
	for _, p := range [...][]byte{data, tail} {
		for len(p) > 0 {
			if n == len(x) { // there is more: it was not the last
				m.block.Encrypt(x, x)
				n = 0
			}
			took := subtle.XORBytes(x[n:], x[n:], p)
			n, p = n+took, p[took:]
		}
	}
	last := &m.whole
	if n < len(x) {
		x[n] ^= 0x80
		last = &m.padded
	}
	subtle.XORBytes(x, x, last[:])
	m.block.Encrypt(x, x)
	return x
}
