package ike

import (
	"crypto/subtle"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/crypt"
)

// prove verifies what proves the sender of m, as far as keys are known: the HASH
// payload in IKEv1, AUTH in IKEv2.
func (t *Tracker) prove(s *SA, m *isakmp.Packet, from Role, at *sight) {
	if t.ring.Empty() {
		return
	}
	v := ipsec.Unchecked
	switch {
	case s.Version == 2:
		t.intermediate(s, m, from)
		v = t.prove2(s, m, from)
	case len(m.Hash) > 0 && isStart(m.Exchange):
		v = t.provePhase1(s, m, from)
	case len(m.Hash) > 0:
		v = s.provePhase2(m, from)
	}
	switch v {
	case ipsec.Unchecked:
		return
	case ipsec.Correct:
		s.Proven++
	default:
		s.Disproven++
	}
	if known := s.seen.find(t.digest(m.Raw)); known != nil {
		known.proof = v
	}
	m.Facts.Proof = v
	at.again()
}

// matches reports whether a value is the one that a key makes; an error of
// making it is a no.
func matches(have, want []byte, err error) bool {
	return err == nil && want != nil && subtle.ConstantTimeCompare(have, want) == 1
}

// sharedKey notes what came of checking the ring's pre-shared keys.
func (s *SA) sharedKey(right bool, by string) {
	switch {
	case right:
		s.SharedKey = PSK{Proof: ipsec.Correct, By: by}
	case s.SharedKey.Proof == ipsec.Unchecked:
		s.SharedKey = PSK{Proof: ipsec.Incorrect, By: by}
	}
}

// anyPSK reports whether one of the ring's pre-shared keys satisfies is, and how
// many there are.
func (t *Tracker) anyPSK(is func(psk crypt.Secret) bool) (right bool, n int) {
	list := t.ring.PSKs()
	for _, p := range list[:min(len(list), maxKeys)] {
		if is(p.Text) {
			return true, len(list)
		}
	}
	return false, len(list)
}
