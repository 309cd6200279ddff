package diagnose

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// ikePPK finds peers of which one demands a post-quantum pre-shared key that the other
// does not have, and those whose keys may differ: RFC 8784.
func ikePPK(f *Facts, found func(Finding)) {
	for _, s := range f.SAs {
		if s.Version != 2 || s.PPK == ike.NoPPK || s.Replaces != nil {
			continue
		}
		if x, ok := ppkMissing(f, s); ok {
			found(x)
			continue
		}
		u, ok := f.unprovenOf(s)
		if !ok || u.by != ike.Responder || s.PPK != ike.PPKUsed || s.EAP || rounds(s) > 1 || noticed(s, isakmp.NotifyNoPPKAuth) != nil {
			continue
		}
		found(u.ppkDiffers(f))
	}
}

// ppkMissing is that the initiator offers to use a PPK, the responder does not, and the
// initiator goes no further.
func ppkMissing(f *Facts, s *ike.SA) (x Finding, ok bool) {
	offer, answer := noticed(s, isakmp.NotifyUsePPK), lastWhere(s, func(m *ike.Message) bool { return m.Role == ike.Responder })
	answered := slices.ContainsFunc(s.Notices, func(n ike.Notice) bool { return n.Type == isakmp.NotifyUsePPK && n.Role == ike.Responder })
	if s.State != ike.InitDone || offer == nil || answered || answer == nil || answer.Exchange != isakmp.ExchangeSAInit {
		return x, false
	}
	if f.anew(s) == nil && f.At.Sub(answer.Time) < patience {
		return x, false // the capture may end here
	}
	x = ppkFinding(f, s)
	x.Certainty = Likely
	x.Summary = fmt.Sprintf("%s demands a post-quantum pre-shared key (PPK), and %s has none: its IKE_SA_INIT lacks USE_PPK, and IKE_AUTH does not follow", who(s, ike.Initiator), name(s, ike.Responder))
	x.Values = []Value{{Name: "ppk", Initiator: "USE_PPK"}}
	x.Evidence = []Evidence{
		{Frame: offer.Frame, Time: offer.Time, Field: "isakmp.exchangetype", Value: strconv.Itoa(int(isakmp.ExchangeSAInit)), Text: "the initiator offers USE_PPK"},
		messageEvidence(answer, "isakmp.exchangetype", strconv.Itoa(int(isakmp.ExchangeSAInit)), "the responder does not"),
	}
	x.Remedies = append(ppkRemedies(s, ike.Responder), remedyOn(StrongSwan, s.Now[ike.Initiator], connection("ppk_required = no")...)...)
	return x, true
}

// ppkDiffers is that the responder refuses an AUTH that a PPK is mixed into.
func (u unproven) ppkDiffers(f *Facts) Finding {
	s := u.sa
	x := ppkFinding(f, s)
	x.Certainty = Possible
	x.Summary = fmt.Sprintf("%s refuses AUTH of %s, which a post-quantum pre-shared key (PPK) is mixed into: the PPK or its identity differs, or else the pre-shared key or the identity", name(s, ike.Responder), who(s, ike.Initiator))
	x.Evidence = u.evidence()
	x.Remedies = append(ppkRemedies(s, ike.Initiator), ppkRemedies(s, ike.Responder)...)
	return x
}

func ppkFinding(f *Facts, s *ike.SA) Finding {
	return Finding{Severity: f.OfFailure(s), Tunnel: tunnelOf(s), Reference: "RFC 8784, section 3", Symptoms: []Symptom{FailureOf(s)}}
}

// noticed is the first notification of a type, nil without one.
func noticed(s *ike.SA, t isakmp.NotifyType) *ike.Notice {
	for i := range s.Notices {
		if s.Notices[i].Type == t {
			return &s.Notices[i]
		}
	}
	return nil
}

// ppkRemedies give the gateway in role r a PPK.
func ppkRemedies(s *ike.SA, r ike.Role) []Remedy {
	gateway := s.Now[r]
	router := []string{"crypto ikev2 keyring KEYRING", " peer PEER", "  address " + prefixed(seenAs(s, r.Other())), "  ppk manual id <PPK identity> key <PPK> required"}
	swan := append(connection("ppk_id = <PPK identity>", "ppk_required = yes"), "secrets {", "  ppk-1 {", "    id = <PPK identity>", `    secret = "<PPK>"`, "  }", "}")
	return append(remedyOn(IOSXE, gateway, router...), remedyOn(StrongSwan, gateway, swan...)...)
}
