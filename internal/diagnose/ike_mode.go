package diagnose

import (
	"slices"
	"strconv"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// Notifications by which a peer refuses an exchange: RFC 2408, section 3.14.1.
const (
	invalidExchangeType     isakmp.NotifyType = 7
	authenticationFailed    isakmp.NotifyType = 24
	unsupportedExchangeType isakmp.NotifyType = 29
)

// ikeMode finds peers of which one uses main mode and the other aggressive mode.
func ikeMode(f *Facts, found func(Finding)) {
	for _, s := range f.SAs {
		if s.Version != 1 || modeOf(s) == "" || !refusesMode(s) {
			continue
		}
		other := f.otherMode(s)
		if other == nil && !refusesExchange(s) && !refusesAggressive(s) {
			continue
		}
		found(f.ofModes(s, other))
	}
}

// modeOf is the exchange of phase 1, "" if it is not known.
func modeOf(s *ike.SA) string {
	switch s.Exchange {
	case isakmp.ExchangeMain:
		return "main"
	case isakmp.ExchangeAggressive:
		return "aggressive"
	}
	return ""
}

// refusesExchange reports whether the responder of s refuses its exchange by name.
func refusesExchange(s *ike.SA) bool {
	x := s.Failure
	return x.Kind == ike.Notified && x.By == ike.Responder && (x.Notify == invalidExchangeType || x.Notify == unsupportedExchangeType)
}

// refusesAggressive reports whether the responder of s refuses the first message of
// aggressive mode as a whole, as a peer does that allows main mode alone.
func refusesAggressive(s *ike.SA) bool {
	x := s.Failure
	return s.Exchange == isakmp.ExchangeAggressive && s.Policy == nil && x.Kind == ike.Notified && x.By == ike.Responder && x.Notify == authenticationFailed
}

// refusesMode reports whether s came to an end as it does where the responder has no
// connection of this mode: it refuses the first message, or tells by the identity in
// message 5 of main mode, which it answers by an Informational.
func refusesMode(s *ike.SA) bool {
	if !s.Ready.IsZero() {
		return false
	}
	if refusesExchange(s) || refusesAggressive(s) || refusesPolicies(s) {
		return true
	}
	x := s.Failure
	return s.Exchange == isakmp.ExchangeMain && (x.Kind == ike.Notified && x.By == ike.Responder && x.Notify == authenticationFailed || refusalAfterIdentity(s) != nil)
}

// refusalAfterIdentity is the encrypted Informational by which the responder answers
// message 5 of main mode, nil without one.
func refusalAfterIdentity(s *ike.SA) *ike.Message {
	asked := false
	for i := range s.Log {
		m := &s.Log[i]
		switch {
		case m.Role == ike.Initiator && m.Exchange == isakmp.ExchangeMain && m.Encrypted:
			asked = true
		case asked && m.Role == ike.Responder && m.Exchange == isakmp.ExchangeMain:
			return nil
		case asked && m.Role == ike.Responder && m.Exchange == isakmp.ExchangeInformational && m.Encrypted:
			return m
		}
	}
	return nil
}

// otherMode is a phase 1 in another mode that the responder of s has begun, if it never
// uses the mode of s; nil if there is none.
func (f *Facts) otherMode(s *ike.SA) (found *ike.SA) {
	for _, other := range f.near(s) {
		if other.Version != 1 || !begunBy(other, s, ike.Responder) || modeOf(other) == "" {
			continue
		}
		if other.Exchange == s.Exchange {
			return nil
		}
		if found == nil {
			found = other
		}
	}
	return found
}

// ofModes is the finding that the responder of s does not use its mode; other is what it
// begins itself, nil if it begins nothing.
func (f *Facts) ofModes(s, other *ike.SA) Finding {
	initiator, responder := name(s, ike.Initiator), name(s, ike.Responder)
	mine, theirs := modeOf(s), "main"
	if mine == "main" {
		theirs = "aggressive"
	}
	x := Finding{
		Severity: f.OfFailure(s), Certainty: Possible, Tunnel: tunnelOf(s), Reference: "RFC 2409, section 5", Symptoms: []Symptom{FailureOf(s)},
		Values:   []Value{{Name: "mode", Initiator: mine}},
		Summary:  responder + " refuses the first message of aggressive mode: it allows main mode alone, or does not know " + who(s, ike.Initiator),
		Evidence: offerFrame(s, "begins in "+mine+" mode"),
	}
	switch {
	case other != nil:
		x.Certainty, x.Values[0].Responder = Likely, theirs
		x.Summary = initiator + " uses " + mine + " mode, " + responder + " " + theirs + " mode"
		x.Symptoms = append(x.Symptoms, f.failuresLike(other, refusesMode)...)
	case refusesExchange(s):
		x.Certainty = Certain
		x.Summary = responder + " refuses the " + mine + " mode of " + initiator
	}
	if s.Failure.Failed() {
		x.Evidence = append(x.Evidence, failureEvidence(s.Failure, s.Failure.Text(s.Version)))
	} else if m := refusalAfterIdentity(s); m != nil {
		x.Evidence = append(x.Evidence, messageEvidence(m, "isakmp.exchangetype", strconv.Itoa(int(m.Exchange)), responder+" answers message 5 by an Informational, and does not authenticate itself"))
	}
	if other != nil {
		x.Evidence = append(x.Evidence, offerFrame(other, "begins in "+theirs+" mode itself")...)
	}
	x.Remedies = modeRemedies(s)
	return x
}

// modeRemedies let the side that uses aggressive mode use main mode, which keeps
// identities and the hash of the pre-shared key from others.
func modeRemedies(s *ike.SA) []Remedy {
	gateway, peer := s.Now[ike.Initiator], seenAs(s, ike.Responder)
	if s.Exchange == isakmp.ExchangeMain {
		gateway, peer = s.Now[ike.Responder], seenAs(s, ike.Initiator)
	}
	return slices.Concat(
		onRouters(gateway, "no crypto isakmp peer address "+peer, "crypto isakmp key 0 <pre-shared-key> address "+keyAddress(peer)),
		remedyOn(ASA, gateway, "crypto map VPNMAP 10 set ikev1 phase1-mode main"),
		remedyOn(StrongSwan, gateway, connection("aggressive = no")...),
	)
}
