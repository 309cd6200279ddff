// Package crypt holds the transforms of IKE and ESP: ciphers, integrity,
// pseudorandom functions, and what is derived with them. It knows keys and
// bytes, no messages: who calls it says where a header ends.
//
// Transforms are told apart by IANA's numbers of IKEv2, which lists nearly all
// that IPsec ever had; IKEv1's phase 1 and the IPsec DOI number them anew, and
// are mapped to those (EncrOfOakley, EncrOfESP, IntegOfDOI, HashOfOakley).
//
// What decrypts packets is made once for a key and does not change afterwards: any
// number of goroutines may use it at once, each with a Scratch of its own.
// Opening allocates nothing then.
//
// # To add a transform
//
// Its number becomes a constant and a row of the table (encr.go, integ.go,
// prf.go). A block cipher in CBC or counter mode is one case more in newBlock
// (block.go), an AEAD one in newCipher (decrypter.go). Its test vectors come from
// its RFC or from another program, never from here.
package crypt
