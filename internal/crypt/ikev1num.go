package crypt

// EncrOfOakley is the algorithm that IKEv1's phase 1 negotiates as n: attribute
// Encryption Algorithm, RFC 2409 appendix A.
func EncrOfOakley(n uint16) (Encr, bool) {
	switch n {
	case 1:
		return EncrDES, true
	case 2:
		return EncrIDEA, true
	case 3:
		return EncrBlowfish, true
	case 4:
		return EncrRC5, true
	case 5:
		return Encr3DES, true
	case 6:
		return EncrCAST, true
	case 7:
		return EncrAESCBC, true
	case 8:
		return EncrCamelliaCBC, true
	case 65004:
		return EncrSerpentCBC, true
	case 65005, 65289: // FreeS/WAN's, SSH's
		return EncrTwofishCBC, true
	}
	return 0, false
}

// HashOfOakley is the algorithm that IKEv1's phase 1 negotiates as n: attribute
// Hash Algorithm, RFC 2409 appendix A.
func HashOfOakley(n uint16) (Hash, bool) {
	h := Hash(n)
	return h, int(h) < len(hashes) && hashes[h].name != ""
}

// EncrOfESP is the algorithm of the IPsec DOI's transform n for ESP, RFC 2407
// section 4.4.4.
func EncrOfESP(n uint8) (Encr, bool) {
	switch n {
	case 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 18, 19, 20:
		return Encr(n), true // those that IKEv2 took over
	case 10:
		return EncrRC4, true
	case 21:
		return EncrSEED, true
	case 22:
		return EncrCamelliaCBC, true
	case 23:
		return EncrAESGMAC, true
	case 252: // FreeS/WAN's
		return EncrSerpentCBC, true
	case 253:
		return EncrTwofishCBC, true
	}
	return 0, false
}

// IntegOfDOI is the algorithm that IKEv1's phase 2 negotiates as n: attribute
// Authentication Algorithm, RFC 2407 section 4.5. Since 5, an AH transform
// (section 4.4.3) has the same number; AH's 2, 3 and 4 are 1, 2 and 3 here.
func IntegOfDOI(n uint16) (Integ, bool) {
	switch n {
	case 1:
		return IntegMD5_96, true
	case 2:
		return IntegSHA1_96, true
	case 3:
		return IntegDESMAC, true
	case 4:
		return IntegKPDK, true
	case 5:
		return IntegSHA2_256_128, true
	case 6:
		return IntegSHA2_384_192, true
	case 7:
		return IntegSHA2_512_256, true
	case 8:
		return IntegRIPEMD160_96, true
	case 9:
		return IntegAESXCBC_96, true
	case 11:
		return IntegAES128GMAC, true
	case 12:
		return IntegAES192GMAC, true
	case 13:
		return IntegAES256GMAC, true
	}
	return 0, false
}
