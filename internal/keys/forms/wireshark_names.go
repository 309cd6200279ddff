package forms

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/pktscope/pktscope/dissect/ipsec"
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
func wiresharkESPEncr(s string) (e ipsec.Encr, old, ok bool) {
	switch s := algorithm(s); s {
	case "tripledes-cbc":
		return ipsec.Encr3DES, false, true
	case "aes-gcm":
		return ipsec.EncrAESGCM16, true, true
	case "":
		return 0, false, false
	default:
		for e := range ipsec.Encrs() {
			if algorithm(e.Names().ESPTable) == s {
				return e, false, true
			}
		}
		name, icv := cutICV(s)
		e, _, ok = ipsec.ParseEncr(name)
		return e.WithICV(icv), false, ok
	}
}

// wiresharkIKEEncr is an algorithm of ikev2_decryption_table, whose name has
// the length of the key: "AES-GCM-128 with 16 octet ICV [RFC5282]".
func wiresharkIKEEncr(s string) (e ipsec.Encr, keyBits int, ok bool) {
	name, icv := cutICV(algorithm(s))
	if name == "" {
		return 0, 0, false
	}
	e, keyBits, ok = ipsec.ParseEncr(name)
	return e.WithICV(icv), keyBits, ok
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

// wiresharkESPInteg is an authentication algorithm of esp_sa.
func wiresharkESPInteg(s string) (ipsec.Integ, bool) {
	switch s := algorithm(s); {
	case s == "":
		return 0, false
	case strings.HasPrefix(s, "any "):
		return anyInteg(s)
	case s == "mac-ripemd-160-96":
		return ipsec.IntegRIPEMD160_96, true
	default:
		return ipsec.ParseInteg(strings.Replace(s, "sha-1", "sha1", 1))
	}
}

// wiresharkIKEInteg is an integrity algorithm of ikev2_decryption_table.
func wiresharkIKEInteg(s string) (ipsec.Integ, bool) {
	s = algorithm(s)
	if strings.HasPrefix(s, "any ") {
		return anyInteg(s)
	}
	if s == "" {
		return 0, false
	}
	return ipsec.ParseInteg(s)
}

// anyInteg is "ANY 96 bit authentication [no checking]", and for IKEv2 "ANY
// 96-bits of Authentication [No Checking]".
func anyInteg(s string) (ipsec.Integ, bool) {
	s = strings.TrimPrefix(s, "any ")
	end := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	if end < 0 {
		return 0, false
	}
	bits, err := strconv.Atoi(s[:end])
	if err != nil || bits%8 != 0 {
		return 0, false
	}
	i := ipsec.IntegUnverified(bits / 8)
	return i, i != ipsec.IntegNone
}

// espSAEncrName is what Wireshark's esp_sa calls an algorithm.
func espSAEncrName(e ipsec.Encr) (string, bool) {
	name := e.Names().ESPTable
	return name, name != ""
}

// espSAIntegName is what Wireshark's esp_sa calls an algorithm.
func espSAIntegName(i ipsec.Integ) (string, bool) {
	name := cmp.Or(i.Names().ESPTable, cutOff(i).ESPTable)
	return name, name != ""
}

// cutOff are the names for an ICV as long as i's that is cut off and not
// verified: what Wireshark can do with an algorithm that it does not know.
func cutOff(i ipsec.Integ) (n ipsec.IntegNames) {
	if unverified := ipsec.IntegUnverified(i.ICVLen()); unverified != ipsec.IntegNone {
		n = unverified.Names()
	}
	return n
}

// ikev2EncrName is what Wireshark's ikev2_decryption_table calls an algorithm.
func ikev2EncrName(e ipsec.Encr, keyBits int) (string, bool) {
	name := e.Names().IKETable
	return strings.Replace(name, "*", strconv.Itoa(keyBits), 1), name != ""
}

// ikev2IntegName is what Wireshark's ikev2_decryption_table calls an algorithm.
func ikev2IntegName(i ipsec.Integ) (string, bool) {
	name := cmp.Or(i.Names().IKETable, cutOff(i).IKETable)
	return name, name != ""
}
