package crypt

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"crypto/subtle"
	"encoding/binary"
	"errors"

	//lint:ignore SA1019 old captures are encrypted with it
	"golang.org/x/crypto/blowfish"
	//lint:ignore SA1019 old captures are encrypted with it
	"golang.org/x/crypto/cast5"
	//lint:ignore SA1019 old captures are encrypted with it
	"golang.org/x/crypto/twofish"

	"github.com/pktscope/pktscope/dissect/ipsec"
)

// newBlock makes the block cipher of e. The key's length must have been checked.
func newBlock(e ipsec.Encr, key []byte) (cipher.Block, error) {
	switch e {
	case ipsec.EncrDES, ipsec.EncrDESIV64:
		return des.NewCipher(key)
	case ipsec.Encr3DES:
		return des.NewTripleDESCipher(key)
	case ipsec.EncrCAST:
		padded := make([]byte, cast5.KeySize) // RFC 2144 section 2.5
		copy(padded, key)
		return cast5.NewCipher(padded)
	case ipsec.EncrBlowfish:
		return blowfish.NewCipher(key)
	case ipsec.EncrTwofishCBC:
		return twofish.NewCipher(key)
	case ipsec.EncrCamelliaCBC, ipsec.EncrCamelliaCTR, ipsec.EncrCamelliaCCM8, ipsec.EncrCamelliaCCM12, ipsec.EncrCamelliaCCM16:
		return newCamellia(key), nil
	}
	return aes.NewCipher(key)
}

// A CBC decrypts what IKEv1 encrypts: RFC 2409 appendix B, where the IV is not
// in the message. It is not changed by being used.
type CBC struct{ block cipher.Block }

// NewCBC is the cipher of e under key.
func NewCBC(e ipsec.Encr, key Secret) (*CBC, error) {
	if err := e.CheckKey(len(key)); err != nil {
		return nil, err
	}
	if modeOf(e) != cbc {
		return nil, &ipsec.UnsupportedError{Transform: e.String() + " in CBC mode"}
	}
	block, err := newBlock(e, key)
	if err != nil {
		return nil, err
	}
	return &CBC{block}, nil
}

// BlockSize is the length of the IV, and what a message is a multiple of.
func (c *CBC) BlockSize() int { return c.block.BlockSize() }

// ErrIV is an IV whose length is not that of the cipher's block.
var ErrIV = errors.New("the IV is not as long as the cipher's block")

// Decrypt appends the plaintext of text to dst, which must not overlap it. The
// next message's IV is the last block of text.
func (c *CBC) Decrypt(dst, iv, text []byte) ([]byte, error) {
	size := c.block.BlockSize()
	switch {
	case len(iv) != size:
		return dst, ErrIV
	case len(text)%size != 0:
		return dst, ErrPartialBlock
	}
	return decryptCBC(c.block, dst, iv, text), nil
}

// decryptCBC appends the plaintext of text, a whole number of blocks, to dst.
// All blocks are decrypted before any is chained: as nothing overlaps, this
// needs no state, and is faster than crypto/cipher's, which chains each.
func decryptCBC(block cipher.Block, dst, iv, text []byte) []byte {
	if len(text) == 0 {
		return dst
	}
	all, out := extend(dst, len(text))
	size := block.BlockSize()
	for i := 0; i < len(text); i += size {
		block.Decrypt(out[i:i+size], text[i:i+size])
	}
	subtle.XORBytes(out[size:], out[size:], text)
	subtle.XORBytes(out, out[:size], iv)
	return all
}

// xorCTR appends text XORed with the key stream to dst. s.block is the first
// counter block, whose last four bytes count. The counters are written to where
// the plaintext will stand, and encrypted there when all of them are: a
// processor does not like to load at once what was stored in pieces.
func xorCTR(block cipher.Block, s *Scratch, dst, text []byte) []byte {
	all, out := extend(dst, len(text))
	head := s.block[:12]
	n := binary.BigEndian.Uint32(s.block[12:])
	whole := len(out) &^ 15
	for i := 0; i < whole; i += 16 {
		copy(out[i:], head)
		binary.BigEndian.PutUint32(out[i+12:], n)
		n++
	}
	for i := 0; i < whole; i += 16 {
		block.Encrypt(out[i:i+16], out[i:i+16])
	}
	if whole < len(out) {
		binary.BigEndian.PutUint32(s.block[12:], n)
		block.Encrypt(s.block[:], s.block[:])
		copy(out[whole:], s.block[:])
	}
	subtle.XORBytes(out, out, text)
	return all
}
