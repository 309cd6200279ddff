package crypt

import "github.com/pktscope/pktscope/dissect/ipsec"

// A mode is how a cipher is run.
type mode uint8

const (
	unsupported mode = iota
	null             // RFC 2410
	cbc              // RFC 2451
	ctr              // RFC 3686
	ccm              // RFC 4309
	gcm              // RFC 4106
	gmac             // RFC 4543
	chacha           // RFC 7634
)

// modeOf is the mode of e, unsupported where there is no implementation of it.
func modeOf(e ipsec.Encr) mode {
	switch e {
	case ipsec.EncrNull:
		return null
	case ipsec.EncrDESIV64, ipsec.EncrDES, ipsec.Encr3DES, ipsec.EncrCAST, ipsec.EncrBlowfish, ipsec.EncrAESCBC,
		ipsec.EncrCamelliaCBC, ipsec.EncrTwofishCBC:
		return cbc
	case ipsec.EncrAESCTR, ipsec.EncrCamelliaCTR:
		return ctr
	case ipsec.EncrAESCCM8, ipsec.EncrAESCCM12, ipsec.EncrAESCCM16, ipsec.EncrAESCCM8IIV,
		ipsec.EncrCamelliaCCM8, ipsec.EncrCamelliaCCM12, ipsec.EncrCamelliaCCM16:
		return ccm
	case ipsec.EncrAESGCM8, ipsec.EncrAESGCM12, ipsec.EncrAESGCM16, ipsec.EncrAESGCM16IIV:
		return gcm
	case ipsec.EncrAESGMAC:
		return gmac
	case ipsec.EncrChaCha20Poly1305, ipsec.EncrChaCha20Poly1305IIV:
		return chacha
	}
	return unsupported
}

// A macKind is the construction of a MAC, and hashKind what HMAC stands on.
type (
	macKind  uint8
	hashKind uint8
)

const (
	macNone macKind = iota
	macHMAC         // RFC 2104
	macXCBC         // RFC 3566
	macCMAC         // RFC 4493
)

const (
	hashNone hashKind = iota
	hashMD5
	hashSHA1
	hashSHA256
	hashSHA384
	hashSHA512
	hashRIPEMD160
	hashKinds // how many there are
)

// macOf is how ICVs of i are made, macNone where that is not implemented.
func macOf(i ipsec.Integ) (macKind, hashKind) {
	switch i {
	case ipsec.IntegMD5_96, ipsec.IntegMD5_128:
		return macHMAC, hashMD5
	case ipsec.IntegSHA1_96, ipsec.IntegSHA1_160:
		return macHMAC, hashSHA1
	case ipsec.IntegSHA2_256_128, ipsec.IntegSHA2_256_96:
		return macHMAC, hashSHA256
	case ipsec.IntegSHA2_384_192:
		return macHMAC, hashSHA384
	case ipsec.IntegSHA2_512_256:
		return macHMAC, hashSHA512
	case ipsec.IntegRIPEMD160_96:
		return macHMAC, hashRIPEMD160
	case ipsec.IntegAESXCBC_96:
		return macXCBC, hashNone
	case ipsec.IntegAESCMAC_96:
		return macCMAC, hashNone
	}
	return macNone, hashNone
}

// macOfPRF is how p is computed, macNone where that is not implemented.
func macOfPRF(p ipsec.PRF) (macKind, hashKind) {
	switch p {
	case ipsec.PRFMD5:
		return macHMAC, hashMD5
	case ipsec.PRFSHA1:
		return macHMAC, hashSHA1
	case ipsec.PRFSHA2_256:
		return macHMAC, hashSHA256
	case ipsec.PRFSHA2_384:
		return macHMAC, hashSHA384
	case ipsec.PRFSHA2_512:
		return macHMAC, hashSHA512
	case ipsec.PRFAES128XCBC:
		return macXCBC, hashNone
	case ipsec.PRFAES128CMAC:
		return macCMAC, hashNone
	}
	return macNone, hashNone
}

// Decrypts reports whether packets of e can be decrypted here.
func Decrypts(e ipsec.Encr) bool { return modeOf(e) != unsupported }
