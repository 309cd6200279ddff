package diagnose

import (
	"strconv"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// invalidMajorVersion is INVALID-MAJOR-VERSION of IKEv1 and INVALID_MAJOR_VERSION of
// IKEv2, which are one number.
const invalidMajorVersion isakmp.NotifyType = 5

// ikeVersion finds peers of which one speaks IKEv1 and the other IKEv2.
func ikeVersion(f *Facts, found func(Finding)) {
	for _, s := range f.SAs {
		if !s.Ready.IsZero() || !s.Failure.Failed() {
			continue
		}
		if v := versionOfRefusal(s); v != s.Version {
			found(f.ofVersionRefused(s, v))
			continue
		}
		if other := f.otherVersion(s); other != nil && mayBeVersion(s) {
			found(f.ofVersions(s, other))
		}
	}
}

// versionOfRefusal is the version in which the responder of s refuses s's, 0 if it does
// not tell its own; the version of s where the refusal is of another kind.
func versionOfRefusal(s *ike.SA) uint8 {
	x := s.Failure
	switch {
	case x.Kind != ike.Notified || x.By != ike.Responder:
	case x.Notify == invalidMajorVersion && (x.Major == s.Version || x.Major == 0):
		return 0
	case x.Notify == invalidMajorVersion:
		return x.Major
	}
	return s.Version
}

// ofVersionRefused is the finding that the responder of s refuses its version, and speaks
// another one.
func (f *Facts) ofVersionRefused(s *ike.SA, version uint8) Finding {
	x := Finding{
		Severity: f.OfFailure(s), Certainty: Certain, Tunnel: tunnelOf(s), Reference: "RFC 7296, section 2.5", Symptoms: []Symptom{FailureOf(s)},
		Values:   []Value{{Name: "version", Initiator: versionValue(s.Version), Responder: versionValue(version)}},
		Evidence: offerFrame(s, "begins with "+ikeWord(s.Version)),
	}
	initiator, responder := name(s, ike.Initiator), name(s, ike.Responder)
	x.Evidence = append(x.Evidence, failureEvidence(s.Failure, responder+" refuses: "+s.Failure.Word(s.Version)))
	x.Summary = initiator + " speaks " + ikeWord(s.Version) + ", which " + responder + " refuses"
	if version != 0 {
		x.Summary = initiator + " speaks " + ikeWord(s.Version) + ", " + responder + " " + ikeWord(version) + " only"
		x.Remedies = versionRemedies(s, version)
	}
	return x
}

// offerFrame is the first message of s with proposals, as evidence of its version.
func offerFrame(s *ike.SA, text string) []Evidence {
	m := offerMessage(s, ike.Initiator)
	if m == nil {
		return nil
	}
	return []Evidence{messageEvidence(m, "isakmp.exchangetype", strconv.Itoa(int(m.Exchange)), name(s, ike.Initiator)+" "+text)}
}

func versionValue(v uint8) any {
	if v == 0 {
		return nil
	}
	return strconv.Itoa(int(v))
}

func ikeWord(version uint8) string { return "IKEv" + strconv.Itoa(int(version)) }

// versionRemedies let the initiator speak the responder's version.
func versionRemedies(s *ike.SA, version uint8) []Remedy {
	gateway, peer := s.Now[ike.Initiator], seenAs(s, ike.Responder)
	swan := remedyOn(StrongSwan, gateway, connection("version = "+strconv.Itoa(int(version)))...)
	if version == 1 {
		return append(append(onRouters(gateway, cryptoMap(gateway), " no set ikev2-profile", " set transform-set TS"),
			remedyOn(ASA, gateway, "crypto ikev1 enable outside", "crypto map VPNMAP 10 set ikev1 transform-set TS", "tunnel-group "+peer+" ipsec-attributes",
				" ikev1 pre-shared-key <pre-shared-key>")...), swan...)
	}
	return append(append(onRouters(gateway, "crypto ikev2 keyring KEYRING", " peer PEER", "  address "+prefixed(peer), "  pre-shared-key <pre-shared-key>",
		"crypto ikev2 profile PROFILE", " match identity remote address "+prefixed(peer), " authentication local pre-share", " authentication remote pre-share",
		" keyring local KEYRING", cryptoMap(gateway), " set ikev2-profile PROFILE"),
		remedyOn(ASA, gateway, "crypto ikev2 enable outside", "crypto map VPNMAP 10 set ikev2 ipsec-proposal PROPOSAL", "tunnel-group "+peer+" ipsec-attributes",
			" ikev2 remote-authentication pre-shared-key <pre-shared-key>", " ikev2 local-authentication pre-shared-key <pre-shared-key>")...), swan...)
}

// mayBeVersion reports whether a peer without a connection of s's version may have
// refused s so: it says that it accepts no proposal, or nothing at all.
func mayBeVersion(s *ike.SA) bool {
	return s.Failure.Kind == ike.NoAnswer && s.Policy == nil || refusesPolicies(s)
}

// otherVersion is an IKE SA that the responder of s has begun in another version, where
// neither side ever speaks the other's; nil if there is none.
func (f *Facts) otherVersion(s *ike.SA) (found *ike.SA) {
	for _, other := range f.near(s) {
		switch {
		case other.Version == s.Version && begunBy(other, s, ike.Responder), other.Version != s.Version && begunBy(other, s, ike.Initiator):
			return nil
		case other.Version != s.Version && begunBy(other, s, ike.Responder) && found == nil:
			found = other
		}
	}
	return found
}

// ofVersions is the finding that each side begins in a version of its own.
func (f *Facts) ofVersions(s, other *ike.SA) Finding {
	initiator, responder := name(s, ike.Initiator), name(s, ike.Responder)
	x := Finding{
		Severity: f.OfFailure(s), Certainty: Likely, Tunnel: tunnelOf(s), Reference: "RFC 7296, section 2.5", Symptoms: []Symptom{FailureOf(s)},
		Values:  []Value{{Name: "version", Initiator: versionValue(s.Version), Responder: versionValue(other.Version)}},
		Summary: initiator + " speaks " + ikeWord(s.Version) + ", " + responder + " " + ikeWord(other.Version) + ": neither accepts what the other begins",
	}
	if !other.Ready.IsZero() {
		x.Summary = responder + " refuses the " + ikeWord(s.Version) + " of " + initiator + ", and speaks " + ikeWord(other.Version) + " when it begins itself"
	}
	x.Evidence = append(offerFrame(s, "begins with "+ikeWord(s.Version)), failureEvidence(s.Failure, s.Failure.Text(s.Version)))
	x.Evidence = append(x.Evidence, offerFrame(other, "begins with "+ikeWord(other.Version))...)
	x.Symptoms = append(x.Symptoms, f.failuresLike(other, mayBeVersion)...)
	side := s // the older version gives way
	if other.Version < s.Version {
		side = other
	}
	x.Remedies = versionRemedies(side, max(s.Version, other.Version))
	return x
}

// failuresLike are the failures of the IKE SAs that the initiator of s has begun in the
// same version, as far as they are of a kind.
func (f *Facts) failuresLike(s *ike.SA, kind func(*ike.SA) bool) (out []Symptom) {
	for _, other := range f.near(s) {
		if other.Version == s.Version && other.Ready.IsZero() && kind(other) && other.Now[ike.Initiator].Addr() == s.Now[ike.Initiator].Addr() {
			out = append(out, FailureOf(other))
		}
	}
	return out
}
