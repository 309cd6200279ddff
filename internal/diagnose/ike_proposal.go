package diagnose

import (
	"slices"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// Notifications that refuse what is proposed: RFC 2408, section 3.14.1; RFC 7296, section
// 3.10.1.
const (
	noProposalChosen       isakmp.NotifyType = 14
	attributesNotSupported isakmp.NotifyType = 13 // IKEv1
)

// ikeProposal finds peers without a policy for the IKE SA in common. The responder does
// not say what it wants: that is known if it has begun a negotiation itself.
func ikeProposal(f *Facts, found func(Finding)) {
	for _, s := range f.SAs {
		if refusesPolicies(s) {
			found(f.ofPolicies(s))
		}
	}
}

// refusesPolicies reports whether the responder of s accepts none of the policies.
func refusesPolicies(s *ike.SA) bool {
	x := s.Failure
	return x.Kind == ike.Notified && x.By == ike.Responder && s.Policy == nil &&
		(x.Notify == noProposalChosen || s.Version == 1 && x.Notify == attributesNotSupported)
}

// opposite is the IKE SA that the responder of s has begun, in the same version, with
// offers of its own: the nearest in time. It is nil if there is none.
func (f *Facts) opposite(s *ike.SA) (best *ike.SA) {
	for _, other := range f.near(s) {
		if other.Version != s.Version || len(other.Offers[ike.Initiator]) == 0 || !begunBy(other, s, ike.Responder) {
			continue
		}
		if best == nil || other.First.Sub(s.First).Abs() < best.First.Sub(s.First).Abs() {
			best = other
		}
	}
	return best
}

// begunBy reports whether the initiator of other is side r of s.
func begunBy(other, s *ike.SA, r ike.Role) bool {
	return other != s && other.Now[ike.Initiator].Addr() == s.Now[r].Addr()
}

// ofPolicies is the finding that the responder of s accepts no policy of the initiator.
func (f *Facts) ofPolicies(s *ike.SA) Finding {
	what, reference := "Phase 1", "RFC 2408, section 5.4; RFC 2409, section 5"
	if s.Version == 2 {
		what, reference = "IKE_SA_INIT", "RFC 7296, section 2.7"
	}
	x := Finding{
		Severity: f.OfFailure(s), Certainty: Certain, Tunnel: tunnelOf(s), Reference: reference, Symptoms: []Symptom{FailureOf(s)},
	}
	initiator, responder, offers := name(s, ike.Initiator), name(s, ike.Responder), s.Offers[ike.Initiator]
	refusal := failureEvidence(s.Failure, responder+" refuses: "+s.Failure.Word(s.Version))
	other := f.opposite(s)
	var p pairing
	if other != nil {
		p = nearest(s.Version, offers, other.Offers[ike.Initiator])
	}
	switch {
	case len(offers) == 0:
		x.Summary = what + " is refused: " + responder + " accepts none of the proposals of " + initiator + ", which were not captured"
		x.Evidence = []Evidence{refusal}
		return x
	case len(p.differ) > 0:
		x.Values = p.differ
		x.Summary = what + " is refused: " + initiator + " offers " + spokenSide(p.differ, false) + ", " + responder + " wants " + spokenSide(p.differ, true)
		x.Evidence = append(append(offerEvidence(s, ike.Initiator, p.differ), refusal), offerEvidence(other, ike.Initiator, mirrored(p.differ))...)
		x.Symptoms = append(x.Symptoms, f.sameOffers(other)...)
		x.Remedies = f.policyRemedies(s, p)
		return x
	}
	x.Certainty = Likely
	refusal.Text += ", which some peers (strongSwan) also say where they have no connection for " + initiator + " in " + ikeWord(s.Version)
	x.Values = offered(s.Version, offers, ike.Initiator)
	x.Summary = what + " is refused: " + responder + " accepts none of what " + initiator + " offers (" + spokenOffers(s.Version, offers) + "); what it wants is not on the wire"
	if other != nil {
		x.Certainty = Possible
		x.Summary = what + " is refused: " + responder + " accepts nothing of what " + initiator + " offers, though it offers the like itself: it may have no connection for " + initiator
	}
	x.Evidence = append(offerEvidence(s, ike.Initiator, x.Values), refusal)
	x.Remedies = policyRemedies(s.Version, s.Now[ike.Responder], policyOf(strongestOffer(offers)))
	return x
}

// policyRemedies let one of two sides use what the other offers: the one that offers the
// weaker algorithms.
func (f *Facts) policyRemedies(s *ike.SA, p pairing) []Remedy {
	side, use := ike.Responder, p.offers[0]
	if offerRank(p.offers[1]) > offerRank(p.offers[0]) {
		side, use = ike.Initiator, p.offers[1]
	}
	return policyRemedies(s.Version, s.Now[side], policyOf(use))
}

// mirrored are values with the sides swapped: those of an SA that the responder began.
func mirrored(values []Value) []Value {
	out := slices.Clone(values)
	for i := range out {
		out[i].Initiator, out[i].Responder = out[i].Responder, out[i].Initiator
	}
	return out
}

// sameOffers are the failures of other and of its retries, which have the same cause.
func (f *Facts) sameOffers(other *ike.SA) (out []Symptom) {
	for _, s := range f.near(other) {
		if refusesPolicies(s) && s.Version == other.Version && s.Now[ike.Initiator].Addr() == other.Now[ike.Initiator].Addr() &&
			spokenOffers(s.Version, s.Offers[ike.Initiator]) == spokenOffers(s.Version, other.Offers[ike.Initiator]) {
			out = append(out, FailureOf(s))
		}
	}
	return out
}
