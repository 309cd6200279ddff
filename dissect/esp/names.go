package esp

import "github.com/pktscope/pktscope/internal/crypt"

// encrName is what Wireshark calls a cipher in its table of SAs.
func encrName(e crypt.Encr) string {
	switch e {
	case crypt.EncrNull:
		return "NULL"
	case crypt.EncrDES:
		return "DES-CBC [RFC2405]"
	case crypt.Encr3DES:
		return "TripleDES-CBC [RFC2451]"
	case crypt.EncrCAST:
		return "CAST5-CBC [RFC2144]"
	case crypt.EncrBlowfish:
		return "BLOWFISH-CBC [RFC2451]"
	case crypt.EncrTwofishCBC:
		return "TWOFISH-CBC"
	case crypt.EncrAESCBC:
		return "AES-CBC [RFC3602]"
	case crypt.EncrAESCTR:
		return "AES-CTR [RFC3686]"
	case crypt.EncrAESGCM8:
		return "AES-GCM with 8 octet ICV [RFC4106]"
	case crypt.EncrAESGCM12:
		return "AES-GCM with 12 octet ICV [RFC4106]"
	case crypt.EncrAESGCM16:
		return "AES-GCM [RFC4106]"
	}
	return e.String()
}

// integName is what Wireshark calls an integrity algorithm there.
func integName(i crypt.Integ) string {
	switch i {
	case crypt.IntegNone:
		return "NULL"
	case crypt.IntegMD5_96:
		return "HMAC-MD5-96 [RFC2403]"
	case crypt.IntegSHA1_96:
		return "HMAC-SHA-1-96 [RFC2404]"
	case crypt.IntegSHA2_256_96:
		return "HMAC-SHA-256-96 [draft-ietf-ipsec-ciph-sha-256-00]"
	case crypt.IntegSHA2_256_128:
		return "HMAC-SHA-256-128 [RFC4868]"
	case crypt.IntegSHA2_384_192:
		return "HMAC-SHA-384-192 [RFC4868]"
	case crypt.IntegSHA2_512_256:
		return "HMAC-SHA-512-256 [RFC4868]"
	case crypt.IntegRIPEMD160_96:
		return "MAC-RIPEMD-160-96 [RFC2857]"
	case crypt.IntegUnverified64:
		return "ANY 64 bit authentication [no checking]"
	case crypt.IntegUnverified96:
		return "ANY 96 bit authentication [no checking]"
	case crypt.IntegUnverified128:
		return "ANY 128 bit authentication [no checking]"
	case crypt.IntegUnverified192:
		return "ANY 192 bit authentication [no checking]"
	case crypt.IntegUnverified256:
		return "ANY 256 bit authentication [no checking]"
	}
	return i.String()
}
