package vector

import "crypto/aes"

// A CBC decrypts AES-CBC under one key. It is not changed by being used.
type CBC struct{ schedule }

// NewCBC makes a CBC for a key of 16, 24 or 32 bytes.
func NewCBC(key []byte) (*CBC, error) {
	if _, err := aes.NewCipher(key); err != nil {
		return nil, err
	}
	return &CBC{decrypts(key)}, nil
}

// Decrypt decrypts text, a whole number of blocks, to dst, which has as many bytes and
// does not overlap it.
func (c *CBC) Decrypt(dst, iv, text []byte) {
	decryptCBC(&c.schedule, dst[:len(text)], text, iv[:blockSize])
}
