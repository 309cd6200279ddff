package ipsec

import "iter"

// A PRF is a pseudorandom function by its number in IANA's "IKEv2 Transform
// Type 2"; 0 is none. What only IKEv1 numbers stands behind that registry.
type PRF uint32

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

// PRFNames are what a pseudorandom function is called, "" in a vocabulary that
// has no name for it.
type PRFNames struct {
	IANA      string // PRF_HMAC_SHA2_256; strongSwan has the same
	Transform string // Wireshark, of a transform in IKEv2
	Proposal  string // IOS, "crypto ikev2 proposal"
}

// A prfRow is all that is known of a function. Sizes are bytes.
type prfRow struct {
	prf     PRF
	size    int // of its output, and of the keys that are made for it
	names   PRFNames
	aliases []string // in key files, beside IANA's name, in the form that `plain` returns
}

// prfs are the pseudorandom functions, ordered by number.
var prfs = [...]prfRow{
	{PRFMD5, 16, PRFNames{"PRF_HMAC_MD5", "PRF_HMAC_MD5", "MD5"}, nil},
	{PRFSHA1, 20, PRFNames{"PRF_HMAC_SHA1", "PRF_HMAC_SHA1", "SHA1"}, []string{"sha", "hmac_sha"}},
	{PRFTiger, 24, PRFNames{"PRF_HMAC_TIGER", "PRF_HMAC_TIGER", ""}, nil},
	{PRFAES128XCBC, 16, PRFNames{"PRF_AES128_XCBC", "PRF_AES128_CBC", "AES-XCBC"}, []string{"aes_xcbc"}},
	{PRFSHA2_256, 32, PRFNames{"PRF_HMAC_SHA2_256", "PRF_HMAC_SHA2_256", "SHA256"}, nil},
	{PRFSHA2_384, 48, PRFNames{"PRF_HMAC_SHA2_384", "PRF_HMAC_SHA2_384", "SHA384"}, nil},
	{PRFSHA2_512, 64, PRFNames{"PRF_HMAC_SHA2_512", "PRF_HMAC_SHA2_512", "SHA512"}, nil},
	{PRFAES128CMAC, 16, PRFNames{"PRF_AES128_CMAC", "PRF_AES128_CMAC6", "AES-CMAC"}, []string{"aes_cmac"}},
	{PRFStreebog, 64, PRFNames{"PRF_HMAC_STREEBOG_512", "PRF_HMAC_STREEBOG_512", ""}, nil},
}

// row is the row of p, an empty one where there is none.
func (p PRF) row() *prfRow {
	for i := range prfs {
		if prfs[i].prf == p {
			return &prfs[i]
		}
	}
	return &prfRow{}
}

// Known reports whether p has a row: the function has a name.
func (p PRF) Known() bool { return p.row().prf != 0 }

// Number is the number of p in its own registry, where String has no name.
func (p PRF) Number() uint16 { return uint16(p) }

// Names are what programs call p.
func (p PRF) Names() PRFNames { return p.row().names }

// String is IANA's name, as PRF_HMAC_SHA2_256.
func (p PRF) String() string {
	if name := p.row().names.IANA; name != "" {
		return name
	}
	return unknown("PRF", p)
}

// Size is the length of its output, which is also that of SK_d, SK_pi, SK_pr.
func (p PRF) Size() int { return p.row().size }

// PRFs are all pseudorandom functions that have a row, by number.
func PRFs() iter.Seq[PRF] {
	return func(yield func(PRF) bool) {
		for i := range prfs {
			if !yield(prfs[i].prf) {
				return
			}
		}
	}
}
