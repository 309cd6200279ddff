package ike

import "pktscope/dissect/isakmp"

// advance1 brings s, of IKEv1, to where m takes it: RFC 2409, section 5.
func (s *SA) advance1(m *isakmp.Packet, from Role, at *sight) {
	sealed := m.Flags&isakmp.FlagEncrypted != 0
	switch m.Exchange {
	case isakmp.ExchangeMain, isakmp.ExchangeBase, isakmp.ExchangeAuthOnly:
		s.mainMode(m, from, sealed)
	case isakmp.ExchangeAggressive:
		s.aggressive(m, from, sealed)
	case isakmp.ExchangeQuick, isakmp.ExchangeNewGroup:
		if s.Deleted.IsZero() {
			s.State = QMIdle
		}
	}
	if s.State >= MMKeyAuth && s.State != AGNoState && s.State != AGInitExch && s.Ready.IsZero() {
		s.Ready = at.time
	}
	for i := range m.Notifies {
		switch m.Notifies[i].Type {
		case notifyAreYouThere:
			s.Probes.Asked++
		case notifyAreYouThereAck:
			s.Probes.Answered++
		}
	}
}

// Notifications of dead peer detection: RFC 3706, section 5.3.
const (
	notifyAreYouThere    = 36136
	notifyAreYouThereAck = 36137
)

// mainMode is RFC 2409, section 5.1 and following: policy, public values,
// identities, two messages each.
func (s *SA) mainMode(m *isakmp.Packet, from Role, sealed bool) {
	switch {
	case sealed && from == Responder:
		s.reach(MMKeyAuth)
	case sealed:
		s.reach(MMKeyExch) // late captures: the values were exchanged before
	case from == Responder && m.KeyExchange != nil:
		s.reach(MMKeyExch)
	case from == Responder && len(m.Proposals) > 0:
		s.reach(MMSASetup)
	}
}

// aggressive is the same in three messages.
func (s *SA) aggressive(m *isakmp.Packet, from Role, sealed bool) {
	switch {
	case from == Responder && len(m.Proposals) > 0:
		s.reach(AGInitExch)
	case from == Initiator && (sealed || m.Hash != nil || m.Signature != nil):
		s.reach(AGAuth)
	case s.State < AGNoState:
		s.State = AGNoState
	}
}

// reach advances the state: a message that comes late takes nothing back.
func (s *SA) reach(to State) { s.State = max(s.State, to) }
