package keys

import "github.com/pktscope/pktscope/internal/crypt"

// xfrmEncr is an algorithm by the kernel's name of it, new or old.
func xfrmEncr(name string, icvBits int) (crypt.Encr, bool) {
	switch name {
	case "", "ecb(cipher_null)", "cipher_null":
		return crypt.EncrNull, true
	case "cbc(aes)", "aes":
		return crypt.EncrAESCBC, true
	case "cbc(des3_ede)", "des3_ede":
		return crypt.Encr3DES, true
	case "cbc(des)", "des":
		return crypt.EncrDES, true
	case "cbc(cast5)", "cbc(cast128)", "cast5", "cast128":
		return crypt.EncrCAST, true
	case "cbc(blowfish)", "blowfish":
		return crypt.EncrBlowfish, true
	case "cbc(twofish)", "twofish":
		return crypt.EncrTwofishCBC, true
	case "cbc(camellia)", "camellia":
		return crypt.EncrCamelliaCBC, true
	case "cbc(serpent)", "serpent":
		return crypt.EncrSerpentCBC, true
	case "rfc3686(ctr(aes))":
		return crypt.EncrAESCTR, true
	case "rfc3686(ctr(camellia))":
		return crypt.EncrCamelliaCTR, true
	case "rfc4106(gcm(aes))":
		return withICV(crypt.EncrAESGCM16, icvBits/8), true
	case "rfc4309(ccm(aes))":
		return withICV(crypt.EncrAESCCM16, icvBits/8), true
	case "rfc4543(gcm(aes))":
		return crypt.EncrAESGMAC, true
	case "rfc7539esp(chacha20,poly1305)":
		return crypt.EncrChaCha20Poly1305, true
	}
	return 0, false
}

// xfrmInteg is an algorithm by the kernel's name of it, new or old, with an ICV
// of that many bits; 0 is the kernel's own choice, which for SHA2-256 is that
// of a draft.
func xfrmInteg(name string, bits int) (crypt.Integ, bool) {
	var of []crypt.Integ
	switch name {
	case "", "digest_null":
		return crypt.IntegNone, true
	case "hmac(md5)", "md5":
		of = []crypt.Integ{crypt.IntegMD5_96, crypt.IntegMD5_128}
	case "hmac(sha1)", "sha1":
		of = []crypt.Integ{crypt.IntegSHA1_96, crypt.IntegSHA1_160}
	case "hmac(sha256)", "sha256":
		of = []crypt.Integ{crypt.IntegSHA2_256_96, crypt.IntegSHA2_256_128}
	case "hmac(sha384)", "sha384":
		of = []crypt.Integ{crypt.IntegSHA2_384_192}
	case "hmac(sha512)", "sha512":
		of = []crypt.Integ{crypt.IntegSHA2_512_256}
	case "hmac(rmd160)", "rmd160", "hmac(ripemd160)", "ripemd160":
		of = []crypt.Integ{crypt.IntegRIPEMD160_96}
	case "xcbc(aes)":
		of = []crypt.Integ{crypt.IntegAESXCBC_96}
	case "cmac(aes)":
		of = []crypt.Integ{crypt.IntegAESCMAC_96}
	default:
		return 0, false
	}
	for _, i := range of {
		if bits == 0 || i.ICVLen() == bits/8 {
			return i, true
		}
	}
	// An ICV of another length is cut off and not verified.
	i := crypt.IntegUnverified(bits / 8)
	return i, i != crypt.IntegNone
}
