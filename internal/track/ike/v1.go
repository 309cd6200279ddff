package ike

import (
	"net/netip"
	"slices"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
)

// Exchanges of IKEv1, and the states before them.
var (
	mainMode      = of(isakmp.ExchangeMain, isakmp.ExchangeBase, isakmp.ExchangeAuthOnly)
	aggressive    = of(isakmp.ExchangeAggressive)
	transaction   = of(isakmp.ExchangeTransaction)
	phase2        = of(isakmp.ExchangeQuick, isakmp.ExchangeNewGroup)
	informational = of(isakmp.ExchangeInformational)

	phase1      = in(MMNoState, MMSASetup, MMKeyExch, MMKeyAuth, AGNoState, AGInitExch, AGAuth)
	beforeQuick = phase1 | in(ConfXAuth, ConfAddr)
)

// ikev1 is phase 1 of IKEv1, and what follows it.
var ikev1 = []transition{
	// Main mode: policy, public values, identities with proofs, two messages
	// each (RFC 2408, sections 4.4 to 4.6; RFC 2409, sections 5.1 to 5.4). An
	// initiator that encrypts has the responder's public value. After a refusal,
	// which in the clear may be anybody's, what comes counts.
	{in(MMNoState, MMSASetup, MMKeyExch, MMFailed), mainMode, byResponder, isEncrypted, MMKeyAuth},
	{in(MMNoState, MMSASetup), mainMode, byInitiator, isEncrypted, MMKeyExch},
	{in(MMNoState, MMSASetup, MMFailed), mainMode, byResponder, hasKeyExchange, MMKeyExch},
	{in(MMNoState, MMFailed), mainMode, byResponder, hasProposals, MMSASetup},

	// Aggressive mode: the same in three messages (RFC 2408, section 4.7).
	{in(MMNoState, AGNoState, MMFailed), aggressive, byResponder, hasProposals, AGInitExch},
	{in(MMNoState, AGNoState, AGInitExch), aggressive, byInitiator, hasProof, AGAuth},
	{in(MMNoState), aggressive, byEither, nil, AGNoState},

	// A refusal: RFC 2408, section 3.14.1. A peer without IKEv1 may answer by
	// IKEv2 (RFC 7296, section 2.5).
	{phase1, informational | info, byEither, hasError1, MMFailed},

	// XAUTH (draft-beaulieu-ike-xauth-02) and Mode-Config
	// (draft-dukes-ike-mode-cfg-02) between the phases. After a wrong password
	// the gateway may ask again.
	{phase1 | in(ConfXAuth), transaction, byResponder, refusesUser, MMFailed},
	{in(MMFailed), transaction, byResponder, asksUser, ConfXAuth},
	{phase1, transaction, byEither, isXAUTH, ConfXAuth},
	{phase1 | in(ConfXAuth), transaction, byEither, isConfig, ConfAddr},

	// Phase 2: RFC 2409, sections 5.5 to 5.7.
	{beforeQuick | in(MMFailed), phase2, byEither, nil, QMIdle},
	{beforeQuick, informational, byEither, isProtected, QMIdle},
}

// hasError1 reports whether m refuses phase 1.
func hasError1(_ *SA, m *isakmp.Packet) bool { return errorOf1(m) != nil }

func isEncrypted(_ *SA, m *isakmp.Packet) bool { return m.Flags&isakmp.FlagEncrypted != 0 }

func hasKeyExchange(_ *SA, m *isakmp.Packet) bool { return m.KeyExchange != nil }

func hasProposals(_ *SA, m *isakmp.Packet) bool { return len(m.Proposals) > 0 }

// hasProof reports whether m has a HASH or SIG payload, or encrypts it.
func hasProof(s *SA, m *isakmp.Packet) bool {
	return isEncrypted(s, m) || m.Hash != nil || m.Signature != nil
}

// isProtected reports whether m is protected by an established s. One that is not
// decrypted may as well refuse the peer's proof.
func isProtected(s *SA, m *isakmp.Packet) bool {
	return isEncrypted(s, m) && (s.Late || m.IsDecrypted() && s.State.Established())
}

// refusesUser reports whether m, of a transaction, says that XAUTH failed:
// draft-beaulieu-ike-xauth-02, section 6.2.
func refusesUser(_ *SA, m *isakmp.Packet) bool {
	const status = 16527
	return m.Config.Type == isakmp.ConfigSet && slices.ContainsFunc(m.Config.Attributes, func(a isakmp.Attribute) bool {
		return a.Type == status && a.Uint() == 0
	})
}

// awaitsUser reports whether XAUTH is to follow the phase 1 of s:
// draft-beaulieu-ike-xauth-02, section 4.
func (s *SA) awaitsUser() bool {
	return in(MMKeyAuth, AGAuth).has(s.State) && s.Policy != nil && s.Policy.Auth >= ipsec.AuthXAUTHInitPSK
}

func asksUser(s *SA, m *isakmp.Packet) bool {
	return m.Config.Type == isakmp.ConfigRequest && isXAUTH(s, m)
}

// isXAUTH reports whether m, of a transaction, asks for a password or gives one.
func isXAUTH(s *SA, m *isakmp.Packet) bool {
	const first, last = 16520, 16529 // attributes of XAUTH
	list := m.Config.Attributes
	for i := range list {
		if t := list[i].Type; t < first || t > last {
			return false
		}
	}
	return len(list) > 0 || s.Policy != nil && s.Policy.Auth >= ipsec.AuthXAUTHInitPSK
}

func isConfig(s *SA, m *isakmp.Packet) bool { return !isXAUTH(s, m) }

// countProbes counts the notifications of dead peer detection in m: RFC 3706,
// section 5.3.
func (p *Probes) countProbes(m *isakmp.Packet) {
	for i := range m.Notifies {
		switch m.Notifies[i].Type {
		case isakmp.NotifyRUThere:
			p.Asked++
		case isakmp.NotifyRUThereAck:
			p.Answered++
		}
	}
}

// peersOf are two peers, the lower first.
func peersOf(p [2]netip.AddrPort) peers {
	if p[1].Compare(p[0]) < 0 {
		return peers{p[1], p[0]}
	}
	return p
}
