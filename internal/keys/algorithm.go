package keys

import (
	"strings"

	"github.com/pktscope/pktscope/dissect/ipsec"
)

// Algorithms are called as IANA calls them, without the kind that a name begins with,
// in lower case: aes-gcm-16. The functions ipsec.Parse... read these names.

// EncrName names an encryption algorithm: "aes-cbc"; "" for none.
func EncrName(e ipsec.Encr) string {
	if e == 0 {
		return ""
	}
	return lower(e.String(), "ENCR_")
}

// IntegName names an integrity algorithm: "hmac-sha1-96"; "" for none.
func IntegName(i ipsec.Integ) string {
	if i == ipsec.IntegNone {
		return ""
	}
	return lower(i.String(), "AUTH_")
}

// PRFName names a pseudorandom function: "hmac-sha1"; "" for none.
func PRFName(p ipsec.PRF) string {
	if p == 0 {
		return ""
	}
	return lower(p.String(), "PRF_")
}

// HashName names a hash of version 1: "sha1"; "" for none.
func HashName(h ipsec.Hash) string {
	if h == 0 {
		return ""
	}
	return lower(h.PRF().String(), "PRF_HMAC_")
}

func lower(name, kind string) string {
	return strings.ToLower(strings.ReplaceAll(strings.TrimPrefix(name, kind), "_", "-"))
}
