package crypt

// An Integ is an integrity algorithm by its number in IANA's "IKEv2 Transform
// Type 3". Those that never got one have a number from the range for private
// use.
type Integ uint16

// The integrity algorithms.
const (
	IntegNone          Integ = 0
	IntegMD5_96        Integ = 1
	IntegSHA1_96       Integ = 2
	IntegDESMAC        Integ = 3
	IntegKPDK          Integ = 4
	IntegAESXCBC_96    Integ = 5
	IntegMD5_128       Integ = 6
	IntegSHA1_160      Integ = 7
	IntegAESCMAC_96    Integ = 8
	IntegAES128GMAC    Integ = 9 // AH only
	IntegAES192GMAC    Integ = 10
	IntegAES256GMAC    Integ = 11
	IntegSHA2_256_128  Integ = 12
	IntegSHA2_384_192  Integ = 13
	IntegSHA2_512_256  Integ = 14
	IntegSHA2_256_96   Integ = 1026       // strongSwan's number; draft-ietf-ipsec-ciph-sha-256-00
	IntegRIPEMD160_96  Integ = 0xff00 + 8 // 0xff00 and its number in the IPsec DOI
	integPrivate       Integ = 0xff80     // those below have no number anywhere
	IntegUnverified64  Integ = integPrivate + 8
	IntegUnverified96  Integ = integPrivate + 12
	IntegUnverified128 Integ = integPrivate + 16
	IntegUnverified160 Integ = integPrivate + 20
	IntegUnverified192 Integ = integPrivate + 24
	IntegUnverified256 Integ = integPrivate + 32
)

// integInfo is what is known of an algorithm. Sizes are bytes.
type integInfo struct {
	integ Integ
	name  string // IANA's
	key   int
	icv   int
	mac   macKind
	hash  hashKind
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

// integs are ordered by number.
var integs = []integInfo{
	{IntegNone, "NONE", 0, 0, macNone, hashNone},
	{IntegMD5_96, "AUTH_HMAC_MD5_96", 16, 12, macHMAC, hashMD5},
	{IntegSHA1_96, "AUTH_HMAC_SHA1_96", 20, 12, macHMAC, hashSHA1},
	{IntegDESMAC, "AUTH_DES_MAC", 8, 8, macNone, hashNone},
	{IntegKPDK, "AUTH_KPDK_MD5", 16, 16, macNone, hashNone},
	{IntegAESXCBC_96, "AUTH_AES_XCBC_96", 16, 12, macXCBC, hashNone},
	{IntegMD5_128, "AUTH_HMAC_MD5_128", 16, 16, macHMAC, hashMD5},
	{IntegSHA1_160, "AUTH_HMAC_SHA1_160", 20, 20, macHMAC, hashSHA1},
	{IntegAESCMAC_96, "AUTH_AES_CMAC_96", 16, 12, macCMAC, hashNone},
	{IntegAES128GMAC, "AUTH_AES_128_GMAC", 20, 16, macNone, hashNone},
	{IntegAES192GMAC, "AUTH_AES_192_GMAC", 28, 16, macNone, hashNone},
	{IntegAES256GMAC, "AUTH_AES_256_GMAC", 36, 16, macNone, hashNone},
	{IntegSHA2_256_128, "AUTH_HMAC_SHA2_256_128", 32, 16, macHMAC, hashSHA256},
	{IntegSHA2_384_192, "AUTH_HMAC_SHA2_384_192", 48, 24, macHMAC, hashSHA384},
	{IntegSHA2_512_256, "AUTH_HMAC_SHA2_512_256", 64, 32, macHMAC, hashSHA512},
	{IntegSHA2_256_96, "AUTH_HMAC_SHA2_256_96", 32, 12, macHMAC, hashSHA256},
	{IntegRIPEMD160_96, "AUTH_HMAC_RIPEMD_160_96", 20, 12, macHMAC, hashRIPEMD160},
	{IntegUnverified64, "AUTH_UNVERIFIED_64", 0, 8, macNone, hashNone},
	{IntegUnverified96, "AUTH_UNVERIFIED_96", 0, 12, macNone, hashNone},
	{IntegUnverified128, "AUTH_UNVERIFIED_128", 0, 16, macNone, hashNone},
	{IntegUnverified160, "AUTH_UNVERIFIED_160", 0, 20, macNone, hashNone},
	{IntegUnverified192, "AUTH_UNVERIFIED_192", 0, 24, macNone, hashNone},
	{IntegUnverified256, "AUTH_UNVERIFIED_256", 0, 32, macNone, hashNone},
}

// IntegUnverified is the algorithm of an ICV of n bytes of which nobody knows
// how it is made, and that is cut off unseen; IntegNone where n is no length
// that any has.
func IntegUnverified(n int) Integ {
	if i := integPrivate + Integ(n); n > 0 && n <= 32 && i.info().name != "" {
		return i
	}
	return IntegNone
}

// info is the row of i; the zero row where there is none.
func (i Integ) info() integInfo {
	for j := range integs {
		if integs[j].integ == i {
			return integs[j]
		}
	}
	return integInfo{}
}

// String is IANA's name, as AUTH_HMAC_SHA1_96.
func (i Integ) String() string {
	if name := i.info().name; name != "" {
		return name
	}
	return unknown("AUTH", uint16(i))
}

// Supported reports whether ICVs of i can be verified here. Those of IntegNone
// and of the unverified are none.
func (i Integ) Supported() bool { return i.info().mac != macNone }

// KeyLen is the length of a key: IPsec has one for each algorithm.
func (i Integ) KeyLen() int { return i.info().key }

// ICVLen is the length of the integrity check value on the wire.
func (i Integ) ICVLen() int { return i.info().icv }

// CheckKey says what is wrong with the length n of a key.
func (i Integ) CheckKey(n int) error {
	in := i.info()
	switch {
	case in.name == "":
		return &UnsupportedError{i.String()}
	case n != in.key:
		return &KeyLengthError{Transform: in.name, Got: n, Want: Lengths{in.key, in.key, 0}}
	}
	return nil
}
