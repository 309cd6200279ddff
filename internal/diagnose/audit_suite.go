package diagnose

import (
	"iter"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/tunnel"
)

// A suiteByKeys is the algorithms by which the packets of an SA decrypt, where the
// exchange that agreed on them was not seen, or not decrypted.
type suiteByKeys struct {
	tunnel *tunnel.Tunnel
	sa     *tunnel.SA
	suite  ipsec.Suite
}

// suitesByKeys are those of all tunnels. What the same peers use again is told once.
func (f *Facts) suitesByKeys() iter.Seq[*suiteByKeys] {
	return func(yield func(*suiteByKeys) bool) {
		type sameness struct {
			peers tunnel.Peers
			ah    bool
			suite ipsec.Suite
		}
		known := map[sameness]bool{}
		for _, t := range f.Tunnels {
			for s := range t.SAs() {
				if s.Child != nil || s.Decrypted == 0 {
					continue
				}
				suite, _ := s.Suite()
				k := sameness{tunnel.PeersOf(s.Src, s.Dst), s.AH, suite}
				if known[k] {
					continue
				}
				known[k] = true
				if !yield(&suiteByKeys{t, s, suite}) {
					return
				}
			}
		}
	}
}

// withoutIntegrity reports whether nothing protects the packets of u against changes,
// neither ESP itself nor an AH around it.
func (u *suiteByKeys) withoutIntegrity() bool {
	if u.sa.AH || !unprotected(u.suite) {
		return false
	}
	for s := range u.tunnel.SAs() {
		if s.AH {
			return false
		}
	}
	return true
}

// deprecated is the finding on an algorithm of u. It is certain where an ICV was right:
// what decrypts without one fits the key, no more.
func (u *suiteByKeys) deprecated(d deprecation, attribute, value string) Finding {
	protocol, what := protocolOf(u.sa), spoken(attribute, value)
	x := Finding{
		Severity: d.severity, Certainty: Likely, Tunnel: tunnelOfESP(u.tunnel, u.sa), Reference: d.reference,
		Setting: what + " for " + protocol, Summary: protocol + " uses " + what + ": " + d.why,
		Values:   []Value{{attribute, value, value}},
		Evidence: []Evidence{firstEvidence(u.sa, "the first packet that decrypts with "+what)},
	}
	if u.sa.AH || attribute == "integrity" && value != valueNone {
		x.Evidence[0].Text = "the first packet whose integrity check value is right by " + what
	}
	if u.sa.Verified {
		x.Certainty = Certain
	}
	x.Remedies = u.remedies()
	return x
}

// remedies are a better transform set on both peers. Without the exchange nothing tells
// its version, and so not which of ASA's two forms is in use.
func (u *suiteByKeys) remedies() (out []Remedy) {
	version, protocol := uint8(2), uint8(isakmp.ProtocolESP)
	if u.tunnel.IKE != nil {
		version = u.tunnel.IKE.Version
	}
	if u.sa.AH {
		protocol = isakmp.ProtocolAH
	}
	for _, r := range transformRemedies(version, endpoint(u.tunnel.Local), strongerChild(isakmp.ChildPolicy{Suite: u.suite}, protocol)) {
		if u.tunnel.IKE != nil || r.Platform != ASA {
			out = append(out, r)
		}
	}
	return onBothOf(u.tunnel.Local.String(), u.tunnel.Remote.String(), out)
}
