package diagnose

import (
	"slices"
	"strconv"
	"time"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// ikeGroup finds an initiator that guesses another group than the responder wants. It is
// a fault where the initiator cannot take the one that is wanted.
func ikeGroup(f *Facts, found func(Finding)) {
	for _, s := range f.SAs {
		if s.Version != 2 {
			continue
		}
		for i := range s.Notices {
			n := &s.Notices[i]
			if n.Type == isakmp.NotifyInvalidKE && n.Wanted != 0 && n.Role == ike.Responder && beginsAt(s, n.Frame) {
				found(f.ofGroup(s, n))
				break
			}
		}
	}
}

// beginsAt reports whether a frame is one of IKE_SA_INIT.
func beginsAt(s *ike.SA, frame uint64) bool {
	return slices.ContainsFunc(s.Log, func(m ike.Message) bool { return m.Frame == frame && m.Exchange == isakmp.ExchangeSAInit })
}

// ofGroup is the finding that n asks for another group than the initiator of s guessed.
func (f *Facts) ofGroup(s *ike.SA, n *ike.Notice) Finding {
	initiator, responder := name(s, ike.Initiator), name(s, ike.Responder)
	wanted := groupValue(n.Wanted)
	x := Finding{
		Severity: Note, Certainty: Certain, Tunnel: tunnelOf(s), Reference: "RFC 7296, section 1.2",
		Values: []Value{{Name: "group", Responder: wanted}},
	}
	guess := guessBefore(s, n.Frame)
	text := "a group of its own"
	if guess != nil {
		text = "group " + groupValue(guess.Group)
		x.Values[0].Initiator = groupValue(guess.Group)
		x.Evidence = append(x.Evidence, messageEvidence(guess, "isakmp.key_exchange.dh_group", strconv.Itoa(int(guess.Group)), initiator+" sends a public value of "+text))
	}
	x.Evidence = append(x.Evidence, Evidence{
		Frame: n.Frame, Time: n.Time, Field: "isakmp.notify.data.accepted_dh_group", Value: wanted, Text: responder + " wants group " + wanted + ": INVALID_KE_PAYLOAD",
	})
	x.Summary = initiator + " begins with " + text + ", " + responder + " wants group " + wanted + ": IKE_SA_INIT takes one more round trip, and works"
	other := otherWanted(s, n)
	refused := s.Failure.Kind == ike.Notified && s.Failure.Notify == isakmp.NotifyInvalidKE || s.Ready.IsZero() && neverFits(s, n)
	if refused && f.beginsAnew(s, n) {
		x.Symptoms = []Symptom{FailureOf(s)}
		x.Summary = initiator + " begins with " + text + ", " + responder + " wants group " + wanted + ": " + initiator + " begins anew with that"
	} else if refused {
		x.Severity, x.Symptoms = f.OfFailure(s), []Symptom{FailureOf(s)}
		x.Summary = "IKE_SA_INIT comes to nothing: " + initiator + " sends " + text + ", " + responder + " wants group " + wanted
		if other != nil {
			x.Summary += ", and group " + groupValue(other.Wanted) + " when it gets that"
			x.Evidence = append(x.Evidence, Evidence{
				Frame: other.Frame, Time: other.Time, Field: "isakmp.notify.data.accepted_dh_group", Value: groupValue(other.Wanted),
				Text: responder + " wants group " + groupValue(other.Wanted) + " in answer to group " + wanted,
			})
		} else if offersGroup(s, n.Wanted) {
			x.Summary += ", and " + initiator + " does not begin again with that"
		} else {
			x.Summary += ", which " + initiator + " does not offer"
			x.Values[0].Initiator = said(attributeOf(ikeOffered(s), "group"))
		}
	} else if s.Failure.Failed() || s.Ready.IsZero() {
		x.Summary = initiator + " begins with " + text + ", " + responder + " wants group " + wanted + ": IKE_SA_INIT takes one more round trip"
	}
	if other == nil { // and else there is no group with which to begin
		x.Remedies = groupRemedies(s, n.Wanted)
	}
	return x
}

// neverFits reports whether the initiator of s cannot do what n asks for: it does not offer
// the group, or the responder asks for another one when it gets that.
func neverFits(s *ike.SA, n *ike.Notice) bool {
	return len(s.Offers[ike.Initiator]) > 0 && !offersGroup(s, n.Wanted) || slices.ContainsFunc(s.Notices, func(o ike.Notice) bool {
		return o.Type == isakmp.NotifyInvalidKE && o.Role == ike.Responder && o.Frame > n.Frame && o.Wanted != n.Wanted
	})
}

// otherWanted is the answer of the responder of s that asks for a group other than n's though it
// has just got a public value of that one; nil without one.
func otherWanted(s *ike.SA, n *ike.Notice) *ike.Notice {
	for i := range s.Notices {
		o := &s.Notices[i]
		if o.Type == isakmp.NotifyInvalidKE && o.Role == ike.Responder && o.Frame > n.Frame && o.Wanted != 0 && o.Wanted != n.Wanted {
			if g := guessBefore(s, o.Frame); g != nil && g.Frame > n.Frame && g.Group == n.Wanted {
				return o
			}
		}
	}
	return nil
}

// beginsAnew reports whether the initiator of s, which n asks for another group, has an SA
// of that group soon after.
func (f *Facts) beginsAnew(s *ike.SA, n *ike.Notice) bool {
	const soon = time.Minute
	return slices.ContainsFunc(f.near(s), func(o *ike.SA) bool {
		return o != s && o.Policy != nil && o.Policy.Group == n.Wanted && o.Now[ike.Initiator].Addr() == s.Now[ike.Initiator].Addr() &&
			o.Last.After(n.Time) && o.First.Sub(n.Time) < soon
	})
}

// guessBefore is the last IKE_SA_INIT request before a frame, nil if it was not captured.
func guessBefore(s *ike.SA, frame uint64) (found *ike.Message) {
	for i := range s.Log {
		m := &s.Log[i]
		if m.Frame >= frame {
			break
		}
		if m.Exchange == isakmp.ExchangeSAInit && m.Role == ike.Initiator && !m.Again && m.Group != 0 {
			found = m
		}
	}
	return found
}

func offersGroup(s *ike.SA, g ipsec.Group) bool {
	return slices.ContainsFunc(s.Offers[ike.Initiator], func(o isakmp.Offer) bool { return slices.Contains(o.Group, g) })
}

// ikeOffered are the attributes of all offers of the initiator of s together.
func ikeOffered(s *ike.SA) (out []attribute) {
	for _, v := range offered(s.Version, s.Offers[ike.Initiator], ike.Initiator) {
		out = append(out, attribute{v.Name, wordsOf(v.Initiator)})
	}
	return out
}

// groupRemedies let the initiator of s begin with a group.
func groupRemedies(s *ike.SA, g ipsec.Group) []Remedy {
	offers := s.Offers[ike.Initiator]
	if len(offers) == 0 {
		return nil
	}
	p := policyOf(strongestOffer(offers))
	p.Group = g
	return policyRemedies(s.Version, s.Now[ike.Initiator], p)
}
