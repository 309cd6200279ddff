package crypt

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"hash"

	//lint:ignore SA1019 old captures are authenticated with it
	"golang.org/x/crypto/ripemd160"
)

// A Scratch is what decrypting a packet needs beside the key: hash states, nonces,
// room. It lets a Decrypter be shared: each goroutine has one Scratch for all
// Decrypters. The zero Scratch is ready; it must not be copied after its first use.
type Scratch struct {
	hashes [hashKinds]hash.Hash
	sum    [maxSum]byte // a MAC
	block  [16]byte     // a counter block, a chaining value
	nonce  [12]byte     // of an AEAD
	high   [4]byte      // of an extended sequence number
	aad    [12]byte     // SPI, extended sequence number
	room   []byte       // for a packet that is sealed again, or put together
}

// maxSum is the longest output of a MAC: that of HMAC-SHA-512.
const maxSum = sha512.Size

// hash is the scratch's hash of kind k, in whatever state.
func (s *Scratch) hash(k hashKind) hash.Hash {
	if s.hashes[k] == nil {
		s.hashes[k] = k.new()
	}
	return s.hashes[k]
}

// new makes a hash; nil is none.
func (k hashKind) new() hash.Hash {
	switch k {
	case hashMD5:
		return md5.New()
	case hashSHA1:
		return sha1.New()
	case hashSHA256:
		return sha256.New()
	case hashSHA384:
		return sha512.New384()
	case hashSHA512:
		return sha512.New()
	case hashRIPEMD160:
		return ripemd160.New()
	}
	return nil
}

// extend appends n bytes to dst, unset, and returns all of it and the new ones.
func extend(dst []byte, n int) (all, tail []byte) {
	if total := len(dst) + n; total <= cap(dst) {
		all = dst[:total]
	} else {
		all = make([]byte, total)
		copy(all, dst)
	}
	return all, all[len(dst):]
}
