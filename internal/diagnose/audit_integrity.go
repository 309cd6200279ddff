package diagnose

import (
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// auditIntegrity judges integrity algorithms, and ESP that has none.
func auditIntegrity(f *Facts, found func(Finding)) {
	for a := range f.auditedSAs() {
		switch {
		case a.child == nil:
			if d := judgeInteg(a.policy.Integ, ikeSA); d.is() {
				x := a.deprecated(d, "integrity", integValue(a.policy.Integ), "isakmp.tf.id.integ", int(a.policy.Integ.Number()))
				x.Remedies = a.policyLines("integrity sha256", "integrity sha256")
				found(x)
			}
		case a.withoutIntegrity():
			x := a.deprecated(unauthenticated, "integrity", valueNone, "", 0)
			x.Summary, x.Setting = "ESP has no integrity: "+unauthenticated.why, "ESP without integrity"
			x.Remedies = a.childLines()
			found(x)
		default:
			if d := judgeInteg(a.esp.Integ, childSA); d.is() {
				field, number := "isakmp.tf.id.integ", int(a.esp.Integ.Number())
				if a.sa.Version == 1 {
					field, number = "isakmp.ipsec.attr.auth_algorithm", numberOfDOI(a.esp.Integ)
				}
				x := a.deprecated(d, "integrity", integValue(a.esp.Integ), field, number)
				x.Remedies = a.childLines()
				found(x)
			}
		}
	}
	for u := range f.suitesByKeys() {
		if d := judgeInteg(u.suite.Integ, childSA); d.is() {
			found(u.deprecated(d, "integrity", integValue(u.suite.Integ)))
		} else if u.withoutIntegrity() {
			x := u.deprecated(unauthenticated, "integrity", valueNone)
			x.Summary, x.Setting = "ESP has no integrity: "+unauthenticated.why, "ESP without integrity"
			found(x)
		}
	}
}

// unauthenticated is what is to say of ESP without integrity.
var unauthenticated = by8221("4", mustNot, "whoever changes a packet on the way goes unnoticed, and may so read it")

// withoutIntegrity reports whether a is of ESP that nothing protects against changes,
// neither itself nor an AH around it.
func (a *audited) withoutIntegrity() bool {
	c := a.child
	return !a.offered && c.Protocol == isakmp.ProtocolESP && unprotected(a.esp.Suite) && !withAH(a.sa, c)
}

// unprotected reports whether ESP by s has no integrity.
func unprotected(s ipsec.Suite) bool {
	return s.Encr != 0 && !s.Encr.AEAD() && s.Encr != ipsec.EncrAESGMAC && s.Integ == ipsec.IntegNone
}

// withAH reports whether the exchange that made c was for AH, too: RFC 2408, section 4.2.
func withAH(s *ike.SA, c *ike.Child) bool {
	for i := range c.Offers {
		if c.Offers[i].Protocol == isakmp.ProtocolAH {
			return true
		}
	}
	for _, other := range s.Children {
		if other != c && other.MessageID == c.MessageID && other.Protocol == isakmp.ProtocolAH {
			return true
		}
	}
	return false
}
