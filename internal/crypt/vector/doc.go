// Package vector decrypts AES-GCM and AES-CBC with the instructions of AVX-512 that
// compute several blocks of AES, and several products of GHASH, at once: VAES and
// VPCLMULQDQ. crypto/aes has those for one block. Where a processor lacks them,
// Available is false, and nothing else here may be called.
package vector
