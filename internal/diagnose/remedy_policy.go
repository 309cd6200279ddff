package diagnose

import (
	"cmp"
	"net/netip"
	"strconv"
	"strings"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
)

// usualLifetime is IOS's, in seconds: "lifetime 86400".
const usualLifetime = 86400

// cipherOf is the cipher of a suite.
func cipherOf(s ipsec.Suite) isakmp.Cipher { return isakmp.Cipher{Encr: s.Encr, KeyBits: s.KeyBits} }

// policyRemedies let a gateway use a policy for the IKE SA, on each platform that has
// its algorithms.
func policyRemedies(version uint8, gateway netip.AddrPort, p isakmp.Policy) []Remedy {
	swan := remedyOn(StrongSwan, gateway, swanPolicy(version, p)...)
	if version == 2 {
		return append(append(onRouters(gateway, iosPolicy2(p)...), remedyOn(ASA, gateway, asaPolicy2(p)...)...), swan...)
	}
	return append(append(onRouters(gateway, iosPolicy1(p)...), remedyOn(ASA, gateway, asaPolicy1(p)...)...), swan...)
}

// settings are the lines of a block, nil if a word is missing. Each is a pair of a
// keyword and a word.
func settings(head string, pairs ...string) []string {
	lines := []string{head}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			return nil
		}
		lines = append(lines, " "+pairs[i]+" "+pairs[i+1])
	}
	return lines
}

func lifetimeWord(seconds uint64) string {
	return strconv.FormatUint(cmp.Or(seconds, usualLifetime), 10)
}

func iosPolicy1(p isakmp.Policy) []string {
	return settings("crypto isakmp policy 10", "encryption", iosEncryption(cipherOf(p.Suite)), "hash", iosHash(p.Hash),
		"authentication", iosAuthentication(p.Auth), "group", iosGroup(p.Group), "lifetime", lifetimeWord(p.Seconds))
}

func asaPolicy1(p isakmp.Policy) []string {
	return settings("crypto ikev1 policy 10", "authentication", iosAuthentication(p.Auth), "encryption", asaEncryption(cipherOf(p.Suite)),
		"hash", asaHash(p.Hash), "group", asaGroup1(p.Group), "lifetime", lifetimeWord(p.Seconds))
}

func iosPolicy2(p isakmp.Policy) []string {
	if p.Additional != [7]ipsec.Group{} {
		return nil
	}
	pairs := []string{"encryption", iosProposalEncryption(cipherOf(p.Suite))}
	if !p.Encr.AEAD() {
		pairs = append(pairs, "integrity", iosIntegrity(p.Integ))
	}
	if p.Encr.AEAD() || iosPRF(p.PRF) != iosIntegrity(p.Integ) { // else the PRF follows the integrity algorithm
		pairs = append(pairs, "prf", iosPRF(p.PRF))
	}
	lines := settings("crypto ikev2 proposal PROPOSAL", append(pairs, "group", iosGroup(p.Group))...)
	if lines == nil {
		return nil
	}
	return append(lines, "crypto ikev2 policy 10", " proposal PROPOSAL")
}

func asaPolicy2(p isakmp.Policy) []string {
	if p.Additional != [7]ipsec.Group{} {
		return nil
	}
	integ := strings.Replace(iosIntegrity(p.Integ), "sha1", "sha", 1)
	if p.Encr.AEAD() {
		integ = "null"
	}
	prf := strings.Replace(iosPRF(p.PRF), "sha1", "sha", 1)
	return settings("crypto ikev2 policy 10", "encryption", asaProposalEncryption(cipherOf(p.Suite)), "integrity", integ,
		"group", asaGroup2(p.Group), "prf", prf)
}

// swanPolicy is "proposals = aes256-sha256-modp2048".
func swanPolicy(version uint8, p isakmp.Policy) []string {
	words := []string{swanEncryption(cipherOf(p.Suite))}
	switch {
	case version == 1:
		words = append(words, swanHash(p.Hash))
	case p.Encr.AEAD():
		words = append(words, swanPRF(p.PRF))
	default:
		words = append(words, swanIntegrity(p.Integ))
		if "prf"+swanIntegrity(p.Integ) != swanPRF(p.PRF) {
			words = append(words, swanPRF(p.PRF))
		}
	}
	words = append(append(words, swanGroup(p.Group)), swanAdditional(p.Additional)...)
	if proposal, ok := swanProposal(words); ok {
		return connection("proposals = " + proposal)
	}
	return nil
}

// swanAdditional are "ke1_mlkem768" and the like.
func swanAdditional(groups [7]ipsec.Group) (words []string) {
	for i, g := range groups {
		if g != 0 {
			words = append(words, "ke"+strconv.Itoa(i+1)+"_"+swanGroup(g))
		}
	}
	return words
}

// swanProposal joins the words of a proposal, unless one is missing.
func swanProposal(words []string) (proposal string, ok bool) {
	for _, w := range words {
		if w == "" || strings.HasSuffix(w, "_") {
			return "", false
		}
	}
	return strings.Join(words, "-"), true
}
