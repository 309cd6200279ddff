package ios

import (
	"strconv"

	"github.com/pktscope/pktscope/internal/crypt"
)

// TransformSet names the algorithms of an SA of ESP or AH as a transform set
// does: "esp-aes 256 esp-sha-hmac". A key of 0 or 128 bits is not named.
func TransformSet(s crypt.Suite) string {
	set := espCipher(s.Encr, s.KeyBits)
	if name := espIntegrity(s.Integ); name != "" && !s.Encr.AEAD() {
		set += " " + name
	}
	return set
}

func espCipher(e crypt.Encr, keyBits int) string {
	size := ""
	if keyBits > 0 && keyBits != 128 {
		size = " " + strconv.Itoa(keyBits)
	}
	switch e {
	case crypt.EncrNull:
		return "esp-null"
	case crypt.EncrDES:
		return "esp-des"
	case crypt.Encr3DES:
		return "esp-3des"
	case crypt.EncrAESCBC:
		return "esp-aes" + size
	case crypt.EncrAESGCM8, crypt.EncrAESGCM12, crypt.EncrAESGCM16:
		return "esp-gcm" + size
	case crypt.EncrAESGMAC:
		return "esp-gmac" + size
	}
	return e.String() + size
}

func espIntegrity(i crypt.Integ) string {
	switch i {
	case crypt.IntegNone:
		return ""
	case crypt.IntegMD5_96:
		return "esp-md5-hmac"
	case crypt.IntegSHA1_96:
		return "esp-sha-hmac"
	case crypt.IntegSHA2_256_128:
		return "esp-sha256-hmac"
	case crypt.IntegSHA2_384_192:
		return "esp-sha384-hmac"
	case crypt.IntegSHA2_512_256:
		return "esp-sha512-hmac"
	case crypt.IntegUnverified64, crypt.IntegUnverified96, crypt.IntegUnverified128, crypt.IntegUnverified160, crypt.IntegUnverified192, crypt.IntegUnverified256:
		return "(ICV of " + strconv.Itoa(8*i.ICVLen()) + " bits)"
	}
	return i.String()
}
