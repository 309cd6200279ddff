package diagnose

import (
	"strconv"
	"strings"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
)

// Words of configurations for algorithms. "" is what a platform does not have, or calls
// otherwise than this table knows.

// aesBits is a word for AES with the length of its key, where a platform has it.
func aesBits(word string, c isakmp.Cipher, lengths ...int) string {
	for _, n := range lengths {
		if c.KeyBits == n {
			return word + strconv.Itoa(n)
		}
	}
	return ""
}

// iosEncryption is "aes 256", of "crypto isakmp policy".
func iosEncryption(c isakmp.Cipher) string {
	switch c.Encr {
	case ipsec.EncrDES:
		return "des"
	case ipsec.Encr3DES:
		return "3des"
	case ipsec.EncrAESCBC:
		if c.KeyBits == 128 || c.KeyBits == 0 {
			return "aes"
		}
		return aesBits("aes ", c, 192, 256)
	}
	return ""
}

// iosHash is "sha256", of "crypto isakmp policy".
func iosHash(h ipsec.Hash) string { return h.Names().Policy }

// iosAuthentication is "pre-share", of "crypto isakmp policy".
func iosAuthentication(m ipsec.AuthMethod) string {
	switch m.Plain() {
	case ipsec.AuthPSK:
		return "pre-share"
	case ipsec.AuthRSA:
		return "rsa-sig"
	case ipsec.AuthRSAEnc, ipsec.AuthRSARevised:
		return "rsa-encr"
	case ipsec.AuthECDSA256, ipsec.AuthECDSA384, ipsec.AuthECDSA521:
		return "ecdsa-sig"
	}
	return ""
}

// iosGroup is "14", of policies and proposals.
func iosGroup(g ipsec.Group) string {
	switch g {
	case ipsec.MODP768, ipsec.MODP1024, ipsec.MODP1536, ipsec.MODP2048, ipsec.MODP3072, ipsec.MODP4096,
		ipsec.ECP256, ipsec.ECP384, ipsec.ECP521, ipsec.MODP2048s256:
		return strconv.Itoa(int(g))
	}
	return ""
}

// iosProposalEncryption is "aes-cbc-256", of "crypto ikev2 proposal".
func iosProposalEncryption(c isakmp.Cipher) string {
	switch c.Encr {
	case ipsec.EncrDES:
		return "des"
	case ipsec.Encr3DES:
		return "3des"
	case ipsec.EncrAESCBC:
		return aesBits("aes-cbc-", c, 128, 192, 256)
	case ipsec.EncrAESGCM16:
		return aesBits("aes-gcm-", c, 128, 256)
	}
	return ""
}

// iosIntegrity is "sha256", of "crypto ikev2 proposal" and of ASA's policies.
func iosIntegrity(i ipsec.Integ) string {
	switch i {
	case ipsec.IntegMD5_96:
		return "md5"
	case ipsec.IntegSHA1_96:
		return "sha1"
	case ipsec.IntegSHA2_256_128:
		return "sha256"
	case ipsec.IntegSHA2_384_192:
		return "sha384"
	case ipsec.IntegSHA2_512_256:
		return "sha512"
	}
	return ""
}

// iosPRF is "sha256", of "crypto ikev2 proposal" and of ASA's policies.
func iosPRF(f ipsec.PRF) string {
	switch f {
	case ipsec.PRFMD5, ipsec.PRFSHA1, ipsec.PRFSHA2_256, ipsec.PRFSHA2_384, ipsec.PRFSHA2_512:
		return strings.ToLower(f.Names().Proposal)
	}
	return ""
}

// iosTransform is "esp-aes 256 esp-sha-hmac", of "crypto ipsec transform-set".
func iosTransform(s ipsec.Suite) string {
	encr, integ := s.Encr.Names().TransformSet, s.Integ.Names().TransformSet
	switch {
	case s.Encr == 0 && integ != "":
		return strings.Replace(integ, "esp-", "ah-", 1)
	case s.Encr == ipsec.EncrAESGCM16 || s.Encr == ipsec.EncrAESGMAC:
		return aesBits(encr+" ", isakmp.Cipher{Encr: s.Encr, KeyBits: s.KeyBits}, 128, 192, 256)
	case encr == "" || integ == "" || s.Encr.AEAD():
		return ""
	case s.KeyBits == 192 || s.KeyBits == 256:
		encr += " " + strconv.Itoa(s.KeyBits)
	}
	return encr + " " + integ
}

// asaEncryption is "aes-256", of "crypto ikev1 policy".
func asaEncryption(c isakmp.Cipher) string { return strings.Replace(iosEncryption(c), " ", "-", 1) }

// asaHash is "sha", of "crypto ikev1 policy".
func asaHash(h ipsec.Hash) string {
	if h == ipsec.HashMD5 || h == ipsec.HashSHA1 {
		return iosHash(h)
	}
	return ""
}

// asaGroup1 is "14", of "crypto ikev1 policy".
func asaGroup1(g ipsec.Group) string {
	switch g {
	case ipsec.MODP768, ipsec.MODP1024, ipsec.MODP1536, ipsec.MODP2048:
		return strconv.Itoa(int(g))
	}
	return ""
}

// asaGroup2 is "14", of "crypto ikev2 policy".
func asaGroup2(g ipsec.Group) string {
	if g == ipsec.Curve25519 {
		return "31"
	}
	return iosGroup(g)
}

// asaProposalEncryption is "aes-gcm-256", of "crypto ikev2 policy" and of "protocol esp
// encryption".
func asaProposalEncryption(c isakmp.Cipher) string {
	switch c.Encr {
	case ipsec.EncrDES, ipsec.Encr3DES, ipsec.EncrAESCBC:
		return asaEncryption(c)
	case ipsec.EncrNull:
		return "null"
	case ipsec.EncrAESGCM16:
		if c.KeyBits == 128 {
			return "aes-gcm"
		}
		return aesBits("aes-gcm-", c, 192, 256)
	}
	return ""
}

// asaProposalIntegrity is "sha-256", of "protocol esp integrity".
func asaProposalIntegrity(i ipsec.Integ) string {
	return strings.Replace(iosIntegrity(i), "sha", "sha-", 1)
}

// asaTransform is "esp-aes-256 esp-sha-hmac", of "crypto ipsec ikev1 transform-set".
func asaTransform(s ipsec.Suite) string {
	integ := s.Integ.Names().TransformSet
	if s.Encr.AEAD() || s.Integ != ipsec.IntegMD5_96 && s.Integ != ipsec.IntegSHA1_96 {
		return ""
	}
	if s.Encr == ipsec.EncrNull {
		return "esp-null " + integ
	}
	encr := asaEncryption(isakmp.Cipher{Encr: s.Encr, KeyBits: s.KeyBits})
	if encr == "" {
		return ""
	}
	return "esp-" + encr + " " + integ
}

// swanEncryption is "aes256", "aes128gcm16", of swanctl.conf.
func swanEncryption(c isakmp.Cipher) string {
	bits := strconv.Itoa(c.KeyBits)
	if c.KeyBits == 0 {
		bits = "128"
	}
	switch c.Encr {
	case ipsec.EncrDES:
		return "des"
	case ipsec.Encr3DES:
		return "3des"
	case ipsec.EncrCAST:
		return "cast128"
	case ipsec.EncrBlowfish:
		return "blowfish" + bits
	case ipsec.EncrNull:
		return "null"
	case ipsec.EncrAESCBC:
		return "aes" + bits
	case ipsec.EncrAESCTR:
		return "aes" + bits + "ctr"
	case ipsec.EncrAESCCM8, ipsec.EncrAESCCM12, ipsec.EncrAESCCM16:
		return "aes" + bits + "ccm" + strconv.Itoa(c.Encr.ICVLen())
	case ipsec.EncrAESGCM8, ipsec.EncrAESGCM12, ipsec.EncrAESGCM16:
		return "aes" + bits + "gcm" + strconv.Itoa(c.Encr.ICVLen())
	case ipsec.EncrAESGMAC:
		return "aes" + bits + "gmac"
	case ipsec.EncrCamelliaCBC:
		return "camellia" + bits
	case ipsec.EncrCamelliaCTR:
		return "camellia" + bits + "ctr"
	case ipsec.EncrCamelliaCCM8, ipsec.EncrCamelliaCCM12, ipsec.EncrCamelliaCCM16:
		return "camellia" + bits + "ccm" + strconv.Itoa(c.Encr.ICVLen())
	case ipsec.EncrChaCha20Poly1305:
		return "chacha20poly1305"
	}
	return ""
}

// swanIntegrity is "sha256", of swanctl.conf.
func swanIntegrity(i ipsec.Integ) string {
	switch i {
	case ipsec.IntegMD5_96:
		return "md5"
	case ipsec.IntegMD5_128:
		return "md5_128"
	case ipsec.IntegSHA1_96:
		return "sha1"
	case ipsec.IntegSHA1_160:
		return "sha1_160"
	case ipsec.IntegSHA2_256_96:
		return "sha256_96"
	case ipsec.IntegSHA2_256_128:
		return "sha256"
	case ipsec.IntegSHA2_384_192:
		return "sha384"
	case ipsec.IntegSHA2_512_256:
		return "sha512"
	case ipsec.IntegAESXCBC_96:
		return "aesxcbc"
	case ipsec.IntegAESCMAC_96:
		return "aescmac"
	}
	return ""
}

// swanHash is "sha256", of an IKEv1 proposal in swanctl.conf.
func swanHash(h ipsec.Hash) string {
	switch h {
	case ipsec.HashMD5:
		return "md5"
	case ipsec.HashSHA1:
		return "sha1"
	case ipsec.HashSHA2_256, ipsec.HashSHA2_384, ipsec.HashSHA2_512:
		return iosHash(h)
	}
	return ""
}

// swanPRF is "prfsha256", of swanctl.conf.
func swanPRF(f ipsec.PRF) string {
	switch f {
	case ipsec.PRFAES128XCBC:
		return "prfaesxcbc"
	case ipsec.PRFAES128CMAC:
		return "prfaescmac"
	}
	if word := iosPRF(f); word != "" {
		return "prf" + word
	}
	return ""
}

// swanGroup is "modp2048", "ecp256bp", "x25519", of swanctl.conf.
func swanGroup(g ipsec.Group) string {
	switch g {
	case ipsec.MODP1024s160:
		return "modp1024s160"
	case ipsec.MODP2048s224:
		return "modp2048s224"
	case ipsec.MODP2048s256:
		return "modp2048s256"
	case ipsec.Curve25519:
		return "x25519"
	case ipsec.Curve448:
		return "x448"
	case ipsec.MLKEM512:
		return "mlkem512"
	case ipsec.MLKEM768:
		return "mlkem768"
	case ipsec.MLKEM1024:
		return "mlkem1024"
	}
	return strings.ReplaceAll(strings.ToLower(g.Names().StrongSwan), "_", "")
}
