package ipsec

import (
	"iter"
	"strings"
)

// An Integ is an integrity algorithm by its number in IANA's "IKEv2 Transform
// Type 3"; 0 is none. What only IKEv1 numbers stands behind that registry.
type Integ uint32

// The integrity algorithms.
const (
	IntegNone         Integ = 0
	IntegMD5_96       Integ = 1
	IntegSHA1_96      Integ = 2
	IntegDESMAC       Integ = 3
	IntegKPDK         Integ = 4
	IntegAESXCBC_96   Integ = 5
	IntegMD5_128      Integ = 6
	IntegSHA1_160     Integ = 7
	IntegAESCMAC_96   Integ = 8
	IntegAES128GMAC   Integ = 9 // AH only
	IntegAES192GMAC   Integ = 10
	IntegAES256GMAC   Integ = 11
	IntegSHA2_256_128 Integ = 12
	IntegSHA2_384_192 Integ = 13
	IntegSHA2_512_256 Integ = 14
	IntegSHA2_256_96  Integ = 1026 // strongSwan's number; draft-ietf-ipsec-ciph-sha-256-00
	IntegRIPEMD160_96 Integ = doi + 8

	// An ICV of that many bits, of which the algorithm is not known.
	IntegUnverified64  Integ = own + 8
	IntegUnverified96  Integ = own + 12
	IntegUnverified128 Integ = own + 16
	IntegUnverified160 Integ = own + 20
	IntegUnverified192 Integ = own + 24
	IntegUnverified256 Integ = own + 32
)

// IntegNames are what an integrity algorithm is called, "" in a vocabulary that
// has no name for it.
type IntegNames struct {
	IANA         string // AUTH_HMAC_SHA1_96; strongSwan leaves out the prefix
	Transform    string // Wireshark, of a transform in IKEv2
	Attribute    string // Wireshark, of attribute 5 of an IPsec SA in IKEv1
	AH           string // Wireshark, of an AH transform in IKEv1
	ESPTable     string // Wireshark, in its table esp_sa and in the detail of a packet
	IKETable     string // Wireshark, in its table ikev2_decryption_table
	IKELabel     string // Wireshark, in the detail of a message
	Proposal     string // IOS, "crypto ikev2 proposal"
	TransformSet string // IOS, "crypto ipsec transform-set"
	Kernel       string // Linux, "ip xfrm state"
}

// An integRow is all that is known of an integrity algorithm. Sizes are bytes.
type integRow struct {
	integ         Integ
	doi           uint16 // RFC 2407, section 4.5, attribute 5; 0: none
	key           int
	icv           int
	names         IntegNames
	aliases       []string // in key files, beside IANA's name, in the form that `plain` returns
	kernelAliases []string
}

// integs are the integrity algorithms, ordered by number.
var integs = [...]integRow{
	{
		integ:   IntegNone,
		names:   IntegNames{IANA: "NONE", Transform: "NONE", ESPTable: "NULL", IKETable: "NONE [RFC4306]", Kernel: "digest_null"},
		aliases: []string{"null", ""}, kernelAliases: []string{""},
	},
	{
		integ: IntegMD5_96, doi: 1, key: 16, icv: 12,
		names: IntegNames{
			IANA: "AUTH_HMAC_MD5_96", Transform: "AUTH_HMAC_MD5_96", Attribute: "HMAC-MD5", AH: "MD5",
			ESPTable: "HMAC-MD5-96 [RFC2403]", IKETable: "HMAC_MD5_96 [RFC2403]", IKELabel: "HMAC_MD5_96 [RFC2403]",
			Proposal: "MD596", TransformSet: "esp-md5-hmac", Kernel: "hmac(md5)",
		},
		kernelAliases: []string{"md5"},
	},
	{
		integ: IntegSHA1_96, doi: 2, key: 20, icv: 12,
		names: IntegNames{
			IANA: "AUTH_HMAC_SHA1_96", Transform: "AUTH_HMAC_SHA1_96", Attribute: "HMAC-SHA", AH: "SHA",
			ESPTable: "HMAC-SHA-1-96 [RFC2404]", IKETable: "HMAC_SHA1_96 [RFC2404]", IKELabel: "HMAC_SHA1_96 [RFC2404]",
			Proposal: "SHA96", TransformSet: "esp-sha-hmac", Kernel: "hmac(sha1)",
		},
		kernelAliases: []string{"sha1"},
	},
	{
		integ: IntegDESMAC, doi: 3, key: 8, icv: 8,
		names: IntegNames{IANA: "AUTH_DES_MAC", Transform: "AUTH_DES_MAC", Attribute: "DES-MAC", AH: "DES"},
	},
	{
		integ: IntegKPDK, doi: 4, key: 16, icv: 16,
		names: IntegNames{IANA: "AUTH_KPDK_MD5", Transform: "AUTH_KPDK_MD5", Attribute: "KPDK"},
	},
	{
		integ: IntegAESXCBC_96, doi: 9, key: 16, icv: 12,
		names: IntegNames{
			IANA: "AUTH_AES_XCBC_96", Transform: "AUTH_AES_XCBC_96", Attribute: "AES-XCBC-MAC",
			IKELabel: "AES_XCBC_96 [RFC3566]", Proposal: "AES-XCBC", Kernel: "xcbc(aes)",
		},
	},
	{
		integ: IntegMD5_128, key: 16, icv: 16,
		names: IntegNames{
			IANA: "AUTH_HMAC_MD5_128", Transform: "AUTH_HMAC_MD5_128",
			IKETable: "HMAC_MD5_128 [RFC4595]", IKELabel: "HMAC_MD5_128 [RFC4595]", Kernel: "hmac(md5)",
		},
		kernelAliases: []string{"md5"},
	},
	{
		integ: IntegSHA1_160, key: 20, icv: 20,
		names: IntegNames{
			IANA: "AUTH_HMAC_SHA1_160", Transform: "AUTH_HMAC_SHA1_160",
			IKETable: "HMAC_SHA1_160 [RFC4595]", IKELabel: "HMAC_SHA1_160 [RFC4595]", Kernel: "hmac(sha1)",
		},
		kernelAliases: []string{"sha1"},
	},
	{
		integ: IntegAESCMAC_96, key: 16, icv: 12,
		names: IntegNames{
			IANA: "AUTH_AES_CMAC_96", Transform: "AUTH_AES_CMAC_96",
			IKELabel: "AES_CMAC_96 [RFC4494]", Proposal: "AES-CMAC", Kernel: "cmac(aes)",
		},
	},
	{
		integ: IntegAES128GMAC, doi: 11, key: 20, icv: 16,
		names: IntegNames{IANA: "AUTH_AES_128_GMAC", Transform: "AUTH_AES_128_GMAC", Attribute: "AES-128-GMAC"},
	},
	{
		integ: IntegAES192GMAC, doi: 12, key: 28, icv: 16,
		names: IntegNames{IANA: "AUTH_AES_192_GMAC", Transform: "AUTH_AES_192_GMAC", Attribute: "AES-192-GMAC"},
	},
	{
		integ: IntegAES256GMAC, doi: 13, key: 36, icv: 16,
		names: IntegNames{IANA: "AUTH_AES_256_GMAC", Transform: "AUTH_AES_256_GMAC", Attribute: "AES-256-GMAC"},
	},
	{
		integ: IntegSHA2_256_128, doi: 5, key: 32, icv: 16,
		names: IntegNames{
			IANA: "AUTH_HMAC_SHA2_256_128", Transform: "AUTH_HMAC_SHA2_256_128", Attribute: "HMAC-SHA2-256", AH: "SHA2-256",
			ESPTable: "HMAC-SHA-256-128 [RFC4868]", IKETable: "HMAC_SHA2_256_128 [RFC4868]", IKELabel: "HMAC_SHA2_256_128 [RFC4868]",
			Proposal: "SHA256", TransformSet: "esp-sha256-hmac", Kernel: "hmac(sha256)",
		},
		kernelAliases: []string{"sha256"},
	},
	{
		integ: IntegSHA2_384_192, doi: 6, key: 48, icv: 24,
		names: IntegNames{
			IANA: "AUTH_HMAC_SHA2_384_192", Transform: "AUTH_HMAC_SHA2_384_192", Attribute: "HMAC-SHA2-384", AH: "SHA2-384",
			ESPTable: "HMAC-SHA-384-192 [RFC4868]", IKETable: "HMAC_SHA2_384_192 [RFC4868]", IKELabel: "HMAC_SHA2_384_192 [RFC4868]",
			Proposal: "SHA384", TransformSet: "esp-sha384-hmac", Kernel: "hmac(sha384)",
		},
		kernelAliases: []string{"sha384"},
	},
	{
		integ: IntegSHA2_512_256, doi: 7, key: 64, icv: 32,
		names: IntegNames{
			IANA: "AUTH_HMAC_SHA2_512_256", Transform: "AUTH_HMAC_SHA2_512_256", Attribute: "HMAC-SHA2-512", AH: "SHA2-512",
			ESPTable: "HMAC-SHA-512-256 [RFC4868]", IKETable: "HMAC_SHA2_512_256 [RFC4868]", IKELabel: "HMAC_SHA2_512_256 [RFC4868]",
			Proposal: "SHA512", TransformSet: "esp-sha512-hmac", Kernel: "hmac(sha512)",
		},
		kernelAliases: []string{"sha512"},
	},
	{
		integ: IntegSHA2_256_96, key: 32, icv: 12,
		names: IntegNames{
			IANA: "AUTH_HMAC_SHA2_256_96", ESPTable: "HMAC-SHA-256-96 [draft-ietf-ipsec-ciph-sha-256-00]",
			IKETable: "HMAC_SHA2_256_96 [draft-ietf-ipsec-ciph-sha-256-00]", Kernel: "hmac(sha256)",
		},
		kernelAliases: []string{"sha256"},
	},
	{
		integ: IntegRIPEMD160_96, doi: 8, key: 20, icv: 12,
		names: IntegNames{
			IANA: "AUTH_HMAC_RIPEMD_160_96", Attribute: "HMAC-RIPEMD", ESPTable: "MAC-RIPEMD-160-96 [RFC2857]", Kernel: "hmac(rmd160)",
		},
		aliases:       []string{"hmac_ripemd160_96", "hmac_rmd160_96"},
		kernelAliases: []string{"rmd160", "hmac(ripemd160)", "ripemd160"},
	},
	{
		integ: IntegUnverified64, icv: 8,
		names: IntegNames{
			IANA: "AUTH_UNVERIFIED_64", ESPTable: "ANY 64 bit authentication [no checking]",
			IKETable: "ANY 64-bits of Authentication [No Checking]",
		},
	},
	{
		integ: IntegUnverified96, icv: 12,
		names: IntegNames{
			IANA: "AUTH_UNVERIFIED_96", ESPTable: "ANY 96 bit authentication [no checking]",
			IKETable: "ANY 96-bits of Authentication [No Checking]",
		},
	},
	{
		integ: IntegUnverified128, icv: 16,
		names: IntegNames{
			IANA: "AUTH_UNVERIFIED_128", ESPTable: "ANY 128 bit authentication [no checking]",
			IKETable: "ANY 128-bits of Authentication [No Checking]",
		},
	},
	{
		integ: IntegUnverified160, icv: 20,
		names: IntegNames{IANA: "AUTH_UNVERIFIED_160", IKETable: "ANY 160-bits of Authentication [No Checking]"},
	},
	{
		integ: IntegUnverified192, icv: 24,
		names: IntegNames{
			IANA: "AUTH_UNVERIFIED_192", ESPTable: "ANY 192 bit authentication [no checking]",
			IKETable: "ANY 192-bits of Authentication [No Checking]",
		},
	},
	{
		integ: IntegUnverified256, icv: 32,
		names: IntegNames{
			IANA: "AUTH_UNVERIFIED_256", ESPTable: "ANY 256 bit authentication [no checking]",
			IKETable: "ANY 256-bits of Authentication [No Checking]",
		},
	},
}

// IntegUnverified stands for an ICV of n bytes whose algorithm is not known, and
// that is cut off without being verified; IntegNone where no algorithm has an
// ICV of n bytes.
func IntegUnverified(n int) Integ {
	if i := own + Integ(n); n > 0 && n <= 32 && i.Known() {
		return i
	}
	return IntegNone
}

// row is the row of i, an empty one where there is none.
func (i Integ) row() *integRow {
	for j := range integs {
		if integs[j].integ == i {
			return &integs[j]
		}
	}
	return &integRow{}
}

// Known reports whether i has a row: the algorithm has a name.
func (i Integ) Known() bool { return i.row().names.IANA != "" }

// Unverified reports whether i is an ICV whose algorithm is not known.
func (i Integ) Unverified() bool { return i&^0xffff == own }

// Number is the number of i in its own registry, where String has no name.
func (i Integ) Number() uint16 { return uint16(i) }

// Names are what programs call i.
func (i Integ) Names() IntegNames { return i.row().names }

// String is IANA's name, as AUTH_HMAC_SHA1_96.
func (i Integ) String() string {
	if name := i.row().names.IANA; name != "" {
		return name
	}
	return unknown("AUTH", i)
}

// KeyLen is the length of a key: IPsec has one for each algorithm.
func (i Integ) KeyLen() int { return i.row().key }

// ICVLen is the length of the integrity check value on the wire.
func (i Integ) ICVLen() int { return i.row().icv }

// CheckKey says what is wrong with the length n of a key.
func (i Integ) CheckKey(n int) error {
	r := i.row()
	switch {
	case !i.Known():
		return &UnsupportedError{i.String()}
	case n != r.key:
		return &KeyLengthError{Transform: r.names.IANA, Got: n, Want: Lengths{r.key, r.key, 0}}
	}
	return nil
}

// CheckManualKey says what is wrong with the length n of a key that an administrator
// chose: HMAC takes any (RFC 2104, section 3), IKE makes those that CheckKey takes.
func (i Integ) CheckManualKey(n int) error {
	if n > 0 && strings.HasPrefix(i.row().names.IANA, "AUTH_HMAC_") {
		return nil
	}
	return i.CheckKey(n)
}

// Integs are all integrity algorithms that have a row, by number.
func Integs() iter.Seq[Integ] {
	return func(yield func(Integ) bool) {
		for i := range integs {
			if !yield(integs[i].integ) {
				return
			}
		}
	}
}
