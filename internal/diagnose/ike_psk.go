package diagnose

import (
	"fmt"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// ikePSK finds peers whose pre-shared keys differ.
func ikePSK(f *Facts, found func(Finding)) {
	for _, s := range f.SAs {
		if lacksKey(s) {
			found(f.ofMissingKey(s))
			continue
		}
		u, ok := f.unprovenOf(s)
		if !ok {
			u, ok = unfinished(s)
		}
		if !ok || !sharedKey(s) {
			continue
		}
		if how, c, ok := keysDiffer(u); ok {
			found(u.pskFinding(f, how, c))
		}
	}
}

// lacksKey reports whether the responder refuses message 3 of main mode with a pre-shared
// key by INVALID-KEY-INFORMATION: it can make no keys.
func lacksKey(s *ike.SA) bool {
	x := s.Failure
	return s.Version == 1 && s.Exchange == isakmp.ExchangeMain && s.Ready.IsZero() && sharedKey(s) && x.Kind == ike.Notified && x.Major != 2 &&
		x.By == ike.Responder && x.Notify == invalidKeyInformation && proofs1(s) == [2]*ike.Message{}
}

// ofMissingKey is the finding that the responder may have no pre-shared key for s.
func (f *Facts) ofMissingKey(s *ike.SA) Finding {
	return Finding{
		Severity: f.OfFailure(s), Certainty: Possible, Tunnel: tunnelOf(s), Reference: "RFC 2409, section 5.4", Symptoms: []Symptom{FailureOf(s)},
		Summary: fmt.Sprintf("%s refuses message 3 of main mode of %s by %s: it may have no pre-shared key for %s, or does not accept the public value",
			name(s, ike.Responder), name(s, ike.Initiator), s.Failure.Word(1), name(s, ike.Initiator)),
		Evidence: []Evidence{failureEvidence(s.Failure, "the responder says "+s.Failure.Word(1)+", as strongSwan does where it has no pre-shared key for the addresses")},
		Remedies: pskRemedies(s),
	}
}

// unfinished is an aggressive mode whose initiator does not go on, as far as it is
// captured, and of which pre-shared keys are given that differ.
func unfinished(s *ike.SA) (u unproven, ok bool) {
	if s.Version != 1 || s.Exchange != isakmp.ExchangeAggressive || !s.Ready.IsZero() || s.Failure.Failed() {
		return u, false
	}
	proofs := proofs1(s)
	if _, same, known := s.CompareSharedKeys(); !known || same || proofs[ike.Responder] == nil || proofs[ike.Initiator] != nil {
		return u, false
	}
	return unproven{sa: s, by: ike.Initiator, how: left, proof: proofs[ike.Responder]}, true
}

// sharedKey reports whether the peers of s authenticate each other by a pre-shared key:
// IKEv1 says so in the SA payload, IKEv2 in AUTH payloads.
func sharedKey(s *ike.SA) bool {
	if s.Version == 1 {
		return s.Policy != nil && s.Policy.Auth.SharedKey()
	}
	i, r := s.Auths[ike.Initiator], s.Auths[ike.Responder]
	return (i == ipsec.AuthPSK || r == ipsec.AuthPSK) && !s.EAP
}

// keysDiffer tells by what the pre-shared keys of both sides differ, and how sure that
// is.
func keysDiffer(u unproven) (how string, c Certainty, ok bool) {
	s := u.sa
	if places, same, known := s.CompareSharedKeys(); known {
		if same {
			return "", 0, false
		}
		if places[0] == places[1] { // a line with a key for each side
			return fmt.Sprintf(": %s has both, one of the initiator%s, another one of the responder%s", places[0], provenBy(s, ike.Initiator), provenBy(s, ike.Responder)), Certain, true
		}
		return fmt.Sprintf(": the initiator's is %s%s, the responder's %s%s", places[0], provenBy(s, ike.Initiator), places[1], provenBy(s, ike.Responder)), Certain, true
	}
	for r := range s.SharedKey {
		k, other := &s.SharedKey[r], &s.SharedKey[1-r]
		place, stated := s.StatedKey(u.by)
		switch side := ike.Role(r); {
		case k.Proof != ipsec.Incorrect:
		case stated && side != u.by && s.Version == 2:
			return fmt.Sprintf(": the %s's is %s; %s is not made with it, and the %s refuses it", u.by, place, k.By, u.by), Certain, true
		case other.Proof == ipsec.Correct:
			return fmt.Sprintf(": the %s's is %s, by %s; %s is made with another one", side.Other(), other.Source, other.By, k.By), Certain, true
		case other.Proof == ipsec.Unchecked && side != u.by:
			return fmt.Sprintf(": %s is not made with a pre-shared key that is given, and the %s refuses it", k.By, u.by), Likely, true
		}
	}
	if s.Version == 2 {
		return "", 0, false
	}
	return keysDiffer1(u)
}

// provenBy is by which payload the pre-shared key of a side was decided.
func provenBy(s *ike.SA, r ike.Role) string {
	if k := &s.SharedKey[r]; k.Proof == ipsec.Correct {
		return ", by " + k.By
	}
	return ""
}

// keysDiffer1 is keysDiffer for IKEv1 without the pre-shared keys themselves. All keys
// of IKEv1 are made of them: what one side encrypts is garbage for the other (RFC 2409,
// section 5).
func keysDiffer1(u unproven) (how string, c Certainty, ok bool) {
	s := u.sa
	alike, known := s.EncryptAlike()
	switch {
	case known && !alike:
		return ": each side encrypts with another key, which is made of it", Certain, true
	case known:
		return "", 0, false
	case u.how == unread && u.last.Encrypted && u.proof.Decrypted:
		return fmt.Sprintf(": the key that message 5 of main mode is encrypted with does not decrypt what the %s answers", u.by), Likely, true
	case s.Exchange == isakmp.ExchangeMain && u.by == ike.Responder:
		return mainDiffers(u)
	case s.Exchange == isakmp.ExchangeAggressive && u.by == ike.Initiator:
		return aggressiveDiffers(u)
	}
	return "", 0, false
}

// mainDiffers is keysDiffer1 of message 5 of main mode.
func mainDiffers(u unproven) (how string, c Certainty, ok bool) {
	switch {
	case u.how == unread:
		return ": neither can read what the other encrypts, the responder message 5 of main mode, the initiator the answer, and so sends message 5 again", Likely, true
	case u.how == told && (garbage1(u.notify) || u.notify == invalidHash):
		return ": message 5 of main mode is garbage for the responder, which says " + isakmp.NotifyName(1, u.notify), Likely, true
	case u.how == ignored && u.last.Role == ike.Initiator:
		return ": message 5 of main mode, the first that is encrypted, is sent again and again at this capture point, and the responder does not answer it", Possible, true
	case u.how == ignored && natTraversal(u.sa):
		return ": the responder does not accept message 5 of main mode, the first that is encrypted, and sends message 4 again, at this capture point; or UDP port 4500 is blocked, on which it is sent", Possible, true
	case u.how == ignored:
		return ": the responder does not accept message 5 of main mode, the first that is encrypted, and sends message 4 again, at this capture point", Likely, true
	}
	return "", 0, false
}

// aggressiveDiffers is keysDiffer1 of HASH_R, by which the responder proves in the clear
// that it knows the key.
func aggressiveDiffers(u unproven) (how string, c Certainty, ok bool) {
	switch {
	case u.how == told && (u.notify == authenticationFailed || u.notify == invalidHash || garbage1(u.notify)):
		return ": the initiator refuses HASH_R of the responder, which is made of it, by " + isakmp.NotifyName(1, u.notify), Likely, true
	case u.how == unread:
		return ": the initiator answers HASH_R of the responder, which is made of it, by an Informational that the responder cannot read", Likely, true
	case u.how == left:
		return ": the initiator does not go on after HASH_R of the responder, which is made of it, at this capture point", Possible, true
	}
	return "", 0, false
}

func (u unproven) pskFinding(f *Facts, how string, c Certainty) Finding {
	s := u.sa
	x := Finding{
		Severity: f.OfFailure(s), Certainty: c, Tunnel: tunnelOf(s),
		Summary:   fmt.Sprintf("The pre-shared keys of %s and %s differ%s", who(s, ike.Initiator), who(s, ike.Responder), how),
		Evidence:  u.evidence(),
		Remedies:  pskRemedies(s),
		Reference: "RFC 2409, section 5.4",
		Symptoms:  []Symptom{FailureOf(s)},
	}
	if c == Possible {
		x.Summary = fmt.Sprintf("The pre-shared keys of %s and %s may differ%s", who(s, ike.Initiator), who(s, ike.Responder), how)
	}
	if s.Version == 2 {
		x.Reference = "RFC 7296, section 2.15"
	}
	return x
}
