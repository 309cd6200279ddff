package diagnose

import (
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// auditVersion finds IKEv1, which is historic.
func auditVersion(f *Facts, found func(Finding)) {
	for a := range f.auditedSAs() {
		if a.child != nil || a.sa.Version != 1 {
			continue
		}
		x := a.finding(Note, "version", "1")
		x.Setting, x.Reference = "IKEv1", "RFC 9395"
		x.Summary = "IKEv1 is spoken, which is historic: IKEv2 replaced it in 2005"
		a.prove(&x, "isakmp.version", "0x10", "the version is 1.0")
		x.Remedies = a.secondVersion()
		found(x)
	}
}

// secondVersion is IKEv2 in place of IKEv1, with settings that are not deprecated.
func (a *audited) secondVersion() []Remedy {
	p, at := a.policy, a.sa.Now[ike.Initiator]
	p.Integ, p.PRF = ipsec.IntegSHA2_256_128, ipsec.PRFSHA2_256
	p = stronger(p, 2)
	return onBoth(a.sa,
		onRouters(at, append(iosPolicy2(p), "crypto map VPNMAP 10 ipsec-isakmp", " set ikev2-profile <profile>")...),
		remedyOn(ASA, at, append(asaPolicy2(p), "crypto ikev2 enable <interface>")...),
		remedyOn(StrongSwan, at, connection("version = 2")...))
}
