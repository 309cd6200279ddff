package diagnose

import (
	"fmt"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// leastCookies is how many requests with a COOKIE are answered by another one where that is no
// change of the responder's secret, for which RFC 7296, section 2.6, has one more round.
const leastCookies = 2

// checkCookie finds responders that ask for a COOKIE again and again, though the initiator
// returns each: RFC 7296, section 2.6.
func checkCookie(f *Facts, found func(Finding)) {
	for _, s := range f.SAs {
		if s.Version != 2 || !s.Ready.IsZero() || s.State != ike.InitRefused {
			continue
		}
		var first, last, returned *ike.Notice
		again := 0
		for i := range s.Notices {
			n := &s.Notices[i]
			switch {
			case n.Type != isakmp.NotifyCookie:
			case n.Role == ike.Initiator:
				if returned = n; first == nil {
					first = n
				}
			case returned != nil:
				again++
				last, returned = n, nil
			}
		}
		if again < leastCookies || otherAnswer(s, last) {
			continue
		}
		initiator, responder := name(s, ike.Initiator), name(s, ike.Responder)
		found(Finding{
			Severity: f.OfFailure(s), Certainty: Certain, Tunnel: tunnelOf(s), Reference: "RFC 7296, section 2.6", Symptoms: []Symptom{FailureOf(s)},
			Summary: fmt.Sprintf("IKE_SA_INIT comes to nothing: %s answers %s by another COOKIE each time, though %s returns one. It may be that several hosts answer for %s, that what it makes cookies of changes on the way (address and port of %s), or that its secret does",
				responder, count(again, "request")+" of "+initiator, initiator, responder, initiator),
			Evidence: []Evidence{
				{Frame: first.Frame, Time: first.Time, Field: "isakmp.notify.msgtype", Value: cookieNumber, Text: initiator + " returns a COOKIE"},
				{Frame: last.Frame, Time: last.Time, Field: "isakmp.notify.msgtype", Value: cookieNumber, Text: responder + " asks for another one, for the last time"},
			},
		})
	}
}

// cookieNumber is that of COOKIE in evidence.
const cookieNumber = "16390"

// otherAnswer reports whether the responder of s said something else after n.
func otherAnswer(s *ike.SA, n *ike.Notice) bool {
	m := lastWhere(s, func(m *ike.Message) bool { return m.Role == ike.Responder })
	return m == nil || m.Frame > n.Frame
}
