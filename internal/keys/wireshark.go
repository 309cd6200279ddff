package keys

import (
	"strconv"
	"strings"

	"github.com/pktscope/pktscope/internal/crypt"
)

// Wireshark names algorithms as "AES-CBC [RFC3602]". The RFC in brackets says
// nothing more and may be missing.

// algorithm is a name without its RFC, in lower case.
func algorithm(s string) string {
	s, _, _ = strings.Cut(strings.ToLower(s), "[")
	return strings.TrimSpace(s)
}

// wiresharkESPEncr is an algorithm of esp_sa. Old says that the name leaves the
// length of the ICV to the authentication beside it.
func wiresharkESPEncr(s string) (e crypt.Encr, old, ok bool) {
	switch s := algorithm(s); s {
	case "tripledes-cbc":
		return crypt.Encr3DES, false, true
	case "aes-gcm":
		return crypt.EncrAESGCM16, true, true
	case "":
		return 0, false, false
	default:
		name, icv := cutICV(s)
		e, _, ok = crypt.ParseEncr(name)
		return withICV(e, icv), false, ok
	}
}

// wiresharkIKEEncr is an algorithm of ikev2_decryption_table, whose name has
// the length of the key: "AES-GCM-128 with 16 octet ICV [RFC5282]".
func wiresharkIKEEncr(s string) (e crypt.Encr, keyBits int, ok bool) {
	name, icv := cutICV(algorithm(s))
	if name == "" {
		return 0, 0, false
	}
	e, keyBits, ok = crypt.ParseEncr(name)
	return withICV(e, icv), keyBits, ok
}

// cutICV takes " with 16 octet ICV" off a name. icv is 0 where it has none.
func cutICV(s string) (name string, icv int) {
	name, tail, found := strings.Cut(s, " with ")
	if !found {
		return s, 0
	}
	n, isICV := strings.CutSuffix(tail, " octet icv")
	icv, err := strconv.Atoi(n)
	if !isICV || err != nil || icv != 8 && icv != 12 && icv != 16 {
		return s, 0
	}
	return name, icv
}

// withICV is e, which stands for a whole family, with an ICV of that many
// bytes.
func withICV(e crypt.Encr, icv int) crypt.Encr {
	var family [3]crypt.Encr
	switch e {
	case crypt.EncrAESGCM16:
		family = [...]crypt.Encr{crypt.EncrAESGCM8, crypt.EncrAESGCM12, crypt.EncrAESGCM16}
	case crypt.EncrAESCCM16:
		family = [...]crypt.Encr{crypt.EncrAESCCM8, crypt.EncrAESCCM12, crypt.EncrAESCCM16}
	case crypt.EncrCamelliaCCM16:
		family = [...]crypt.Encr{crypt.EncrCamelliaCCM8, crypt.EncrCamelliaCCM12, crypt.EncrCamelliaCCM16}
	}
	for _, f := range family {
		if f != 0 && f.ICVLen() == icv {
			return f
		}
	}
	return e
}

// wiresharkESPInteg is an authentication algorithm of esp_sa.
func wiresharkESPInteg(s string) (crypt.Integ, bool) {
	switch s := algorithm(s); {
	case s == "":
		return 0, false
	case strings.HasPrefix(s, "any "):
		return anyInteg(s)
	case s == "mac-ripemd-160-96":
		return crypt.IntegRIPEMD160_96, true
	default:
		return crypt.ParseInteg(strings.Replace(s, "sha-1", "sha1", 1))
	}
}

// wiresharkIKEInteg is an integrity algorithm of ikev2_decryption_table.
func wiresharkIKEInteg(s string) (crypt.Integ, bool) {
	s = algorithm(s)
	if strings.HasPrefix(s, "any ") {
		return anyInteg(s)
	}
	if s == "" {
		return 0, false
	}
	return crypt.ParseInteg(s)
}

// anyInteg is "ANY 96 bit authentication [no checking]", and for IKEv2 "ANY
// 96-bits of Authentication [No Checking]".
func anyInteg(s string) (crypt.Integ, bool) {
	s = strings.TrimPrefix(s, "any ")
	end := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	if end < 0 {
		return 0, false
	}
	bits, err := strconv.Atoi(s[:end])
	if err != nil || bits%8 != 0 {
		return 0, false
	}
	i := crypt.IntegUnverified(bits / 8)
	return i, i != crypt.IntegNone
}
