package diagnose

import (
	"fmt"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// ikeIdentity finds peers of which one does not accept the identity of the other.
func ikeIdentity(f *Facts, found func(Finding)) {
	for _, s := range f.SAs {
		if u, ok := f.unprovenOf(s); ok {
			if x, ok := u.identityFinding(f); ok {
				found(x)
			}
		}
	}
}

// identityFinding is that the side that refuses does not accept the other's identity, or
// is not whom the other asks for.
func (u unproven) identityFinding(f *Facts) (x Finding, ok bool) {
	s, side := u.sa, u.by.Other()
	is, wants := f.ownIdentity(s, side), f.askedIdentity(s, u.by)
	why, c := "", Likely
	switch {
	case s.Version == 1 && u.how == told && u.notify == invalidID:
		why = ", by INVALID-ID-INFORMATION"
		if u.last != nil && u.last.Decrypted {
			c = Certain
		}
	case u.by == ike.Responder && otherIdentity(s.Asked, f.ownIdentity(s, ike.Responder)) && u.certainlyTold():
		return u.askedFinding(f), true
	case !u.certainlyTold():
		return x, false
	case s.Version == 2 && otherIdentity(is, wants):
	case !u.provenRight():
		return x, false
	case u.by == ike.Initiator:
		why = ", after each has accepted what the other's pre-shared key makes"
	default:
		why = ": the pre-shared keys are the same"
	}
	x = u.identity(f, c)
	x.Summary = fmt.Sprintf("%s does not accept the identity of %s%s", name(s, u.by), name(s, side), why)
	switch text, wanted := identityText(is), identityText(wants); {
	case text != "" && wanted != "" && otherIdentity(is, wants):
		x.Summary = fmt.Sprintf("%s expects %s, and %s is %s%s", name(s, u.by), wanted, name(s, side), text, why)
	case text != "":
		x.Summary = fmt.Sprintf("%s does not accept %s, the identity of %s%s", name(s, u.by), text, name(s, side), why)
	}
	v := Value{Name: "identity"}
	mine, theirs := &v.Initiator, &v.Responder
	if side == ike.Responder {
		mine, theirs = theirs, mine
	}
	*mine = identityValue(is)
	if otherIdentity(is, wants) {
		*theirs = identityValue(wants)
	}
	x.Values = []Value{v}
	x.Symptoms = append(x.Symptoms, f.sameIdentityRefused(s, side, is, wants)...)
	x.Remedies = expectRemedies(s, u.by, is)
	if otherIdentity(is, wants) {
		x.Remedies = append(x.Remedies, beRemedies(s.Version, s.Now[side], wants)...)
	}
	return x, true
}

// certainlyTold reports whether the refusal can be read.
func (u unproven) certainlyTold() bool {
	return u.how == told && u.notify == authenticationFailed || u.how == deleted
}

// provenRight reports whether the proof that is refused is right: both sides have the
// same pre-shared key. A responder that has answered with its own proof has accepted the
// initiator's.
func (u unproven) provenRight() bool {
	s := u.sa
	if !sharedKey(s) {
		return false
	}
	_, same, known := s.CompareSharedKeys()
	switch {
	case known:
		return same && u.method()
	case s.SharedKey[ike.Responder].Proof == ipsec.Incorrect:
		return false
	case s.Version == 1:
		return u.by == ike.Initiator && u.proof.Proof != ipsec.Incorrect && u.how == deleted
	}
	return u.by == ike.Initiator && s.Auths[ike.Responder] == ipsec.AuthPSK && s.Auths[ike.Initiator] == ipsec.AuthPSK
}

// method reports whether nothing shows that the responder refuses the method, and not the
// identity: in IKEv1 it may demand XAUTH, another mode or a certificate, and tells that
// only now.
func (u unproven) method() bool {
	return u.by == ike.Initiator || u.sa.Version == 2 && len(u.sa.Authorities[ike.Responder]) == 0
}

// askedFinding is that the responder is not whom the initiator asks for.
func (u unproven) askedFinding(f *Facts) Finding {
	s := u.sa
	is := f.ownIdentity(s, ike.Responder)
	x := u.identity(f, Likely)
	x.Summary = fmt.Sprintf("%s asks for %s, and %s is %s", who(s, ike.Initiator), identityText(s.Asked), name(s, ike.Responder), identityText(is))
	x.Values = []Value{{Name: "identity", Initiator: identityValue(s.Asked), Responder: identityValue(is)}}
	x.Symptoms = append(x.Symptoms, f.sameIdentityRefused(s, ike.Responder, is, s.Asked)...)
	x.Remedies = append(expectRemedies(s, ike.Initiator, is), beRemedies(2, s.Now[ike.Responder], s.Asked)...)
	return x
}

// sameIdentityRefused are the failures of the SAs that the responder of s has begun which
// have the same cause: the identity of the peer in role side, which is one and should be
// another.
func (f *Facts) sameIdentityRefused(s *ike.SA, side ike.Role, is, wanted ike.Identity) (list []Symptom) {
	owner := s.Now[side].Addr()
	for _, other := range f.near(s) {
		if !begunBy(other, s, ike.Responder) {
			continue
		}
		u, ok := f.unprovenOf(other)
		switch {
		case !ok:
		case other.Now[u.by].Addr() != owner && sameIdentity(f.ownIdentity(other, u.by.Other()), is),
			other.Now[u.by].Addr() == owner && u.by == ike.Responder && sameIdentity(other.Asked, wanted):
			list = append(list, FailureOf(other))
		}
	}
	return list
}

// identity is what findings on identities have in common.
func (u unproven) identity(f *Facts, c Certainty) Finding {
	x := Finding{
		Severity: f.OfFailure(u.sa), Certainty: c, Tunnel: tunnelOf(u.sa), Evidence: u.evidence(), Symptoms: []Symptom{FailureOf(u.sa)},
		Reference: "RFC 7296, section 2.15",
	}
	if u.sa.Version == 1 {
		x.Reference = "RFC 2407, section 4.6.2"
	}
	return x
}
