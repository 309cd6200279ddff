package ike

import (
	"cmp"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike/decrypt"
)

// CheckedPSK tells whether one of the pre-shared keys that stand outside of any
// SA is that of s, and why it cannot be decided where it cannot. A key that
// stands with the keys of an SA has its verdict in the messages' Proof.
func (s *SA) CheckedPSK() decrypt.PSK {
	k := s.SharedKey
	if k.Proof == ipsec.Unchecked {
		k.Why = s.undecided()
	}
	return k
}

// undecided is why nothing has decided whether a pre-shared key is right.
func (s *SA) undecided() string {
	switch {
	case s.Policy == nil && s.Late:
		return "the capture begins after the peers agreed on a policy"
	case s.Policy == nil:
		return "the peers agreed on no policy"
	case s.Version == 2:
		return s.undecided2()
	case !s.Policy.Auth.SharedKey():
		return "the peers authenticate by another method: " + cmp.Or(s.Policy.Auth.Names().Phase1, "unknown")
	case s.Encrypted > s.Decrypted && s.Exchange == isakmp.ExchangeMain && !s.HasCandidates():
		return "main mode encrypts HASH_I and HASH_R: the Diffie-Hellman secret, or the cipher's key, is needed as well" + s.behindWhy()
	case s.Encrypted > s.Decrypted && s.Exchange == isakmp.ExchangeMain:
		_, reason := s.Secret()
		return reason
	}
	return "the capture does not have HASH_I or HASH_R with all that they are made of"
}

// undecided2 is undecided for IKEv2.
func (s *SA) undecided2() string {
	i, r := s.Auths[Initiator], s.Auths[Responder]
	switch {
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
	}
	return "AUTH covers IKE_SA_INIT, and is made with SK_pi and SK_pr: one of them is not there"
}

// behindWhy is what is wrong with the keys that are there, if any are.
func (s *SA) behindWhy() string {
	if s.NoKey() {
		return ""
	}
	_, reason := s.Secret()
	return " (" + reason + ")"
}
