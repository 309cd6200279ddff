package diagnose

import (
	"fmt"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// refusedOtherwise is the finding that a peer refuses s by a notification that no other
// rule reads.
func (f *Facts) refusedOtherwise(s *ike.SA) (x Finding, ok bool) {
	w := s.Failure
	if w.Kind != ike.Notified || !s.Ready.IsZero() || s.Replaces != nil || !refuses(s.Version, w.Notify) {
		return x, false
	}
	by, other := name(s, w.By), who(s, w.By.Other())
	x = Finding{
		Severity: f.OfFailure(s), Certainty: Possible, Tunnel: tunnelOf(s), Reference: "RFC 7296, section 3.10.1", Symptoms: []Symptom{FailureOf(s)},
		Summary:  fmt.Sprintf("%s refuses %s by %s; nothing tells why", by, other, w.Word(s.Version)),
		Evidence: []Evidence{failureEvidence(w, "the "+w.By.String()+" says "+w.Word(s.Version))},
	}
	if s.Version == 1 {
		x.Reference = "RFC 2408, section 3.14.1"
	}
	return x, true
}

// refuses reports whether a notification is an error that ends a negotiation, and not one
// that asks for another message, or tells of an SA that is not known.
func refuses(version uint8, t isakmp.NotifyType) bool {
	const invalidCookie, status isakmp.NotifyType = 4, 16384 // INVALID_IKE_SPI in IKEv2
	switch t {
	case invalidCookie, isakmp.NotifyInvalidMajor, isakmp.NotifyInvalidSPI:
		return false
	case isakmp.NotifyInvalidKE:
		return version == 1
	}
	return t > 0 && t < status
}
