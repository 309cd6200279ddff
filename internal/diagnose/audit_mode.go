package diagnose

import (
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// auditMode finds pre-shared keys that whoever has captured aggressive mode can guess:
// HASH_R is sent in the clear.
func auditMode(f *Facts, found func(Finding)) {
	for a := range f.auditedSAs() {
		if a.child != nil || a.sa.Exchange != isakmp.ExchangeAggressive || !withSharedKey(a.sa) {
			continue
		}
		x := a.finding(Note, "mode", "aggressive")
		x.Setting, x.Reference = "aggressive mode", "NIST SP 800-77r1"
		x.Summary = "Aggressive mode with a pre-shared key: who captures it can guess the key, as long as it takes"
		if m := firstOf(a.sa); m != nil {
			x.Evidence = append(x.Evidence, messageEvidence(m, "isakmp.exchangetype", "4", "aggressive mode"))
		}
		x.Remedies = mainMode(a.sa)
		found(x)
	}
}

// withSharedKey reports whether the peers of s agreed on a pre-shared key, or an offer
// has it.
func withSharedKey(s *ike.SA) bool {
	if s.Policy != nil {
		return s.Policy.Auth.SharedKey()
	}
	for _, o := range s.Offers[ike.Initiator] {
		for _, m := range o.Auth {
			if ipsec.AuthMethod.SharedKey(m) {
				return true
			}
		}
	}
	return false
}

// mainMode is main mode in place of aggressive mode.
func mainMode(s *ike.SA) []Remedy {
	at := s.Now[ike.Initiator]
	return onBoth(s, onRouters(at, "crypto isakmp aggressive-mode disable"), remedyOn(ASA, at, "crypto ikev1 am-disable"),
		remedyOn(StrongSwan, at, connection("aggressive = no")...))
}
