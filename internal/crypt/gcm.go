package crypt

import (
	"crypto/cipher"
	"crypto/subtle"

	"golang.org/x/crypto/chacha20poly1305"
)

// tagLen is the length of the whole tag of GCM and Poly1305.
const tagLen = 16

// A streamAEAD is a stream cipher with a tag: RFC 4106's AES-GCM, RFC 7634's
// ChaCha20-Poly1305.
type streamAEAD struct {
	aead cipher.AEAD
	salt []byte
}

func newChaCha(key, salt []byte) (*streamAEAD, error) {
	a, err := chacha20poly1305.New(key)
	return &streamAEAD{a, salt}, err
}

func newGCM(block cipher.Block, salt []byte, icv int) (aead, error) {
	if icv < 12 { // shorter tags are not crypto/cipher's
		a, err := cipher.NewGCM(block)
		return &shortGCM{streamAEAD{a, salt}, icv}, err
	}
	a, err := cipher.NewGCMWithTagSize(block, icv)
	return &streamAEAD{a, salt}, err
}

func (c *streamAEAD) verify(s *Scratch, dst []byte, x Encrypted) ([]byte, bool) {
	plain, err := c.aead.Open(dst, x.nonce(s, c.salt), x.packet[x.text:], x.aad(s))
	return plain, err == nil
}

// decrypt seals the ciphertext: XORed with the key stream once more it is the
// plaintext, and the tag that stands behind it is dropped.
func (c *streamAEAD) decrypt(s *Scratch, dst []byte, x Encrypted) []byte {
	n := len(dst) + len(x.Text())
	all, out := extend(dst, len(x.Text())+tagLen)
	c.aead.Seal(out[:0], x.nonce(s, c.salt), x.Text(), nil)
	return all[:n]
}

// A shortGCM is GCM with a tag of less than 12 bytes. It decrypts, seals the
// plaintext again and compares what the packet has of the tag: twice the work
// of GCM, and as fast as its assembly twice.
type shortGCM struct {
	streamAEAD
	icv int
}

func (c *shortGCM) verify(s *Scratch, dst []byte, x Encrypted) ([]byte, bool) {
	plain := c.decrypt(s, dst, x)
	s.room = c.aead.Seal(s.room[:0], x.nonce(s, c.salt), plain[len(dst):], x.aad(s))
	tag := s.room[len(x.Text()):][:c.icv]
	return plain, subtle.ConstantTimeCompare(tag, x.ICV()) == 1
}

// A gmac is RFC 4543's ENCR_NULL_AUTH_AES_GMAC: GCM that encrypts nothing and
// authenticates all.
type gmacCipher struct{ streamAEAD }

func newGMAC(block cipher.Block, salt []byte) (*gmacCipher, error) {
	a, err := cipher.NewGCM(block)
	return &gmacCipher{streamAEAD{a, salt}}, err
}

func (*gmacCipher) decrypt(_ *Scratch, dst []byte, x Encrypted) []byte {
	return append(dst, x.Text()...)
}

// verify authenticates header, IV and text, section 3.3.
func (c *gmacCipher) verify(s *Scratch, dst []byte, x Encrypted) ([]byte, bool) {
	s.room = append(append(s.room[:0], x.aad(s)...), x.packet[x.iv:x.icv]...)
	if _, err := c.aead.Open(nil, x.nonce(s, c.salt), x.ICV(), s.room); err != nil {
		return dst, false
	}
	return c.decrypt(s, dst, x), true
}
