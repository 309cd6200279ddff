// Package crypt holds the transforms of IKE and ESP: ciphers, integrity,
// pseudorandom functions, and what is derived with them. It knows keys and
// bytes, no messages: who calls it says where a header ends.
//
// Transforms are told apart by the types of dissect/ipsec, which also knows the
// lengths of their keys, IVs and ICVs.
//
// What decrypts packets is made once for a key and does not change afterwards:
// any number of goroutines may use it at once, each with a Scratch of its own.
// Decrypting allocates nothing then.
//
// # To add a transform
//
// Its row is in dissect/ipsec; its mode or MAC is a case of implemented.go. A
// block cipher in CBC or counter mode is one case more in newBlock (block.go), an
// AEAD one in newCipher (decrypter.go). Its test vectors come from its RFC or from
// another program, never from here.
package crypt
