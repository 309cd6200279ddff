package diagnose

import (
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// auditPFS finds children whose keys come from the IKE SA's alone, so that who learns
// those can read everything.
func auditPFS(f *Facts, found func(Finding)) {
	for a := range f.auditedSAs() {
		if a.child == nil || a.offered || freshKeys(a.child) {
			continue
		}
		x := a.finding(Note, "pfs_group", valueNone)
		x.Setting = "no PFS"
		x.Summary = "ESP has no perfect forward secrecy: its keys come from those of the IKE SA"
		x.Reference = "RFC 2409, section 8"
		if a.sa.Version == 2 {
			x.Reference = "RFC 7296, section 1.3"
		}
		a.prove(&x, "", "", "the answer has no key exchange")
		x.Remedies = a.pfsLines()
		found(x)
	}
}

func (a *audited) pfsLines() []Remedy {
	s := a.sa
	at, asa := s.Now[ike.Initiator], "crypto map VPNMAP 10 set pfs group19"
	if s.Version == 1 {
		asa = "crypto map VPNMAP 10 set pfs group14"
	}
	better := strongerChild(a.esp, a.child.Protocol)
	better.Group = ipsec.ECP256
	return onBoth(s, onRouters(at, "crypto map VPNMAP 10 ipsec-isakmp", " set pfs group19"), remedyOn(ASA, at, asa),
		remedyOn(StrongSwan, at, swanChild(better)...))
}
