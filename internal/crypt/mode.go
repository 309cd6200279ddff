package crypt

import (
	"crypto/cipher"
	"encoding/binary"
)

// nullCipher is RFC 2410's ENCR_NULL.
type nullCipher struct{}

func (nullCipher) decrypt(_ *Scratch, dst []byte, x Encrypted) []byte {
	return append(dst, x.Text()...)
}

// A cbcCipher is RFC 2451's CBC with an explicit IV, RFC 3602 for AES.
type cbcCipher struct{ block cipher.Block }

func (c cbcCipher) decrypt(_ *Scratch, dst []byte, x Encrypted) []byte {
	return decryptCBC(c.block, dst, x.IV(), x.Text())
}

// A ctrCipher is RFC 3686's counter mode.
type ctrCipher struct {
	block cipher.Block
	salt  []byte
}

// decrypt counts from one, section 4.
func (c *ctrCipher) decrypt(s *Scratch, dst []byte, x Encrypted) []byte {
	copy(s.block[:], x.nonce(s, c.salt))
	binary.BigEndian.PutUint32(s.block[12:], 1)
	return xorCTR(c.block, s, dst, x.Text())
}
