package esp

import "pktscope/internal/crypt"

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
