package main

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/binary"
	"hash"

	"golang.org/x/crypto/chacha20poly1305"
)

// A suite is the algorithms of a tunnel's file: its name, their names in Wireshark's
// ESP SAs table, and a transform that uses Go's crypto packages alone.
type suite struct {
	name        string
	encr, integ string // Wireshark's names; "" for an algorithm that it lacks
	ours        string // the name in our own key files
	auth        string
	key, mac    []byte
	iv, icv     int
	block       int // payload and trailer are padded to a multiple of it
	make        func(key, mac []byte) espTransform
}

// An espTransform encrypts and decrypts ESP packets (RFC 4303): SPI and sequence
// number in 8 bytes, IV, ciphertext, ICV. It is used by one goroutine.
type espTransform interface {
	encrypt(packet []byte)              // in place; the room for the ICV is at the end
	decrypt(room, packet []byte) []byte // nil if the ICV is wrong
}

// espHeader is the length of SPI and sequence number.
const espHeader = 8

// suites are the algorithms of the tunnel races.
var suites = []suite{
	{
		name: "cbc", encr: "AES-CBC [RFC3602]", integ: "HMAC-SHA-1-96 [RFC2404]", ours: "aes-cbc", auth: "hmac-sha1-96",
		key: filled(16, 1), mac: filled(20, 2), iv: 16, icv: 12, block: 16, make: newCBC,
	},
	{
		name: "gcm", encr: "AES-GCM with 16 octet ICV [RFC4106]", integ: "NULL", ours: "aes-gcm-16",
		key: filled(16+4, 3), iv: 8, icv: 16, block: 4, make: newGCM,
	},
	{
		name: "chacha", ours: "chacha20-poly1305",
		key: filled(32+4, 4), iv: 8, icv: 16, block: 4, make: newChaCha,
	},
}

// filled returns a key of n equal bytes.
func filled(n int, with byte) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = with ^ byte(i)*0x1d
	}
	return b
}

// A cbcSHA1 is AES-CBC with HMAC-SHA1-96.
type cbcSHA1 struct {
	encrypter, decrypter ivSetter
	mac                  hash.Hash
	sum                  [sha1.Size]byte
}

// An ivSetter is a cipher.BlockMode that can be reused, as those of Go's CBC can.
type ivSetter interface {
	cipher.BlockMode
	SetIV([]byte)
}

func newCBC(key, mac []byte) espTransform {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil
	}
	iv := make([]byte, aes.BlockSize)
	return &cbcSHA1{
		encrypter: cipher.NewCBCEncrypter(block, iv).(ivSetter), decrypter: cipher.NewCBCDecrypter(block, iv).(ivSetter),
		mac: hmac.New(sha1.New, mac),
	}
}

func (c *cbcSHA1) icv(authenticated []byte) []byte {
	c.mac.Reset()
	c.mac.Write(authenticated)
	return c.mac.Sum(c.sum[:0])[:12]
}

func (c *cbcSHA1) encrypt(packet []byte) {
	end := len(packet) - 12
	text := packet[espHeader+aes.BlockSize : end]
	c.encrypter.SetIV(packet[espHeader : espHeader+aes.BlockSize])
	c.encrypter.CryptBlocks(text, text)
	copy(packet[end:], c.icv(packet[:end]))
}

func (c *cbcSHA1) decrypt(room, packet []byte) []byte {
	end := len(packet) - 12
	if !hmac.Equal(c.icv(packet[:end]), packet[end:]) {
		return nil
	}
	text := packet[espHeader+aes.BlockSize : end]
	plain := room[:len(text)]
	c.decrypter.SetIV(packet[espHeader : espHeader+aes.BlockSize])
	c.decrypter.CryptBlocks(plain, text)
	return plain
}

// An aead is AES-GCM or ChaCha20-Poly1305: RFC 4106, RFC 7634.
type aead struct {
	cipher.AEAD
	nonce [12]byte // 4 bytes of salt, 8 of the IV
}

func newGCM(key, _ []byte) espTransform {
	block, err := aes.NewCipher(key[:len(key)-4])
	if err != nil {
		return nil
	}
	gcm, err := cipher.NewGCM(block)
	return salted(gcm, err, key)
}

func newChaCha(key, _ []byte) espTransform {
	a, err := chacha20poly1305.New(key[:len(key)-4])
	return salted(a, err, key)
}

func salted(a cipher.AEAD, err error, key []byte) espTransform {
	if err != nil {
		return nil
	}
	s := &aead{AEAD: a}
	copy(s.nonce[:], key[len(key)-4:])
	return s
}

func (a *aead) encrypt(packet []byte) {
	copy(a.nonce[4:], packet[espHeader:espHeader+8])
	text := packet[espHeader+8 : len(packet)-16]
	a.Seal(text[:0], a.nonce[:], text, packet[:espHeader])
}

func (a *aead) decrypt(room, packet []byte) []byte {
	copy(a.nonce[4:], packet[espHeader:espHeader+8])
	plain, err := a.Open(room[:0], a.nonce[:], packet[espHeader+8:], packet[:espHeader])
	if err != nil {
		return nil
	}
	return plain
}

// packet makes the n-th ESP packet of a tunnel: inner, padded and encrypted.
func (s *suite) packet(b []byte, with espTransform, spi, n uint32, inner []byte) []byte {
	b = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(b, spi), n)
	at := len(b) - espHeader
	for i := range s.iv {
		b = append(b, byte(n>>(8*(i%4)))^byte(i))
	}
	b = append(b, inner...)
	pad := 0
	for (len(inner)+pad+2)%s.block != 0 {
		pad++
		b = append(b, byte(pad))
	}
	b = append(b, byte(pad), 4)
	b = append(b, make([]byte, s.icv)...)
	with.encrypt(b[at:])
	return b
}

// inner returns the length of the inner packet of a tunnel packet of size bytes, outer
// IP header included.
func (s *suite) inner(size int) int {
	text := size - 20 - espHeader - s.iv - s.icv
	return text - text%s.block - 2
}
