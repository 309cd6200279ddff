package ike

import (
	"crypto/subtle"
	"errors"

	"pktscope/dissect/isakmp"
	"pktscope/internal/crypt"
)

var errICV = errors.New("the integrity check value is wrong: another SA's key, or another algorithm's")

// authSharedKey is the method of AUTH by a pre-shared key: RFC 7296, section
// 3.8.
const authSharedKey = 2

// prove2 verifies the AUTH payload of m where a pre-shared key made it and is
// known: RFC 7296, section 2.15.
func (t *Tracker) prove2(s *SA, m *isakmp.Packet, from Role, at *sight) {
	x := s.lock.secret
	if x == nil || len(m.Auth.Data) == 0 || m.Auth.Method != authSharedKey || len(x.psk) == 0 || len(m.Identities) == 0 {
		return
	}
	want, err := s.auth(x, x.psk, m, from)
	if err != nil || want == nil {
		return
	}
	m.Facts.Proof = isakmp.Incorrect
	if subtle.ConstantTimeCompare(want, m.Auth.Data) == 1 {
		m.Facts.Proof = isakmp.Correct
	}
	s.proven(m.Facts.Proof)
	at.again()
}

// auth is what the data of m's AUTH payload must be, nil where that cannot be
// known.
func (s *SA) auth(x *Secret, psk crypt.Secret, m *isakmp.Packet, from Role) ([]byte, error) {
	skp, payload := x.V2.Pi, isakmp.PayloadIDi
	if from == Responder {
		skp, payload = x.V2.Pr, isakmp.PayloadIDr
	}
	message, nonce := s.hello[from].Message, s.hello[from.Other()].Nonce
	for i := range m.Identities {
		if id := &m.Identities[i]; id.Payload == payload && skp != nil && message != nil && nonce != nil {
			return x.PRF.AuthPSK(psk, message, nonce, skp, id.Body, nil)
		}
	}
	return nil, nil
}
