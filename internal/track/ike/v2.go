package ike

import (
	"slices"

	"github.com/pktscope/pktscope/dissect/isakmp"
)

// Exchanges of IKEv2, and the states before them.
var (
	saInit = of(isakmp.ExchangeSAInit)
	auth   = of(isakmp.ExchangeAuth)
	later  = of(isakmp.ExchangeCreateChild, isakmp.ExchangeInfo2, isakmp.ExchangeFollowupKE)

	beforeAuth  = in(InitSent, InitRefused, InitDone)
	beforeReady = beforeAuth | in(AuthSent)
)

// ikev2 is how an SA of IKEv2 is established.
var ikev2 = []transition{
	// IKE_SA_INIT: RFC 7296, sections 1.2 and 2.6.
	{in(InitSent, InitRefused), saInit, byResponse, hasProposals, InitDone},
	{in(InitSent), saInit, byResponse, nil, InitRefused},

	// IKE_AUTH: one exchange, or with EAP as many as that needs (RFC 7296,
	// sections 1.2 and 2.16). The last response has AUTH and no EAP. Which one
	// is the last is not known where they are not decrypted.
	{beforeAuth | in(AuthAnswered), auth, byRequest, nil, AuthSent},
	{beforeReady, auth, byResponse, isOpaque, AuthAnswered},
	{beforeReady, auth, byResponse, isLastAuth, Ready},

	// CREATE_CHILD_SA and INFORMATIONAL: RFC 7296, sections 1.3 and 1.4. A
	// capture that begins late shows them alone.
	{beforeReady, later, byEither, isProtected2, Ready},
}

// isOpaque reports whether m, or its last fragment, is not decrypted.
func isOpaque(_ *SA, m *isakmp.Packet) bool { return !m.IsDecrypted() && m.Fragment == m.Fragments }

func isLastAuth(_ *SA, m *isakmp.Packet) bool {
	return m.IsDecrypted() && len(m.Auth.Data) > 0 && !hasEAP(m)
}

func hasEAP(m *isakmp.Packet) bool {
	return slices.ContainsFunc(m.Payloads, func(p isakmp.Payload) bool { return p.Type == isakmp.PayloadEAP })
}

// isProtected2 reports whether m may come after IKE_AUTH.
func isProtected2(s *SA, m *isakmp.Packet) bool { return s.Late || !m.IsDecrypted() }

// countProbe counts m if it is an INFORMATIONAL whose SK payload is empty: RFC
// 7296, section 2.4. A response may as well be one to a deletion.
func (s *SA) countProbe(m *isakmp.Packet, from Role) {
	isEncrypted := func(p isakmp.Payload) bool { return p.Encrypted }
	if m.Exchange != isakmp.ExchangeInfo2 || !m.IsDecrypted() || slices.ContainsFunc(m.Payloads, isEncrypted) {
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
