package diagnose

import (
	"fmt"
	"strings"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// ikeAuth finds peers of which one refuses the other, for a reason that nothing tells
// apart from others.
func ikeAuth(f *Facts, found func(Finding)) {
	for _, s := range f.SAs {
		if u, ok := f.unprovenOf(s); ok {
			found(u.authFinding(f))
		} else if x, ok := f.refusedOtherwise(s); ok {
			found(x)
		}
	}
}

// authFinding is that a peer is refused. It names what the reason may be, the likeliest
// first.
func (u unproven) authFinding(f *Facts) Finding {
	s, side := u.sa, u.by.Other()
	x := Finding{
		Severity: f.OfFailure(s), Certainty: Possible, Tunnel: tunnelOf(s), Evidence: u.evidence(), Symptoms: []Symptom{FailureOf(s)},
		Reference: "RFC 7296, section 2.21.2", Remedies: u.authRemedies(),
	}
	if s.Version == 1 {
		x.Reference = "RFC 2409, section 5"
	}
	verb := "refuses"
	switch u.how {
	case ignored:
		verb = "does not answer the proof of"
	case deleted:
		verb = "deletes the SA at once after the proof of"
	case left:
		verb = "does not go on after the proof of"
	case opaque:
		verb = "seems to refuse"
	}
	x.Summary = fmt.Sprintf("%s %s %s", name(s, u.by), verb, who(s, side))
	if others, mutual := f.refusedAlike(u); mutual {
		x.Summary = fmt.Sprintf("%s and %s refuse each other", name(s, u.by), who(s, side))
		for _, other := range others {
			x.Symptoms = append(x.Symptoms, FailureOf(other.sa))
			x.Evidence = append(x.Evidence, other.evidence()...)
		}
		x.Count = len(x.Symptoms)
	}
	if u.how == told {
		x.Summary += " by " + isakmp.NotifyName(s.Version, u.notify)
	}
	x.Summary += "; the reason may be " + u.reasons()
	if word := methodWord(s, side); word != "" && u.expectsCertificate() {
		v := Value{Name: "authentication", Initiator: word}
		if side == ike.Responder {
			v.Initiator, v.Responder = nil, word
		}
		x.Values = []Value{v}
	}
	return x
}

// refusedAlike are the SAs between the peers of u that came to nothing in the same way.
// mutual is whether each peer refuses the other: that is one fault, whoever begins.
func (f *Facts) refusedAlike(u unproven) (list []unproven, mutual bool) {
	if u.how != told && u.how != short {
		return nil, false
	}
	for _, s := range f.near(u.sa) {
		if other, ok := f.unprovenOf(s); ok && s != u.sa && s.Version == u.sa.Version && other.how == u.how && other.notify == u.notify {
			list = append(list, other)
			mutual = mutual || s.Now[other.by].Addr() != u.sa.Now[u.by].Addr()
		}
	}
	return list, mutual
}

// reasons are what the reason may be.
func (u unproven) reasons() string {
	s, side := u.sa, u.by.Other()
	var list []string
	psk, certificate := u.may()
	same := u.sameKey()
	if u.expectsCertificate() {
		list = append(list, "the method (it asks for a certificate)")
	}
	if psk && !same {
		list = append(list, "the pre-shared key")
	}
	if certificate {
		list = append(list, "the certificate"+u.issuer())
	}
	if (s.PPK == ike.PPKUsed || noticed(s, isakmp.NotifyPPKIdentity) != nil) && u.by == ike.Responder { // which may have another one of that identity: RFC 8784, section 3
		list = append(list, "the post-quantum pre-shared key (PPK)")
	}
	if id := identityText(s.IDs[side]); id != "" && (side == ike.Initiator || s.Version == 1 || hasSpoken(s, side)) {
		list = append(list, "the identity "+id)
	} else {
		list = append(list, "the identity")
	}
	if asked := identityText(s.Asked); asked != "" && u.by == ike.Responder {
		list = append(list, "its own identity, asked for as "+asked)
	}
	switch {
	case s.Version == 1 && side == ike.Initiator:
		list = append(list, u.methods1(), "the mode")
	case !u.expectsCertificate():
		list = append(list, "the method")
	}
	if s.Version == 2 && u.how == short && u.by == ike.Responder {
		list = append(list, "the proposals of the child SA, which some peers (OpenIKED) refuse before anything else")
	}
	text := joinOr(list)
	switch {
	case psk && same:
		text += "; the pre-shared key is the same on both sides"
	case s.SharedKey[side].Proof == ipsec.Correct && !s.EAP:
		text += fmt.Sprintf("; its pre-shared key is that of %s", s.SharedKey[side].Source)
	case u.how != told && u.how != deleted:
		text += "; not decrypted, so not known"
	}
	return text
}

// sameKey reports whether both sides are known to have the same pre-shared key.
func (u unproven) sameKey() bool {
	alike, known := u.sa.EncryptAlike()
	_, equal, ok := u.sa.CompareSharedKeys()
	return known && alike || ok && equal
}

// methods1 names the methods that the responder of IKEv1 may want instead.
func (u unproven) methods1() string {
	switch p := u.sa.Policy; {
	case p == nil:
	case p.Auth.XAUTH():
		return "the method, which is XAUTH"
	case !p.Auth.SharedKey():
		return "the method (XAUTH, or pre-shared keys)"
	}
	return "the method (XAUTH, or certificates)"
}

// may tells whether the proof that is refused may be made of a pre-shared key, or of a
// certificate.
func (u unproven) may() (psk, certificate bool) {
	s, side := u.sa, u.by.Other()
	switch word := methodWord(s, side); {
	case s.Version == 1 && s.Policy != nil:
		psk = s.Policy.Auth.SharedKey()
		return psk, !psk
	case word == "psk":
		return true, false
	case word != "":
		return false, true
	}
	return true, len(s.Authorities[u.by]) > 0
}

// methodWord is how a side authenticates itself, "" where it is not known.
func methodWord(s *ike.SA, r ike.Role) string {
	if list := s.Methods[r]; len(list) > 0 {
		return list[0].Word
	}
	return ""
}

// expectsCertificate reports whether the side that refuses a pre-shared key asks for
// certificates.
func (u unproven) expectsCertificate() bool {
	return u.sa.Version == 2 && methodWord(u.sa, u.by.Other()) == "psk" && len(u.sa.Authorities[u.by]) > 0
}

// issuer names the issuer of the certificate that is refused, where it is known.
func (u unproven) issuer() string {
	if chain := u.sa.Certificates[u.by.Other()]; len(chain) > 0 {
		return " (of " + distinguished(chain[len(chain)-1].Issuer) + "; it may not be trusted, be revoked, or lack an intermediate one)"
	}
	return ""
}

// authRemedies are what to compare on both gateways.
func (u unproven) authRemedies() []Remedy {
	psk, certificate := u.may()
	switch {
	case u.expectsCertificate():
		return remedyOn(StrongSwan, u.sa.Now[u.by], connection("remote {", "  auth = psk", "}")...)
	case psk && u.sameKey():
		return expectRemedies(u.sa, u.by, u.sa.IDs[u.by.Other()])
	case psk:
		return pskRemedies(u.sa)
	case certificate:
		peer := u.sa.Now[u.by]
		list := onRouters(peer, "crypto pki trustpoint TRUSTPOINT", " enrollment terminal", "crypto pki authenticate TRUSTPOINT")
		return append(list, remedyOn(StrongSwan, peer, "authorities {", "  <authority> {", "    cacert = <certificate of the authority>.pem", "  }", "}")...)
	}
	return nil
}

// joinOr is "a, b, or c".
func joinOr(list []string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	return strings.Join(list[:len(list)-1], ", ") + ", or " + list[len(list)-1]
}
