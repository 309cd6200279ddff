package ike

import (
	"math"

	"github.com/pktscope/pktscope/dissect/isakmp"
)

// The least bytes that payloads of IKEv2 take with their generic headers: RFC 7296,
// sections 3.5, 3.8, 3.10 and 3.11.
const (
	leastID     = 8 + 1  // an identity is not empty
	leastAuth   = 8 + 16 // the shortest PRF's output: RFC 8247, section 2.2
	leastNotify = 4 + 4  // no SPI, no data
	leastAnswer = leastID + leastAuth
)

// holds returns how many bytes of payloads the SK payload of m holds at most, by the
// lengths of IV and ICV that the peers have agreed on (RFC 7296, section 3.14). Less
// of it may be payloads: the rest is padding. ok is false where the policy is not
// known or m is one of several fragments.
func (s *SA) holds(m *isakmp.Packet) (n int, ok bool) {
	p := s.Policy
	if p == nil || m.Encrypted == nil || m.Fragments > 1 || !p.Encr.Known() {
		return 0, false
	}
	icv := p.Encr.ICVLen()
	if !p.Encr.AEAD() {
		if !p.Integ.Known() {
			return 0, false
		}
		icv = p.Integ.ICVLen()
	}
	const padLength = 1
	n = int(m.Length) - m.EncryptedAt - p.Encr.IVLen() - icv - padLength
	return n, n >= 0
}

// cannotHold reports whether m is too short for so many bytes of payloads.
func (s *SA) cannotHold(m *isakmp.Packet, least int) bool {
	n, ok := s.holds(m)
	return ok && n < least
}

// roomOf is how many bytes of payloads m, which is not decrypted, holds at most; 0 where
// that is not known.
func (s *SA) roomOf(m *isakmp.Packet) uint16 {
	if !isOpaque(m) {
		return 0
	}
	n, ok := s.holds(m)
	if !ok {
		return 0
	}
	return uint16(min(n, math.MaxUint16))
}
