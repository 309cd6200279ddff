package crypt

// A PRF is a pseudorandom function by its number in IANA's "IKEv2 Transform
// Type 2".
type PRF uint16

// The pseudorandom functions.
const (
	PRFMD5        PRF = 1
	PRFSHA1       PRF = 2
	PRFTiger      PRF = 3
	PRFAES128XCBC PRF = 4
	PRFSHA2_256   PRF = 5
	PRFSHA2_384   PRF = 6
	PRFSHA2_512   PRF = 7
	PRFAES128CMAC PRF = 8
	PRFStreebog   PRF = 9
)

// prfInfo is what is known of a function. Sizes are bytes.
type prfInfo struct {
	prf  PRF
	name string // IANA's
	size int    // of its output, and of the keys that are made for it
	mac  macKind
	hash hashKind
}

// prfs are ordered by number.
var prfs = []prfInfo{
	{PRFMD5, "PRF_HMAC_MD5", 16, macHMAC, hashMD5},
	{PRFSHA1, "PRF_HMAC_SHA1", 20, macHMAC, hashSHA1},
	{PRFTiger, "PRF_HMAC_TIGER", 24, macNone, hashNone},
	{PRFAES128XCBC, "PRF_AES128_XCBC", 16, macXCBC, hashNone},
	{PRFSHA2_256, "PRF_HMAC_SHA2_256", 32, macHMAC, hashSHA256},
	{PRFSHA2_384, "PRF_HMAC_SHA2_384", 48, macHMAC, hashSHA384},
	{PRFSHA2_512, "PRF_HMAC_SHA2_512", 64, macHMAC, hashSHA512},
	{PRFAES128CMAC, "PRF_AES128_CMAC", 16, macCMAC, hashNone},
	{PRFStreebog, "PRF_HMAC_STREEBOG_512", 64, macNone, hashNone},
}

// info is the row of p; the zero row where there is none.
func (p PRF) info() prfInfo {
	for i := range prfs {
		if prfs[i].prf == p {
			return prfs[i]
		}
	}
	return prfInfo{}
}

// String is IANA's name, as PRF_HMAC_SHA2_256.
func (p PRF) String() string {
	if name := p.info().name; name != "" {
		return name
	}
	return unknown("PRF", uint16(p))
}

// Supported reports whether p can be computed here.
func (p PRF) Supported() bool { return p.info().mac != macNone }

// Size is the length of its output, which is also that of SK_d, SK_pi, SK_pr.
func (p PRF) Size() int { return p.info().size }

// A Hash is a hash algorithm by its number in IKEv1 (IANA's "IPSEC Hash
// Algorithms"). IKEv1 uses it as such and, as HMAC, for its PRF.
type Hash uint16

// The hash algorithms.
const (
	HashMD5      Hash = 1
	HashSHA1     Hash = 2
	HashTiger    Hash = 3
	HashSHA2_256 Hash = 4
	HashSHA2_384 Hash = 5
	HashSHA2_512 Hash = 6
)

// hashes are ordered by number.
var hashes = [...]struct {
	name string // IANA's
	prf  PRF
}{
	HashMD5:      {"MD5", PRFMD5},
	HashSHA1:     {"SHA", PRFSHA1},
	HashTiger:    {"Tiger", PRFTiger},
	HashSHA2_256: {"SHA2-256", PRFSHA2_256},
	HashSHA2_384: {"SHA2-384", PRFSHA2_384},
	HashSHA2_512: {"SHA2-512", PRFSHA2_512},
}

// String is IANA's name, as SHA2-256.
func (h Hash) String() string {
	if int(h) < len(hashes) && hashes[h].name != "" {
		return hashes[h].name
	}
	return unknown("hash", uint16(h))
}

// PRF is the HMAC of h, IKEv1's pseudorandom function where none was
// negotiated (RFC 2409 section 4); 0 for a number without a hash.
func (h Hash) PRF() PRF {
	if int(h) < len(hashes) {
		return hashes[h].prf
	}
	return 0
}

// Supported reports whether h can be computed here.
func (h Hash) Supported() bool { return h.PRF().Supported() }

// Size is the length of its output.
func (h Hash) Size() int { return h.PRF().Size() }
