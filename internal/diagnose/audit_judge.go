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

// A level is how far an RFC goes, in its words. RFC 8247 and RFC 8221 tell what
// implementations are to have: MUST- is a MUST that is to end.
type level string

const (
	mustNot    level = "MUST NOT"
	shouldNot  level = "SHOULD NOT"
	mustMinus  level = "MUST-"
	lessened   level = "from MUST- to MAY"
	deprecated level = "deprecated"
)

// severity of what stands at a level.
func (l level) severity() Severity {
	if l == mustNot {
		return Warning
	}
	return Note
}

// by8247 is what RFC 8247, the requirements of IKEv2, says of an algorithm.
func by8247(section string, l level, why string) deprecation {
	return deprecation{l.severity(), why, "RFC 8247, section " + section + ": " + string(l)}
}

// by8221 is what RFC 8221, the requirements of ESP and AH, says of one.
func by8221(section string, l level, why string) deprecation {
	return deprecation{l.severity(), why, "RFC 8221, section " + section + ": " + string(l)}
}

// by9395 is what RFC 9395 deprecates beyond those two.
func by9395(why string) deprecation {
	return deprecation{deprecated.severity(), why, "RFC 9395: " + string(deprecated)}
}

const (
	shortKeys    = "its keys of 56 bits are found by trying all of them"
	shortBlocks  = "blocks of 64 bits repeat after some gigabytes"
	brokenMD5    = "MD5 is broken"
	fadingSHA1   = "SHA-1 is being withdrawn, though as HMAC it is not broken"
	smallGroups  = "its prime has small subgroups, and nobody told how it was chosen"
	inReach      = "1024 bits are within reach of a large attacker"
	readOnTheWay = "its packets can be read on the way"
)

// judgeCipher judges encryption.
func judgeCipher(e ipsec.Encr, k auditedKind) deprecation {
	if k == ikeSA {
		return judgeCipherOfIKE(e)
	}
	return judgeCipherOfESP(e)
}

// judgeCipherOfIKE has RFC 8247, section 2.1, and RFC 9395.
func judgeCipherOfIKE(e ipsec.Encr) deprecation {
	switch e {
	case ipsec.EncrDES:
		return by8247("2.1", mustNot, shortKeys)
	case ipsec.EncrNull:
		return by8247("2.1", mustNot, readOnTheWay)
	case ipsec.Encr3DES:
		return by8247("2.1", lessened, shortBlocks)
	case ipsec.EncrDESIV32, ipsec.EncrDESIV64:
		return by9395(shortKeys)
	case ipsec.EncrBlowfish, ipsec.Encr3IDEA, ipsec.EncrCAST, ipsec.EncrIDEA, ipsec.EncrRC5:
		return by9395(shortBlocks)
	}
	return deprecation{}
}

// judgeCipherOfESP has RFC 8221, section 5, and RFC 9395. ESP without encryption is not
// deprecated: see auditNull.
func judgeCipherOfESP(e ipsec.Encr) deprecation {
	switch e {
	case ipsec.EncrDES, ipsec.EncrDESIV32, ipsec.EncrDESIV64:
		return by8221("5", mustNot, shortKeys)
	case ipsec.EncrBlowfish, ipsec.Encr3IDEA:
		return by8221("5", mustNot, shortBlocks)
	case ipsec.Encr3DES:
		return by8221("5", shouldNot, shortBlocks)
	case ipsec.EncrCAST, ipsec.EncrIDEA, ipsec.EncrRC5:
		return by9395(shortBlocks)
	case ipsec.EncrRC4:
		return deprecation{Note, "its key stream is biased, and how ESP is to use it was never specified", "RFC 2407, section 4.4.4.10"}
	}
	return deprecation{}
}

// judgeInteg judges integrity: RFC 8247, section 2.3; RFC 8221, section 6; RFC 9395.
// Neither RFC has the two ICVs that are not cut off: RFC 4595.
func judgeInteg(i ipsec.Integ, k auditedKind) deprecation {
	by, section := by8247, "2.3"
	if k == childSA {
		by, section = by8221, "6"
	}
	switch i {
	case ipsec.IntegMD5_96, ipsec.IntegKPDK:
		return by(section, mustNot, brokenMD5)
	case ipsec.IntegDESMAC:
		return by(section, mustNot, "DES is broken")
	case ipsec.IntegSHA1_96:
		return by(section, mustMinus, fadingSHA1)
	case ipsec.IntegMD5_128:
		return by9395(brokenMD5)
	case ipsec.IntegSHA1_160:
		return by9395(fadingSHA1)
	}
	return deprecation{}
}

// judgePRF judges pseudorandom functions: RFC 8247, section 2.2; RFC 9395.
func judgePRF(f ipsec.PRF) deprecation {
	switch f {
	case ipsec.PRFMD5:
		return by8247("2.2", mustNot, brokenMD5)
	case ipsec.PRFSHA1:
		return by8247("2.2", mustMinus, fadingSHA1)
	case ipsec.PRFTiger:
		return by9395("Tiger was never specified for IKE")
	}
	return deprecation{}
}

// judgeHash judges IKEv1's hash, of which its pseudorandom function is the HMAC.
func judgeHash(h ipsec.Hash) deprecation { return judgePRF(h.PRF()) }

// judgeGroup judges Diffie-Hellman groups: RFC 8247, section 2.4.
func judgeGroup(g ipsec.Group) deprecation {
	switch g {
	case ipsec.MODP768:
		return by8247("2.4", mustNot, "768 bits are broken within hours")
	case ipsec.MODP1024s160:
		return by8247("2.4", mustNot, inReach+", and its prime has small subgroups")
	case ipsec.MODP1024:
		return by8247("2.4", shouldNot, inReach)
	case ipsec.MODP1536:
		return by8247("2.4", shouldNot, "1536 bits leave too narrow a margin")
	case ipsec.MODP2048s224, ipsec.MODP2048s256:
		return by8247("2.4", shouldNot, smallGroups)
	}
	return deprecation{}
}
