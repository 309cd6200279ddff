package ike

import (
	"encoding/binary"
	"slices"
	"time"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
)

// Exchanges of IKEv2, and the states before them.
var (
	saInit = of(isakmp.ExchangeSAInit)
	resume = of(isakmp.ExchangeSessionResume)
	auth   = of(isakmp.ExchangeAuth)
	create = of(isakmp.ExchangeCreateChild, isakmp.ExchangeFollowupKE)
	info   = of(isakmp.ExchangeInfo2)

	beforeAuth  = in(InitSent, InitRefused, InitDone)
	beforeReady = beforeAuth | in(AuthSent, AuthAnswered)
)

// ikev2 is how an SA of IKEv2 is established, or fails.
var ikev2 = []transition{
	// IKE_SA_INIT: RFC 7296, sections 1.2 and 2.6. A refusal in the clear may be
	// anybody's: what comes after it counts (section 2.21.1).
	{in(InitSent, InitRefused, Failed), saInit, byResponse, hasProposals, InitDone},
	{in(InitSent, InitRefused), saInit, byResponse, hasError, Failed},
	{in(InitSent), saInit, byResponse, nil, InitRefused},
	{in(Failed), saInit | resume, byRequest, nil, InitSent},

	// IKE_SESSION_RESUME, in the place of IKE_SA_INIT: RFC 5723, section 4.3.2.
	{in(InitSent, InitRefused, Failed), resume, byResponse, hasNonce, InitDone},
	{in(InitSent, InitRefused), resume, byResponse, refusesTicket, Failed},
	{in(InitSent), resume, byResponse, nil, InitRefused},

	// IKE_AUTH: one exchange, or with EAP as many as that needs (RFC 7296,
	// sections 1.2 and 2.16). The last response has AUTH and no EAP. Which one
	// is the last is not known where they are not decrypted; the length of some
	// tells that they cannot have AUTH.
	{beforeAuth | in(AuthAnswered), auth, byRequest, nil, AuthSent},
	{in(Failed), auth, byRequest, goesOn, AuthSent},
	{beforeReady, auth, byEither, refusesAuth, Failed},
	{beforeReady, auth, byResponse, endsEAP, Failed},
	{beforeReady, auth, byResponse, isTooShort, Failed},
	{beforeAuth | in(AuthSent), auth, byResponse, mayHaveAuth, AuthAnswered},
	{beforeReady, auth, byResponse, isLastAuth, Ready},

	// CREATE_CHILD_SA: RFC 7296, section 1.3. A capture that begins late, or does
	// not have all messages, shows it alone.
	{beforeReady, create, byEither, isProtected2, Ready},

	// INFORMATIONAL: RFC 7296, section 1.4. The initiator may refuse what the
	// responder has sent by the first of them (section 2.21.2).
	{beforeReady | in(Ready), create | info, byEither, isFatal, Failed},
	{beforeReady, info, byRequest, afterShortAnswer, Failed},
	{beforeReady, info, byEither, isOfReady, Ready},
	{beforeAuth | in(AuthSent), info, byEither, isProtected2, AuthAnswered},
}

func hasNonce(_ *SA, m *isakmp.Packet) bool { return len(m.Nonce) > 0 }

// refusesTicket reports whether m, a response to IKE_SESSION_RESUME, does not accept
// the ticket: RFC 5723, section 4.3.3.
func refusesTicket(_ *SA, m *isakmp.Packet) bool {
	return hasNotify(m, ticketNack) || errorOf(m) != nil
}

// isOpaque reports whether m, or its last fragment, is not decrypted.
func isOpaque(m *isakmp.Packet) bool {
	return m.Encrypted != nil && !m.IsDecrypted() && m.Fragment == m.Fragments
}

// hasError reports whether m refuses by a notification. INVALID_KE_PAYLOAD asks for
// another group, which the initiator can take only if it has offered it: RFC 7296,
// section 1.2. REDIRECT sends it elsewhere: RFC 5685, section 3.
func hasError(s *SA, m *isakmp.Packet) bool {
	n := errorOf(m)
	switch {
	case n == nil:
		return hasNotify(m, isakmp.NotifyRedirect)
	case n.Type != isakmp.NotifyInvalidKE || len(n.Data) != 2:
		return true
	}
	wanted := ipsec.Group(binary.BigEndian.Uint16(n.Data))
	list := s.Offers[Initiator]
	return len(list) > 0 && !slices.ContainsFunc(list, func(o isakmp.Offer) bool { return slices.Contains(o.Group, wanted) })
}

// errorOf is the first notification of m that is an error, nil without one: RFC 7296,
// section 3.10.1.
func errorOf(m *isakmp.Packet) *isakmp.Notify {
	for i := range m.Notifies {
		if t := m.Notifies[i].Type; t > 0 && t < isakmp.NotifyStatus {
			return &m.Notifies[i]
		}
	}
	return nil
}

// refusesAuth reports whether m ends IKE_AUTH: RFC 7296, sections 2.21.2 and 2.21.3.
// An error beside AUTH refuses the child SA alone.
func refusesAuth(_ *SA, m *isakmp.Packet) bool {
	return m.IsDecrypted() && len(m.Auth.Data) == 0 && errorOf(m) != nil
}

// isTooShort reports whether m, the first response, has no room for the responder's
// identity and its AUTH.
func isTooShort(s *SA, m *isakmp.Packet) bool {
	return isOpaque(m) && s.authentication.isFirst(m) && s.cannotHold(m, leastAnswer)
}

// mayHaveAuth reports whether m may be the last response.
func mayHaveAuth(s *SA, m *isakmp.Packet) bool { return isOpaque(m) && !s.cannotHold(m, leastAuth) }

func isLastAuth(s *SA, m *isakmp.Packet) bool {
	return m.IsDecrypted() && len(m.Auth.Data) > 0 && !hasEAP(m) && !s.authentication.another && !hasNotify(m, anotherAuth)
}

// goesOn reports whether the initiator of an SA that seemed to be refused, by the
// length of a response, goes on: there is an EAP without the responder's AUTH (RFC
// 5998).
func goesOn(s *SA, _ *isakmp.Packet) bool { return s.Failure.Kind == Refused }

func hasEAP(m *isakmp.Packet) bool {
	return slices.ContainsFunc(m.Payloads, func(p isakmp.Payload) bool { return p.Type == isakmp.PayloadEAP })
}

// endsEAP reports whether m has an EAP Failure: RFC 7296, section 2.16; RFC 3748,
// section 4.2.
func endsEAP(_ *SA, m *isakmp.Packet) bool {
	const failure = 4
	return m.IsDecrypted() && m.Major() == 2 && slices.ContainsFunc(m.Payloads, func(p isakmp.Payload) bool {
		return p.Type == isakmp.PayloadEAP && len(p.Body) > 0 && p.Body[0] == failure
	})
}

func hasNotify(m *isakmp.Packet, t isakmp.NotifyType) bool {
	return slices.ContainsFunc(m.Notifies, func(n isakmp.Notify) bool { return n.Type == t })
}

// isProtected2 reports whether m can come of the peers alone.
func isProtected2(_ *SA, m *isakmp.Packet) bool { return m.Encrypted != nil && !isFatal(nil, m) }

// isFatal reports whether m ends an SA: RFC 7296, sections 2.21.2 and 2.21.3.
func isFatal(_ *SA, m *isakmp.Packet) bool {
	return m.IsDecrypted() && (hasNotify(m, authenticationFailed) || hasNotify(m, invalidSyntax))
}

// Notifications: RFC 7296, section 3.10.1; RFC 4739, section 3.2; RFC 5723, section 7.
const (
	invalidSyntax        isakmp.NotifyType = 7
	authenticationFailed isakmp.NotifyType = 24
	anotherAuth          isakmp.NotifyType = 16405
	ticketNack           isakmp.NotifyType = 16412
)

// afterShortAnswer reports whether m ends an IKE_AUTH of several rounds whose last
// response has no room for AUTH.
func afterShortAnswer(s *SA, m *isakmp.Packet) bool {
	return isOpaque(m) && s.authentication.short.Failed()
}

// isOfReady reports whether m, an INFORMATIONAL, is one of an SA that is established.
// The first request of the initiator may refuse the responder's AUTH, unless it has
// no room for a notification or comes long after IKE_AUTH.
func isOfReady(s *SA, m *isakmp.Packet) bool {
	switch {
	case m.Encrypted == nil || isFatal(s, m):
		return false
	case m.IsDecrypted():
		return true
	case m.Flags&isakmp.FlagResponse != 0:
		return false
	}
	return m.Flags&isakmp.FlagInitiator == 0 || s.authentication.informed || s.old || s.cannotHold(m, leastNotify)
}

// An authentication is where IKE_AUTH stands: RFC 7296, sections 1.2 and 2.16.
type authentication struct {
	began    bool      // its first request was seen
	first    uint32    // message ID of it
	asked    bool      // for a child SA
	another  bool      // the initiator will authenticate once more: RFC 4739
	answered time.Time // of the last response that may have AUTH
	short    Failure   // the last response, if it has no room for AUTH
	informed bool      // an INFORMATIONAL exchange was answered
}

// isFirst reports whether m is of the first exchange.
func (a *authentication) isFirst(m *isakmp.Packet) bool {
	return m.MessageID == a.first && a.began || m.MessageID == 1
}

// record keeps what m tells, after it has advanced the state.
func (s *SA) recordAuthentication(m *isakmp.Packet, from Role, o *observation) {
	a, response := &s.authentication, m.Flags&isakmp.FlagResponse != 0
	if s.Failure.Kind == RefusedByEAP && isFatal(s, m) { // it says why
		s.Failure = s.failureBy(m, from, o)
	}
	switch {
	case m.Exchange == isakmp.ExchangeSAInit:
		s.wrongGroup = Failure{}
		if e := errorOf(m); response && e != nil && s.State == InitRefused {
			s.wrongGroup = failureOf(e, m, from, o)
		}
	case m.Exchange == isakmp.ExchangeInfo2:
		a.informed = a.informed || response && m.Encrypted != nil
	case m.Exchange != isakmp.ExchangeAuth:
	case !response:
		if !a.began {
			a.began, a.first = true, m.MessageID
		}
		a.short = Failure{}
		a.asked = a.asked || len(m.Proposals) > 0
		a.another = hasNotify(m, anotherAuth)
	case s.State == Ready && m.IsDecrypted():
		s.Childless = !a.asked && a.began
	case !isOpaque(m):
	case s.cannotHold(m, leastAuth):
		a.short = Failure{Kind: Refused, By: from, Frame: o.frame, Time: o.time}
	default:
		a.answered = o.time
	}
}

// isProbe reports whether m is known to be an INFORMATIONAL whose SK payload is empty.
func isProbe(m *isakmp.Packet) bool {
	isEncrypted := func(p isakmp.Payload) bool { return p.Encrypted }
	return m.Exchange == isakmp.ExchangeInfo2 && m.IsDecrypted() && !slices.ContainsFunc(m.Payloads, isEncrypted)
}

// countProbe counts m if it is an INFORMATIONAL whose SK payload is empty: RFC
// 7296, section 2.4. A response may as well be one to a deletion.
func (s *SA) countProbe(m *isakmp.Packet, from Role) {
	if !isProbe(m) {
		return
	}
	switch id := m.MessageID; {
	case m.Flags&isakmp.FlagResponse == 0:
		s.Probes.Asked++
		s.probe[from] = id + 1
	case s.probe[from.Other()] == id+1:
		s.Probes.Answered++
	}
}
