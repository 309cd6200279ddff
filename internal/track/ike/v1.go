package ike

import (
	"net/netip"
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
)

// advance1 brings s, of IKEv1, to where m takes it: RFC 2409, section 5.
func (s *SA) advance1(m *isakmp.Packet, from Role, at *sight) {
	sealed := m.Flags&isakmp.FlagEncrypted != 0
	switch m.Exchange {
	case isakmp.ExchangeMain, isakmp.ExchangeBase, isakmp.ExchangeAuthOnly:
		s.mainMode(m, from, sealed)
	case isakmp.ExchangeAggressive:
		s.aggressive(m, from, sealed)
	case isakmp.ExchangeTransaction:
		s.Configured = true
		s.reach(s.configured(m))
	case isakmp.ExchangeQuick, isakmp.ExchangeNewGroup:
		s.reach(QMIdle)
	case isakmp.ExchangeInformational:
		if sealed && (s.Late || !s.Ready.IsZero()) {
			s.reach(QMIdle)
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

// configured is the state that a transaction brings s to: draft-dukes-ike-mode-cfg-02
// and draft-beaulieu-ike-xauth-02.
func (s *SA) configured(m *isakmp.Packet) State {
	const first, last = 16520, 16529 // attributes of XAUTH
	list := m.Config.Attributes
	for i := range list {
		if t := list[i].Type; t < first || t > last {
			return ConfAddr
		}
	}
	if len(list) > 0 || s.Policy != nil && s.Policy.Auth >= authXAUTHi {
		return ConfXAuth
	}
	return ConfAddr
}

// reach advances the state: a message that comes late takes nothing back.
func (s *SA) reach(to State) {
	if s.Deleted.IsZero() {
		s.State = max(s.State, to)
	}
}

// renewed sets s, of IKEv1, beside the SA that its peers had until now: who
// negotiates anew while that one could still be used, replaces it (RFC 2408,
// section 4.3). One who has lost it says so by INITIAL-CONTACT, if that can be
// read.
func (t *Tracker) renewed(s *SA) {
	if s.Ready.IsZero() || s.pair != (peers{}) {
		return
	}
	s.pair = peersOf(s.Now)
	old := t.ready[s.pair]
	t.ready[s.pair] = s
	if old == nil || old.RekeyedTo != nil || !old.Deleted.IsZero() || s.Late {
		return
	}
	if p := old.Policy; p != nil && p.Seconds > 0 && s.Ready.Sub(old.Ready) > time.Duration(min(p.Seconds, maxLife))*time.Second {
		return
	}
	for i := range s.Notices {
		if s.Notices[i].Type == notifyInitialContact {
			return
		}
	}
	s.RekeyedFrom, old.RekeyedTo = old, s
}

// notifyInitialContact says that its sender knows of no other SA: RFC 2407,
// section 4.6.3.3.
const notifyInitialContact = 24578

// maxLife bounds a lifetime, in seconds, to what time.Duration holds.
const maxLife = 1 << 32

// peersOf are two peers in an order of their own.
func peersOf(p [2]netip.AddrPort) peers {
	if p[1].Compare(p[0]) < 0 {
		return peers{p[1], p[0]}
	}
	return p
}
