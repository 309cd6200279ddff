package keys

import (
	"strconv"

	"github.com/pktscope/pktscope/internal/crypt"
)

// espSAEncrName is what Wireshark's esp_sa calls an algorithm.
func espSAEncrName(e crypt.Encr) (string, bool) {
	switch e {
	case crypt.EncrNull:
		return "NULL", true
	case crypt.EncrDES:
		return "DES-CBC [RFC2405]", true
	case crypt.Encr3DES:
		return "TripleDES-CBC [RFC2451]", true
	case crypt.EncrAESCBC:
		return "AES-CBC [RFC3602]", true
	case crypt.EncrAESCTR:
		return "AES-CTR [RFC3686]", true
	case crypt.EncrCAST:
		return "CAST5-CBC [RFC2144]", true
	case crypt.EncrBlowfish:
		return "BLOWFISH-CBC [RFC2451]", true
	case crypt.EncrTwofishCBC:
		return "TWOFISH-CBC", true
	case crypt.EncrAESGCM8, crypt.EncrAESGCM12, crypt.EncrAESGCM16:
		return "AES-GCM with " + strconv.Itoa(e.ICVLen()) + " octet ICV [RFC4106]", true
	}
	return "", false
}

// espSAIntegName is what Wireshark's esp_sa calls an algorithm.
func espSAIntegName(i crypt.Integ) (string, bool) {
	switch i {
	case crypt.IntegNone:
		return "NULL", true
	case crypt.IntegMD5_96:
		return "HMAC-MD5-96 [RFC2403]", true
	case crypt.IntegSHA1_96:
		return "HMAC-SHA-1-96 [RFC2404]", true
	case crypt.IntegSHA2_256_96:
		return "HMAC-SHA-256-96 [draft-ietf-ipsec-ciph-sha-256-00]", true
	case crypt.IntegSHA2_256_128:
		return "HMAC-SHA-256-128 [RFC4868]", true
	case crypt.IntegSHA2_384_192:
		return "HMAC-SHA-384-192 [RFC4868]", true
	case crypt.IntegSHA2_512_256:
		return "HMAC-SHA-512-256 [RFC4868]", true
	case crypt.IntegRIPEMD160_96:
		return "MAC-RIPEMD-160-96 [RFC2857]", true
	}
	// Those that Wireshark does not know have ICVs that it can cut off unseen.
	switch n := 8 * i.ICVLen(); n {
	case 64, 96, 128, 192, 256:
		return "ANY " + strconv.Itoa(n) + " bit authentication [no checking]", true
	}
	return "", false
}

// ikev2EncrName is what Wireshark's ikev2_decryption_table calls an algorithm.
func ikev2EncrName(e crypt.Encr, keyBits int) (string, bool) {
	bits := strconv.Itoa(keyBits)
	switch e {
	case crypt.EncrNull:
		return "NULL [RFC2410]", true
	case crypt.Encr3DES:
		return "3DES [RFC2451]", true
	case crypt.EncrAESCBC:
		return "AES-CBC-" + bits + " [RFC3602]", true
	case crypt.EncrAESCTR:
		return "AES-CTR-" + bits + " [RFC5930]", true
	case crypt.EncrAESGCM8, crypt.EncrAESGCM12, crypt.EncrAESGCM16:
		return "AES-GCM-" + bits + " with " + strconv.Itoa(e.ICVLen()) + " octet ICV [RFC5282]", true
	case crypt.EncrAESCCM8, crypt.EncrAESCCM12, crypt.EncrAESCCM16:
		return "AES-CCM-" + bits + " with " + strconv.Itoa(e.ICVLen()) + " octet ICV [RFC5282]", true
	}
	return "", false
}

// ikev2IntegName is what Wireshark's ikev2_decryption_table calls an algorithm.
func ikev2IntegName(i crypt.Integ) (string, bool) {
	switch i {
	case crypt.IntegNone:
		return "NONE [RFC4306]", true
	case crypt.IntegMD5_96:
		return "HMAC_MD5_96 [RFC2403]", true
	case crypt.IntegSHA1_96:
		return "HMAC_SHA1_96 [RFC2404]", true
	case crypt.IntegMD5_128:
		return "HMAC_MD5_128 [RFC4595]", true
	case crypt.IntegSHA1_160:
		return "HMAC_SHA1_160 [RFC4595]", true
	case crypt.IntegSHA2_256_96:
		return "HMAC_SHA2_256_96 [draft-ietf-ipsec-ciph-sha-256-00]", true
	case crypt.IntegSHA2_256_128:
		return "HMAC_SHA2_256_128 [RFC4868]", true
	case crypt.IntegSHA2_384_192:
		return "HMAC_SHA2_384_192 [RFC4868]", true
	case crypt.IntegSHA2_512_256:
		return "HMAC_SHA2_512_256 [RFC4868]", true
	}
	switch n := 8 * i.ICVLen(); n {
	case 64, 96, 128, 160, 192, 256:
		return "ANY " + strconv.Itoa(n) + "-bits of Authentication [No Checking]", true
	}
	return "", false
}
