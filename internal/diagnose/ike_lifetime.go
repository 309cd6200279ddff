package diagnose

import (
	"net/netip"
	"strconv"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// ikeLifetime finds lifetimes of phase 1 that differ. IOS refuses one that is longer than
// its own, others take the shorter one.
func ikeLifetime(f *Facts, found func(Finding)) {
	made := map[side]*ike.SA{} // the first that each side has begun, as far as it came up
	for _, s := range f.SAs {
		if s.Version != 1 || len(s.Offers[ike.Initiator]) == 0 {
			continue
		}
		var other *ike.SA
		if mine := sideOf(s, ike.Initiator); refusesPolicies(s) {
			other = f.opposite(s)
		} else if !s.Ready.IsZero() && made[mine] == nil {
			made[mine] = s
			other = made[sideOf(s, ike.Responder)]
		}
		if other == nil {
			continue
		}
		p := nearest(1, s.Offers[ike.Initiator], other.Offers[ike.Initiator])
		if len(p.differ) > 0 {
			continue
		}
		mine, theirs := p.offers[0].Seconds, p.offers[1].Seconds
		if mine == theirs || mine == 0 || theirs == 0 || refusesPolicies(s) && mine < theirs {
			continue
		}
		found(f.ofLifetimes(s, other, p))
	}
}

// A side is a peer of a tunnel, and the other one.
type side struct{ own, other netip.Addr }

func sideOf(s *ike.SA, r ike.Role) side { return side{s.Now[r].Addr(), s.Now[r.Other()].Addr()} }

// ofLifetimes is the finding that the lifetimes of both sides differ.
func (f *Facts) ofLifetimes(s, other *ike.SA, p pairing) Finding {
	initiator, responder := name(s, ike.Initiator), name(s, ike.Responder)
	mine, theirs := strconv.FormatUint(p.offers[0].Seconds, 10), strconv.FormatUint(p.offers[1].Seconds, 10)
	x := Finding{
		Severity: Note, Certainty: Certain, Tunnel: tunnelOf(s), Reference: "RFC 2407, section 4.5.4",
		Values:  []Value{{Name: "lifetime", Initiator: p.offers[0].Seconds, Responder: p.offers[1].Seconds}},
		Summary: "The lifetimes of phase 1 differ: " + mine + " s on " + initiator + ", " + theirs + " s on " + responder + "; it works, and each side renews in its own time",
	}
	x.Evidence = offerEvidence(s, ike.Initiator, x.Values)
	if refusesPolicies(s) {
		x.Severity, x.Certainty, x.Symptoms = f.OfFailure(s), Likely, []Symptom{FailureOf(s)}
		x.Summary = "Phase 1 is refused: " + initiator + " offers a lifetime of " + mine + " s, longer than the " + theirs + " s of " + responder + ", which otherwise has the same policy"
		x.Evidence = append(x.Evidence, failureEvidence(s.Failure, responder+" refuses: "+s.Failure.Word(s.Version)))
	}
	x.Evidence = append(x.Evidence, offerEvidence(other, ike.Initiator, mirrored(x.Values))...)
	use := policyOf(p.offers[0])
	use.Seconds = min(p.offers[0].Seconds, p.offers[1].Seconds)
	side := ike.Initiator
	if p.offers[0].Seconds < p.offers[1].Seconds {
		side = ike.Responder
	}
	x.Remedies = lifetimeRemedies(s, side, use)
	return x
}

// lifetimeRemedies let a side of s use the lifetime of a policy.
func lifetimeRemedies(s *ike.SA, side ike.Role, use isakmp.Policy) []Remedy {
	gateway := s.Now[side]
	return append(append(onRouters(gateway, iosPolicy1(use)...), remedyOn(ASA, gateway, asaPolicy1(use)...)...),
		remedyOn(StrongSwan, gateway, connection("rekey_time = "+strconv.FormatUint(use.Seconds*9/10, 10)+"s", "over_time = "+strconv.FormatUint(use.Seconds/10, 10)+"s")...)...)
}
