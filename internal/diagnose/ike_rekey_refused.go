package diagnose

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// refusedRekeys tells of the rekeys of s and its children that were refused, and tried
// no more with success.
func (f *Facts) refusedRekeys(s *ike.SA, found func(Finding)) {
	if s.Version != 2 {
		return
	}
	for i := range s.Notices {
		n := &s.Notices[i]
		what := requestedAt(s, n)
		if !refusesRekey(n.Type) && (what != rekeyOfIKE || !refuses(2, n.Type)) {
			continue
		}
		x := Finding{
			Severity: Warning, Certainty: Certain, Tunnel: tunnelOf(s), Reference: "RFC 7296, section 2.25",
			Summary: fmt.Sprintf("%s refuses %s: %s", name(s, n.Role), what, isakmp.NotifyName(2, n.Type)),
			Evidence: []Evidence{{
				Frame: n.Frame, Time: n.Time, Field: "isakmp.notify.msgtype", Value: strconv.Itoa(int(n.Type)),
				Text: fmt.Sprintf("%s, from %s", isakmp.NotifyName(2, n.Type), name(s, n.Role)),
			}},
		}
		if n.Type == temporaryFailure && asksItself(s, n) {
			x.Severity = Note
			x.Summary += ", for it asks for an SA itself at that time: " + name(s, n.Role.Other()) + " is to try again"
			x.Reference = "RFC 7296, section 2.25.2"
		}
		if f.rekeyedAfter(s, n.Time, what) {
			x.Severity = Note
		}
		found(x)
	}
	f.unreadRekeys(s, found)
}

// What is refused, in a sentence.
const (
	rekeyOfIKE   = "the rekey of the IKE SA"
	rekeyOfChild = "the rekey of a child SA"
	anotherChild = "another child SA"
	rekeyOrChild = "a rekey or another child SA"
)

// requestedAt is what the request is for that n answers: RFC 7296, section 1.3.
func requestedAt(s *ike.SA, n *ike.Notice) string {
	m := messageAt(s, n.Frame)
	if m == nil || m.Exchange != isakmp.ExchangeCreateChild {
		return rekeyOrChild
	}
	for i := range s.Log {
		switch r := &s.Log[i]; {
		case r.Response || r.Again || r.Role == m.Role || r.ID != m.ID || r.Exchange != m.Exchange || !r.Decrypted:
		case slices.Contains(r.Notifies, isakmp.NotifyRekeySA):
			return rekeyOfChild
		case hasPayload(r, isakmp.PayloadTSi):
			return anotherChild
		default:
			return rekeyOfIKE
		}
	}
	return rekeyOrChild
}

// temporaryFailure is the notification that a request is to be sent again later.
const temporaryFailure isakmp.NotifyType = 43

// asksItself reports whether the sender of n had a request of its own under way for an SA.
func asksItself(s *ike.SA, n *ike.Notice) bool {
	m := messageAt(s, n.Frame)
	return m != nil && collides(s, m)
}

// refusesRekey reports whether a notification refuses a rekey that may be tried again:
// RFC 7296, section 2.25.
func refusesRekey(t isakmp.NotifyType) bool {
	const noAdditionalSAs, childNotFound isakmp.NotifyType = 35, 44
	return t == noAdditionalSAs || t == temporaryFailure || t == childNotFound
}

// rekeyedAfter reports whether s, or a child of it, was replaced after a moment, or
// nothing of it was left to be replaced.
func (f *Facts) rekeyedAfter(s *ike.SA, at time.Time, what string) bool {
	if s.ReplacedBy != nil || !s.Deleted.IsZero() {
		return true
	}
	return what != rekeyOfIKE && slices.ContainsFunc(s.Children, func(c *ike.Child) bool { return c.First.After(at) && !c.Ready.IsZero() && !c.Failure.Failed() })
}

// unreadRekeys tells of requests of CREATE_CHILD_SA that are refused by answers which are
// not decrypted and have no room for an SA, while s has a child SA.
func (f *Facts) unreadRekeys(s *ike.SA, found func(Finding)) {
	refusals := f.unreadChildren(s)
	if len(s.Log) == maxLadder || len(refusals) == 0 || s.ReplacedBy != nil || !s.Deleted.IsZero() || !f.carries(s) && !madeInAuth(s, refusals) {
		return
	}
	for _, r := range refusals {
		if r.answer.Exchange != isakmp.ExchangeCreateChild || goesOn(following(s, r.answer)) || collides(s, r.answer) {
			continue
		}
		if len(refusals) == 1 && f.At.Sub(r.answer.Time) < refusedWithin { // it may have asked for another group: RFC 7296, section 1.3
			continue
		}
		found(Finding{
			Severity: Warning, Certainty: Likely, Tunnel: tunnelOf(s), Reference: "RFC 7296, section 1.3",
			Summary: fmt.Sprintf("%s refuses %s of %s: its answer is not decrypted, and has no room for an SA. The keys tell why", name(s, r.answer.Role), rekeyOrChild, name(s, r.request.Role)),
			Evidence: []Evidence{
				exchangeEvidence(r.request.Frame, r.request.Time, r.request.Exchange, name(s, r.request.Role)+" asks for an SA"),
				exchangeEvidence(r.answer.Frame, r.answer.Time, r.answer.Exchange, "what "+name(s, r.answer.Role)+" answers makes none"),
			},
		})
	}
}

// collides reports whether the peer that refuses in m asks for an SA itself at that time:
// RFC 7296, section 2.25.
func collides(s *ike.SA, m *ike.Message) bool {
	return slices.ContainsFunc(s.Log, func(o ike.Message) bool {
		return o.Exchange == m.Exchange && o.Role == m.Role && !o.Response && o.Time.Sub(m.Time).Abs() < refusedWithin
	})
}

// following are the messages of s that follow m.
func following(s *ike.SA, m *ike.Message) []ike.Message {
	k := slices.IndexFunc(s.Log, func(o ike.Message) bool { return o.Frame == m.Frame })
	return s.Log[k+1:]
}
