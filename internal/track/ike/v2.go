package ike

import (
	"slices"
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
)

// advance2 brings s, of IKEv2, to where m takes it: RFC 7296, sections 1.2 to
// 1.4.
func (s *SA) advance2(m *isakmp.Packet, from Role, at *sight) {
	answer := m.Flags&isakmp.FlagResponse != 0
	s.reach(InitSent)
	switch m.Exchange {
	case isakmp.ExchangeSAInit:
		switch {
		case answer && len(m.Proposals) > 0:
			s.reach(InitDone)
			s.refused = false
		case answer && s.State == InitSent: // a cookie is wanted, another group, or nothing
			s.refused = true
		}
	case isakmp.ExchangeAuth:
		s.authenticated(m, answer, at)
	case isakmp.ExchangeCreateChild, isakmp.ExchangeInfo2, isakmp.ExchangeFollowupKE:
		if s.Late || !s.Ready.IsZero() || !isOpen(m) {
			s.ready(at)
		}
	}
	if m.Exchange == isakmp.ExchangeInfo2 && isOpen(m) && !slices.ContainsFunc(m.Payloads, sealed) {
		s.probed(m.MessageID, from, answer)
	}
}

// probed takes in a message with nothing in its SK payload: RFC 7296, section
// 2.4. As an answer it may be one to a deletion.
func (s *SA) probed(id uint32, from Role, answer bool) {
	switch {
	case !answer:
		s.Probes.Asked++
		s.probe[from] = id + 1
	case s.probe[from.Other()] == id+1:
		s.Probes.Answered++
	}
}

func sealed(p isakmp.Payload) bool { return p.Encrypted }

// isOpen reports whether what m holds enciphered was deciphered, all of it.
func isOpen(m *isakmp.Packet) bool {
	return m.Facts.Decrypted.Plain != nil && (m.Fragments == 0 || m.Facts.Whole.Bytes != nil)
}

// authenticated follows IKE_AUTH: one exchange, or with EAP as many as that
// needs (RFC 7296, section 2.16).
func (s *SA) authenticated(m *isakmp.Packet, answer bool, at *sight) {
	eap := slices.ContainsFunc(m.Payloads, func(p isakmp.Payload) bool { return p.Type == isakmp.PayloadEAP })
	s.EAP = s.EAP || eap
	switch {
	case !answer:
		if s.State == Ready && s.unread && s.Deleted.IsZero() { // the answer before was no end, then
			s.State, s.Ready = AuthSent, time.Time{}
		}
		s.reach(AuthSent)
	case !isOpen(m):
		if s.unread = m.Fragment == m.Fragments; s.unread {
			s.ready(at)
		}
	case len(m.Auth.Data) > 0 && !eap:
		s.ready(at)
	}
}

func (s *SA) ready(at *sight) {
	if s.Ready.IsZero() {
		s.Ready = at.time
	}
	s.reach(Ready)
}
