package ike

import (
	"crypto/subtle"

	"pktscope/dissect/isakmp"
	"pktscope/internal/crypt"
)

// prove1 verifies the HASH payload of m, as far as keys are known: RFC 2409,
// sections 5, 5.5 and 5.7.
func (t *Tracker) prove1(s *SA, m *isakmp.Packet, from Role, at *sight) {
	if len(m.Hash) == 0 {
		return
	}
	want, err := s.hash(m, from)
	if err != nil || want == nil {
		return
	}
	m.Facts.Proof = isakmp.Incorrect
	if subtle.ConstantTimeCompare(want, m.Hash) == 1 {
		m.Facts.Proof = isakmp.Correct
	}
	s.proven(m.Facts.Proof)
	if at.engine != nil {
		at.again()
	}
}

// proven counts a verdict.
func (s *SA) proven(v isakmp.Verdict) {
	if v == isakmp.Correct {
		s.Proven++
	} else {
		s.Disproven++
	}
}

// hash is what the HASH payload of m must be, nil where that cannot be known.
func (s *SA) hash(m *isakmp.Packet, from Role) ([]byte, error) {
	x := s.lock.secret
	if isStart(m.Exchange) {
		if x == nil || x.V1.SKEYID == nil {
			return nil, nil
		}
		return s.phase1Hash(x.Hash, x.V1.SKEYID, m, from)
	}
	begin, end := hashEnd(m)
	if x == nil || x.V1.A == nil || end == 0 || end > len(m.Facts.Opened.Plain) {
		return nil, nil
	}
	rest := m.Facts.Opened.Plain[begin:end]
	if m.Exchange != isakmp.ExchangeQuick {
		return x.Hash.Hash1(x.V1.A, m.MessageID, rest)
	}
	var n *negotiation
	for _, o := range s.open {
		if o.id == m.MessageID {
			n = o
		}
	}
	switch {
	case n == nil && len(m.Proposals) > 0: // the first message
		return x.Hash.Hash1(x.V1.A, m.MessageID, rest)
	case n != nil && len(m.Proposals) > 0 && from == n.by:
		return x.Hash.Hash1(x.V1.A, m.MessageID, rest)
	case n != nil && len(m.Proposals) > 0:
		return x.Hash.Hash2(x.V1.A, m.MessageID, n.hello[Initiator].Nonce, rest)
	}
	for i := len(s.Children) - 1; i >= 0; i-- { // the third message
		if c := s.Children[i]; c.MessageID == m.MessageID {
			return x.Hash.Hash3(x.V1.A, m.MessageID, c.Nonces[Initiator], c.Nonces[Responder])
		}
	}
	return nil, nil
}

// phase1Hash is HASH_I or HASH_R, by which the sender of m proves that it knows
// SKEYID.
func (s *SA) phase1Hash(h crypt.Hash, skeyid crypt.Secret, m *isakmp.Packet, from Role) ([]byte, error) {
	id := s.hello[from].Identity
	if len(m.Identities) > 0 {
		id = m.Identities[0].Body
	}
	i, r := &s.hello[Initiator], &s.hello[Responder]
	if id == nil || i.SA == nil || i.KeyExchange == nil || r.KeyExchange == nil {
		return nil, nil
	}
	x := crypt.IKEv1{Hash: h, CookieI: s.SPIs[Initiator][:], CookieR: s.SPIs[Responder][:], NonceI: i.Nonce, NonceR: r.Nonce}
	if from == Initiator {
		return x.HashI(skeyid, i.KeyExchange, r.KeyExchange, i.SA, id)
	}
	return x.HashR(skeyid, i.KeyExchange, r.KeyExchange, i.SA, id)
}
