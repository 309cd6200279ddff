package diagnose

import (
	"strconv"

	"github.com/pktscope/pktscope/internal/track/ike"
)

// auditLifetime finds lifetimes that IKEv1 negotiates beyond those that NIST recommends.
// IKEv2 negotiates none.
func auditLifetime(f *Facts, found func(Finding)) {
	for a := range f.auditedSAs() {
		switch {
		case a.offered || a.sa.Version != 1:
		case a.child == nil && a.policy.Seconds > maxLifetimeIKE:
			x := a.longLifetime(a.policy.Seconds, maxLifetimeIKE, "isakmp.ike.attr.life_duration")
			x.Remedies = a.lifetimeLines()
			found(x)
		case a.child != nil && a.esp.Seconds > maxLifetimeESP:
			x := a.longLifetime(a.esp.Seconds, maxLifetimeESP, "isakmp.ipsec.attr.life_duration")
			x.Remedies = a.childLifetimeLines()
			found(x)
		}
	}
}

func (a *audited) longLifetime(seconds, most uint64, field string) Finding {
	value := strconv.FormatUint(seconds, 10)
	x := a.finding(Note, "lifetime", seconds)
	x.Setting = "lifetime of " + a.protocolOf()
	x.Summary = a.protocolOf() + " keeps its keys for up to " + value + " s: " + strconv.FormatUint(most/3600, 10) + " hours are recommended at most"
	x.Reference = "NIST SP 800-77r1"
	a.prove(&x, field, value, "the lifetime")
	return x
}

func (a *audited) lifetimeLines() []Remedy {
	at := a.sa.Now[ike.Initiator]
	return onBoth(a.sa, onRouters(at, "crypto isakmp policy 10", " lifetime 86400"), remedyOn(ASA, at, "crypto ikev1 policy 10", " lifetime 86400"),
		remedyOn(StrongSwan, at, connection("reauth_time = 23h")...))
}

func (a *audited) childLifetimeLines() []Remedy {
	at, lines := a.sa.Now[ike.Initiator], "crypto ipsec security-association lifetime seconds 28800"
	return onBoth(a.sa, onRouters(at, lines), remedyOn(ASA, at, lines), remedyOn(StrongSwan, at, childConnection("life_time = 8h")...))
}
