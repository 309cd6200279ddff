package diagnose

import (
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
)

// Ranks order algorithms by strength, where a remedy has the choice: RFC 8247, RFC 8221.

func cipherRank(c isakmp.Cipher) int {
	switch c.Encr {
	case 0, ipsec.EncrNull, ipsec.EncrAESGMAC:
		return 0
	case ipsec.EncrDES, ipsec.EncrDESIV32, ipsec.EncrDESIV64:
		return 1
	case ipsec.Encr3DES, ipsec.EncrCAST, ipsec.EncrBlowfish, ipsec.EncrIDEA, ipsec.EncrRC5:
		return 2
	case ipsec.EncrChaCha20Poly1305:
		return 8
	}
	rank := 3 + (max(c.KeyBits, 128)-128)/64*2
	if c.Encr.AEAD() {
		rank++
	}
	return rank
}

func hashRank(p ipsec.PRF) int {
	switch p {
	case ipsec.PRFMD5:
		return 1
	case ipsec.PRFSHA1:
		return 2
	case ipsec.PRFAES128CMAC, ipsec.PRFAES128XCBC:
		return 3
	}
	return 3 + p.Size()/16
}

func integRank(i ipsec.Integ) int {
	switch i {
	case ipsec.IntegNone:
		return 0
	case ipsec.IntegMD5_96, ipsec.IntegMD5_128:
		return 1
	case ipsec.IntegSHA1_96, ipsec.IntegSHA1_160:
		return 2
	}
	return 3 + i.KeyLen()/16
}

func groupRank(g ipsec.Group) int {
	switch g {
	case 0:
		return 0
	case ipsec.MODP768:
		return 1
	case ipsec.MODP1024, ipsec.MODP1024s160, ipsec.ECP192:
		return 2
	case ipsec.MODP1536, ipsec.ECP224, ipsec.BrainpoolP224r1, ipsec.MODP2048s224, ipsec.MODP2048s256:
		return 3
	case ipsec.MODP2048:
		return 4
	case ipsec.MODP3072, ipsec.ECP256, ipsec.BrainpoolP256r1:
		return 5
	case ipsec.Curve25519:
		return 6
	}
	return 7
}

// strongest is the alternative of the highest rank, the first of equals.
func strongest[T any](list []T, rank func(T) int) (best T) {
	for i, v := range list {
		if i == 0 || rank(v) > rank(best) {
			best = v
		}
	}
	return best
}

// offerRank is the strength of an offer's strongest alternatives.
func offerRank(o *isakmp.Offer) int {
	n := cipherRank(strongest(o.Encr, cipherRank)) + groupRank(strongest(o.Group, groupRank)) + integRank(strongest(o.Integ, integRank))
	if len(o.PRF) > 0 {
		n += hashRank(strongest(o.PRF, hashRank))
	}
	return n
}

// strongestOffer is the offer of the highest rank.
func strongestOffer(offers []isakmp.Offer) *isakmp.Offer {
	best := &offers[0]
	for i := range offers {
		if offerRank(&offers[i]) > offerRank(best) {
			best = &offers[i]
		}
	}
	return best
}

// policyOf is an offer for an IKE SA with one alternative of each kind, the strongest.
func policyOf(o *isakmp.Offer) isakmp.Policy {
	c := strongest(o.Encr, cipherRank)
	p := isakmp.Policy{Suite: ipsec.Suite{Encr: c.Encr, KeyBits: c.KeyBits}, PRF: strongest(o.PRF, hashRank), Group: strongest(o.Group, groupRank), Seconds: o.Seconds}
	if !c.Encr.AEAD() {
		p.Integ = strongest(o.Integ, integRank)
	}
	if len(o.Hash) > 0 {
		p.Hash = o.Hash[0]
	}
	if len(o.Auth) > 0 {
		p.Auth = o.Auth[0]
	}
	p.Additional = strongestAdditional(o)
	return p
}

// strongestAdditional are the additional key exchanges of an offer, of each the strongest.
func strongestAdditional(o *isakmp.Offer) (groups [7]ipsec.Group) {
	for i := range min(len(o.Additional), len(groups)) {
		groups[i] = strongest(o.Additional[i], groupRank)
	}
	return groups
}

// childPolicyOf is the same of an offer for a child SA. mode is what IKEv2 says beside it.
func childPolicyOf(o *isakmp.Offer, mode isakmp.EncapMode) isakmp.ChildPolicy {
	c := strongest(o.Encr, cipherRank)
	p := isakmp.ChildPolicy{Suite: ipsec.Suite{Encr: c.Encr, KeyBits: c.KeyBits}, Group: strongest(o.Group, groupRank), Mode: o.Mode, Seconds: o.Seconds, Kilobytes: o.Kilobytes}
	if !c.Encr.AEAD() {
		p.Integ = strongest(o.Integ, integRank)
	}
	if p.Mode == 0 {
		p.Mode = mode
	}
	p.Additional = strongestAdditional(o)
	p.ESN = len(o.ESN) == 1 && o.ESN[0]
	return p
}
