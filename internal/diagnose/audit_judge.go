package diagnose

import (
	"github.com/pktscope/pktscope/dissect/ipsec"
)

// A deprecation is why an algorithm should not be used. The zero value is of one that
// may be.
type deprecation struct {
	severity  Severity
	why       string
	reference string
}

// is reports whether there is one.
func (d deprecation) is() bool { return d.why != "" }

// An auditedKind is what an algorithm protects.
type auditedKind uint8

const (
	ikeSA auditedKind = iota
	childSA
)

// mustNot is what the RFC of the algorithms of a kind forbids; section is where, of IKE
// and of ESP and AH.
func (k auditedKind) mustNot(why string, section [2]string) deprecation {
	return deprecation{Warning, why, k.rfc() + ", section " + section[k] + ": MUST NOT"}
}

// lesser is what that RFC tells to leave, or keeps for now.
func (k auditedKind) lesser(why string, section [2]string) deprecation {
	return deprecation{Note, why, k.rfc() + ", section " + section[k]}
}

func (k auditedKind) rfc() string { return [...]string{ikeSA: "RFC 8247", childSA: "RFC 8221"}[k] }

// judgeCipher judges encryption: RFC 8247, section 2.1; RFC 8221, section 5; RFC 9395.
func judgeCipher(e ipsec.Encr, k auditedKind) deprecation {
	section := [...]string{"2.1", "5"}
	switch e {
	case ipsec.EncrDES, ipsec.EncrDESIV32, ipsec.EncrDESIV64:
		return k.mustNot("its keys of 56 bits are found by trying all of them", section)
	case ipsec.Encr3DES:
		return k.lesser("blocks of 64 bits repeat after some gigabytes", section)
	case ipsec.EncrBlowfish, ipsec.Encr3IDEA:
		if k == childSA {
			return k.mustNot("blocks of 64 bits repeat after some gigabytes", section)
		}
		fallthrough
	case ipsec.EncrCAST, ipsec.EncrIDEA, ipsec.EncrRC5:
		return deprecation{Note, "blocks of 64 bits repeat after some gigabytes", "RFC 9395"}
	case ipsec.EncrRC4:
		return deprecation{Note, "its key stream is biased", "RFC 9395"}
	}
	return deprecation{}
}

// judgeInteg judges integrity: RFC 8247, section 2.3; RFC 8221, section 6; RFC 9395.
func judgeInteg(i ipsec.Integ, k auditedKind) deprecation {
	section := [...]string{"2.3", "6"}
	switch i {
	case ipsec.IntegMD5_96:
		return k.mustNot("MD5 is broken", section)
	case ipsec.IntegDESMAC, ipsec.IntegKPDK:
		return k.mustNot("it is broken", section)
	case ipsec.IntegMD5_128:
		return deprecation{Note, "MD5 is broken", "RFC 9395"}
	case ipsec.IntegSHA1_96, ipsec.IntegSHA1_160:
		return k.lesser("SHA-1 is being withdrawn, though as HMAC it is not broken", section)
	}
	return deprecation{}
}

// judgePRF judges pseudorandom functions: RFC 8247, section 2.2.
func judgePRF(f ipsec.PRF) deprecation {
	section := [...]string{"2.2", ""}
	switch f {
	case ipsec.PRFMD5:
		return ikeSA.mustNot("MD5 is broken", section)
	case ipsec.PRFSHA1:
		return ikeSA.lesser("SHA-1 is being withdrawn, though as HMAC it is not broken", section)
	case ipsec.PRFTiger:
		return deprecation{Note, "Tiger was never specified for IKE", "RFC 9395"}
	}
	return deprecation{}
}

// judgeHash judges IKEv1's hash, of which its pseudorandom function is the HMAC.
func judgeHash(h ipsec.Hash) deprecation { return judgePRF(h.PRF()) }

// judgeGroup judges Diffie-Hellman groups: RFC 8247, section 2.4.
func judgeGroup(g ipsec.Group) deprecation {
	section := [...]string{"2.4", ""}
	switch g {
	case ipsec.MODP768:
		return ikeSA.mustNot("768 bits are broken within hours", section)
	case ipsec.MODP1024s160:
		return ikeSA.mustNot("1024 bits are within reach of a large attacker, and its prime has small subgroups", section)
	case ipsec.MODP1024:
		return ikeSA.lesser("1024 bits are within reach of a large attacker", section)
	case ipsec.MODP1536:
		return ikeSA.lesser("1536 bits leave too narrow a margin", section)
	case ipsec.MODP2048s224, ipsec.MODP2048s256:
		return ikeSA.lesser("its prime has small subgroups, and nobody told how it was chosen", section)
	}
	return deprecation{}
}
