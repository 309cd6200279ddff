package diagnose

import (
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// Lifetimes that NIST SP 800-77r1 recommends at most, in seconds.
const (
	maxLifetimeIKE = 24 * 60 * 60
	maxLifetimeESP = 8 * 60 * 60
)

// stronger is a policy with what all platforms have in place of what is deprecated.
func stronger(p isakmp.Policy, version uint8) isakmp.Policy {
	if p.Encr == 0 || judgeCipher(p.Encr, ikeSA).is() {
		p.Encr, p.KeyBits = ipsec.EncrAESCBC, 256
	}
	if version == 1 {
		if p.Hash == 0 || judgeHash(p.Hash).is() {
			p.Hash = ipsec.HashSHA2_256
		}
		p.PRF = p.Hash.PRF()
	} else {
		if !p.Encr.AEAD() && (p.Integ == 0 || judgeInteg(p.Integ, ikeSA).is()) {
			p.Integ = ipsec.IntegSHA2_256_128
		}
		if p.PRF == 0 || judgePRF(p.PRF).is() {
			p.PRF = ipsec.PRFSHA2_256
		}
	}
	if p.Group == 0 || judgeGroup(p.Group).is() {
		p.Group = ipsec.ECP256
	}
	p.Seconds = min(p.Seconds, maxLifetimeIKE)
	return p
}

// strongerChild is the same of a child.
func strongerChild(p isakmp.ChildPolicy, protocol uint8) isakmp.ChildPolicy {
	switch {
	case protocol == isakmp.ProtocolAH:
	case p.Encr == 0, encryptsNothing(p.Encr), judgeCipher(p.Encr, childSA).is():
		p.Encr, p.KeyBits = ipsec.EncrAESCBC, 256
	}
	if !p.Encr.AEAD() && (p.Integ == ipsec.IntegNone || judgeInteg(p.Integ, childSA).is()) {
		p.Integ = ipsec.IntegSHA2_256_128
	}
	if judgeGroup(p.Group).is() {
		p.Group = ipsec.ECP256
	}
	return p
}

// policyLines are remedies by one setting of the policy of an IKE SA: the line of
// routers, and of strongSwan the whole proposal. A word that is "" is of a platform that
// has it not.
func (a *audited) policyLines(routers, asa string) []Remedy {
	s := a.sa
	at, ios, asaHead := s.Now[ike.Initiator], "crypto isakmp policy 10", "crypto ikev1 policy 10"
	if s.Version == 2 {
		ios, asaHead = "crypto ikev2 proposal PROPOSAL", "crypto ikev2 policy 10"
	}
	list := onRouters(at, ios, " "+routers)
	if asa != "" {
		list = append(list, remedyOn(ASA, at, asaHead, " "+asa)...)
	}
	return onBoth(s, list, remedyOn(StrongSwan, at, swanPolicy(s.Version, stronger(a.policy, s.Version))...))
}

// childLines are remedies by a whole transform set.
func (a *audited) childLines() []Remedy {
	better := strongerChild(a.esp, a.child.Protocol)
	return onBoth(a.sa, transformRemedies(a.sa.Version, a.sa.Now[ike.Initiator], better))
}
