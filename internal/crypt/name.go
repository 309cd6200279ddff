package crypt

import (
	"strconv"
	"strings"
)

// unknown names a number that has no row.
func unknown(kind string, n uint16) string {
	return kind + " (" + strconv.Itoa(int(n)) + ")"
}

// ParseEncr finds an algorithm by name: IANA's (ENCR_AES_CBC), strongSwan's
// (AES_CBC, AES_CBC_128) or that of key files (aes-cbc). Case does not matter,
// nor which of "-" and "_" is written. keyBits is the key length that the name
// ends in, 0 without.
func ParseEncr(name string) (e Encr, keyBits int, ok bool) {
	name = plain(name, "encr_")
	if e, ok := encrNamed(name); ok {
		return e, 0, true
	}
	base, tail, _ := cutLast(name)
	bits, err := strconv.Atoi(tail)
	if err != nil {
		return 0, 0, false
	}
	e, ok = encrNamed(base)
	if !ok || bits%8 != 0 || !e.KeyLengths().Has(bits/8) {
		return 0, 0, false
	}
	return e, bits, true
}

func encrNamed(name string) (Encr, bool) {
	for i := range encrs {
		if plain(encrs[i].name, "encr_") == name {
			return encrs[i].encr, true
		}
	}
	switch name {
	case "des_cbc":
		return EncrDES, true
	case "3des_cbc":
		return Encr3DES, true
	case "cast_cbc", "cast5", "cast5_cbc", "cast128", "cast128_cbc":
		return EncrCAST, true
	case "blowfish_cbc":
		return EncrBlowfish, true
	case "idea_cbc":
		return EncrIDEA, true
	case "aes", "rijndael", "rijndael_cbc":
		return EncrAESCBC, true
	case "aes_ccm", "ccm":
		return EncrAESCCM16, true
	case "aes_gcm", "gcm":
		return EncrAESGCM16, true
	case "aes_gmac", "null_aes_gmac", "gmac":
		return EncrAESGMAC, true
	case "camellia":
		return EncrCamelliaCBC, true
	case "camellia_ccm":
		return EncrCamelliaCCM16, true
	case "chacha20poly1305", "chachapoly":
		return EncrChaCha20Poly1305, true
	case "twofish":
		return EncrTwofishCBC, true
	case "serpent":
		return EncrSerpentCBC, true
	case "none":
		return EncrNull, true
	}
	return 0, false
}

// ParseInteg finds an algorithm by name as ParseEncr does: AUTH_HMAC_SHA1_96,
// HMAC_SHA1_96, hmac-sha1-96, also hmac-sha256-128 for SHA2-256.
func ParseInteg(name string) (Integ, bool) {
	name = sha2(plain(name, "auth_"))
	for i := range integs {
		if plain(integs[i].name, "auth_") == name {
			return integs[i].integ, true
		}
	}
	switch name {
	case "null", "":
		return IntegNone, true
	case "hmac_ripemd160_96", "hmac_rmd160_96":
		return IntegRIPEMD160_96, true
	}
	return 0, false
}

// ParsePRF finds a function by name as ParseEncr does: PRF_HMAC_SHA2_256,
// hmac-sha2-256, also by the name of its hash (sha256).
func ParsePRF(name string) (PRF, bool) {
	name = sha2(plain(name, "prf_"))
	for i := range prfs {
		if n := plain(prfs[i].name, "prf_"); n == name || n == "hmac_"+name {
			return prfs[i].prf, true
		}
	}
	switch name {
	case "sha", "hmac_sha":
		return PRFSHA1, true
	case "aes_xcbc":
		return PRFAES128XCBC, true
	case "aes_cmac":
		return PRFAES128CMAC, true
	}
	return 0, false
}

// ParseHash finds a hash of IKEv1 by name: MD5, SHA, sha1, SHA2-256, sha256.
func ParseHash(name string) (Hash, bool) {
	prf, _ := ParsePRF(name)
	for h := HashMD5; int(h) < len(hashes); h++ {
		if hashes[h].prf == prf && prf != 0 {
			return h, true
		}
	}
	return 0, false
}

// plain is name in lower case, with underscores, and without the prefix.
func plain(name, prefix string) string {
	return strings.TrimPrefix(strings.ReplaceAll(strings.ToLower(name), "-", "_"), prefix)
}

// sha2 writes sha256 as sha2_256.
func sha2(name string) string {
	for _, bits := range [...]string{"256", "384", "512"} {
		name = strings.Replace(name, "sha"+bits, "sha2_"+bits, 1)
		name = strings.Replace(name, "sha_"+bits, "sha2_"+bits, 1)
	}
	return name
}

// cutLast splits name at its last underscore.
func cutLast(name string) (before, after string, found bool) {
	i := strings.LastIndexByte(name, '_')
	if i < 0 {
		return name, "", false
	}
	return name[:i], name[i+1:], true
}
