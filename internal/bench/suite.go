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

// A suite is what protects the packets of a tunnel's file: its name, what
// Wireshark's table of SAs calls its algorithms, and what seals and opens with
// Go's crypto and nothing else.
type suite struct {
	name        string
	encr, integ string // tshark's names; "" where it does not know them
	ours        string // the name in our own key files
	auth        string
	key, mac    []byte
	iv, icv     int
	block       int // what payload and trailer are padded to a multiple of
	make        func(key, mac []byte) sealer
}

// A sealer seals and opens ESP packets, whose SPI and sequence number stand in
// the first 8 bytes and whose IV is behind them. One goroutine uses it.
type sealer interface {
	seal(packet []byte)              // in place; the ICV's room is at its end
	open(room, packet []byte) []byte // nil if the ICV is wrong
}

// espHeader is the length of SPI and sequence number.
const espHeader = 8

// suites are the tunnels that are raced over.
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

// filled is a key of n bytes.
func filled(n int, with byte) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = with ^ byte(i)*0x1d
	}
	return b
}

// A cbcSHA1 is AES-CBC with HMAC-SHA1-96.
type cbcSHA1 struct {
	encrypt, decrypt ivSetter
	mac              hash.Hash
	sum              [sha1.Size]byte
}

// An ivSetter is what Go's CBC is beside a cipher.BlockMode.
type ivSetter interface {
	cipher.BlockMode
	SetIV([]byte)
}

func newCBC(key, mac []byte) sealer {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil
	}
	iv := make([]byte, aes.BlockSize)
	return &cbcSHA1{
		encrypt: cipher.NewCBCEncrypter(block, iv).(ivSetter), decrypt: cipher.NewCBCDecrypter(block, iv).(ivSetter),
		mac: hmac.New(sha1.New, mac),
	}
}

func (c *cbcSHA1) icv(sealed []byte) []byte {
	c.mac.Reset()
	c.mac.Write(sealed)
	return c.mac.Sum(c.sum[:0])[:12]
}

func (c *cbcSHA1) seal(packet []byte) {
	end := len(packet) - 12
	text := packet[espHeader+aes.BlockSize : end]
	c.encrypt.SetIV(packet[espHeader : espHeader+aes.BlockSize])
	c.encrypt.CryptBlocks(text, text)
	copy(packet[end:], c.icv(packet[:end]))
}

func (c *cbcSHA1) open(room, packet []byte) []byte {
	end := len(packet) - 12
	if !hmac.Equal(c.icv(packet[:end]), packet[end:]) {
		return nil
	}
	text := packet[espHeader+aes.BlockSize : end]
	plain := room[:len(text)]
	c.decrypt.SetIV(packet[espHeader : espHeader+aes.BlockSize])
	c.decrypt.CryptBlocks(plain, text)
	return plain
}

// An aead is AES-GCM or ChaCha20-Poly1305: RFC 4106, RFC 7634.
type aead struct {
	cipher.AEAD
	nonce [12]byte // 4 bytes of salt, 8 of the IV
}

func newGCM(key, _ []byte) sealer {
	block, err := aes.NewCipher(key[:len(key)-4])
	if err != nil {
		return nil
	}
	gcm, err := cipher.NewGCM(block)
	return salted(gcm, err, key)
}

func newChaCha(key, _ []byte) sealer {
	a, err := chacha20poly1305.New(key[:len(key)-4])
	return salted(a, err, key)
}

func salted(a cipher.AEAD, err error, key []byte) sealer {
	if err != nil {
		return nil
	}
	s := &aead{AEAD: a}
	copy(s.nonce[:], key[len(key)-4:])
	return s
}

func (a *aead) seal(packet []byte) {
	copy(a.nonce[4:], packet[espHeader:espHeader+8])
	text := packet[espHeader+8 : len(packet)-16]
	a.Seal(text[:0], a.nonce[:], text, packet[:espHeader])
}

func (a *aead) open(room, packet []byte) []byte {
	copy(a.nonce[4:], packet[espHeader:espHeader+8])
	plain, err := a.Open(room[:0], a.nonce[:], packet[espHeader+8:], packet[:espHeader])
	if err != nil {
		return nil
	}
	return plain
}

// packet makes the n-th ESP packet of a tunnel: inner, padded, sealed.
func (s *suite) packet(b []byte, with sealer, spi, n uint32, inner []byte) []byte {
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
	with.seal(b[at:])
	return b
}

// inner is how long an inner packet may be for a tunnel's packet to be of size
// bytes with its outer IP header.
func (s *suite) inner(size int) int {
	text := size - 20 - espHeader - s.iv - s.icv
	return text - text%s.block - 2
}
