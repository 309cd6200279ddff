// Package crypt holds the transforms of IKE and ESP: ciphers, integrity,
// pseudorandom functions, and what is derived with them. It knows keys and
// bytes, no messages: the caller passes the length of a header.
//
// Transforms are identified by the types of dissect/ipsec, which also has the lengths
// of their keys, IVs and ICVs.
//
// A Decrypter is made once for a key and is immutable: any number of goroutines may
// use it at once, each with a Scratch of its own. Decryption allocates nothing.
//
// # To add a transform
//
// Its row is in dissect/ipsec; its mode or MAC is a case of implemented.go. A
// block cipher in CBC or counter mode is one case more in newBlock (block.go), an
// AEAD one in newCipher (decrypter.go). Its test vectors come from its RFC or from
// another program, never from here.
package crypt
