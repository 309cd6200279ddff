package ike

import (
	"cmp"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike/decrypt"
)

// A PSK is what came of checking pre-shared keys against the proof of one side.
type PSK = decrypt.PSK

// CheckedPSKs tell of each side whether a pre-shared key that is given is its own,
// and why it cannot be decided where it cannot. In IKEv1 all keys are made of the
// pre-shared key: peers that agree on one SA after phase 1 have the same.
func (s *SA) CheckedPSKs() (sides [2]PSK) {
	sides = s.SharedKey
	for r := range sides {
		k, other := &sides[r], &s.SharedKey[1-r]
		switch {
		case k.Proof != ipsec.Unchecked:
		case other.Proof != ipsec.Unchecked && s.Version == 1 && !s.Ready.IsZero() && !s.Late:
			*k = *other
		case k.Why == "":
			k.Why = s.undecided(Role(r))
		}
	}
	return sides
}

// undecided is why nothing has decided whether a pre-shared key is that of side.
func (s *SA) undecided(side Role) string {
	switch {
	case s.Policy == nil && s.Late:
		return "the capture begins after the peers agreed on a policy"
	case s.Policy == nil:
		return "the peers agreed on no policy"
	case s.Version == 2:
		return s.undecided2(side)
	case !s.Policy.Auth.SharedKey():
		return "the peers authenticate by another method: " + cmp.Or(s.Policy.Auth.Names().Phase1, "unknown")
	case s.SharedKey[side.Other()].Proof != ipsec.Unchecked:
		return "the capture has no HASH_" + [...]string{"I", "R"}[side] + " of the " + side.String() + " that was read" + s.refusal(side)
	case s.Encrypted > s.Decrypted && s.Exchange == isakmp.ExchangeMain && !s.HasCandidates():
		return "main mode encrypts HASH_I and HASH_R: the Diffie-Hellman secret, or the cipher's key, is needed as well" + s.behindWhy()
	case s.Encrypted > s.Decrypted && s.Exchange == isakmp.ExchangeMain:
		_, reason := s.Secret()
		return reason
	}
	return "the capture does not have HASH_I or HASH_R with all that they are made of"
}

// undecided2 is undecided for IKEv2.
func (s *SA) undecided2(side Role) string {
	i, r := s.Auths[Initiator], s.Auths[Responder]
	switch {
	case s.Resumed:
		return "the session was resumed by a ticket, without a pre-shared key"
	case s.Replaces != nil:
		return "it was created by another SA, which authenticated the peers"
	case beforeAuth.has(s.State):
		return "the capture has no IKE_AUTH"
	case s.Decrypted == 0:
		return "AUTH is encrypted: SK_ei, SK_er, SK_pi and SK_pr, or the Diffie-Hellman secret, are needed as well" + s.behindWhy()
	case s.EAP:
		return "the initiator authenticates by EAP"
	case i != 0 && i != ipsec.AuthPSK, r != 0 && r != ipsec.AuthPSK:
		return "the peers authenticate by another method: " + max(i, r).Names().AUTH
	case i == 0 && r == 0:
		return "the capture has no AUTH payload that was read"
	case s.Auths[side] == 0:
		return "the capture has no AUTH payload of the " + side.String() + s.refusal(side)
	}
	return "AUTH covers IKE_SA_INIT, and is made with SK_pi and SK_pr: one of them is not there"
}

// AuthenticatesElse reports whether side is known to authenticate itself by something
// other than a pre-shared key.
func (s *SA) AuthenticatesElse(side Role) bool {
	if s.Version == 1 {
		return s.Policy != nil && !s.Policy.Auth.SharedKey()
	}
	return s.Auths[side] != 0 && s.Auths[side] != ipsec.AuthPSK || s.EAP && side == Initiator
}

// firstStatus is the first type of notification that is no error: RFC 2408, section
// 3.14.1; RFC 7296, section 3.10.1.
const firstStatus isakmp.NotifyType = 16384

// refusal is by which error side answered, if it did: that refuses the other side's
// proof, or what it proposed. In phase 1 of IKEv1 some errors are what a peer with
// another pre-shared key makes of the proof: it cannot read it, or it does not fit.
func (s *SA) refusal(side Role) string {
	const malformed, invalidHash, failed = 16, 23, 24 // RFC 2408, section 3.14.1
	for i := range s.Notices {
		n := &s.Notices[i]
		if n.Role != side || n.Type >= firstStatus {
			continue
		}
		answer := ", which answered " + isakmp.NotifyName(s.Version, n.Type)
		if s.Version == 1 && s.Ready.IsZero() && (n.Type == malformed || n.Type == invalidHash || n.Type == failed) {
			answer += ": it likely has another pre-shared key"
		}
		return answer
	}
	if s.Version == 1 && s.Ready.IsZero() && s.NotDecrypted > 0 && s.SharedKey[side.Other()].Proof == ipsec.Correct {
		for i := range s.Log {
			if m := &s.Log[i]; m.Role == side && m.Encrypted && !m.Decrypted {
				return ", and what it encrypted does not decrypt with the other's: it likely has another pre-shared key"
			}
		}
	}
	return ""
}

// behindWhy is what is wrong with the keys that are there, if any are.
func (s *SA) behindWhy() string {
	if s.NoKey() {
		return ""
	}
	_, reason := s.Secret()
	return " (" + reason + ")"
}

// A PPK is how far an SA uses a post-quantum pre-shared key.
type PPK = decrypt.PPK

// Of an SA that uses none, and of one that both sides use one for.
const (
	NoPPK   = decrypt.NoPPK
	PPKUsed = decrypt.PPKUsed
)
