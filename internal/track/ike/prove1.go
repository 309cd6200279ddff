package ike

import (
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/crypt"
)

// provePhase1 verifies HASH_I or HASH_R, by which the sender of m proves that it
// knows SKEYID: RFC 2409, section 5. In aggressive mode they are in the clear,
// and a pre-shared key is all that it takes to make them.
func (t *Tracker) provePhase1(s *SA, m *isakmp.Packet, from Role) ipsec.Verdict {
	hash := ipsec.Hash(0)
	if s.Policy != nil && s.Policy.Auth.SharedKey() {
		hash = s.Policy.Hash
	}
	is := func(h ipsec.Hash, skeyid crypt.Secret) bool {
		want, err := s.phase1Hash(h, skeyid, m, from)
		return matches(m.Hash, want, err)
	}
	v := ipsec.Unchecked
	for _, x := range s.givers() {
		if want, err := s.phase1Hash(x.Hash, x.V1.SKEYID, m, from); x.V1.SKEYID == nil || want == nil || err != nil {
			continue
		}
		if v = ipsec.Incorrect; is(x.Hash, x.V1.SKEYID) {
			v = ipsec.Correct
			break
		}
	}
	i, r := s.hello[Initiator].Nonce, s.hello[Responder].Nonce
	if want, err := s.phase1Hash(hash, nil, m, from); hash.PRF() == 0 || want == nil || err != nil || i == nil || r == nil {
		return v
	}
	right, n := t.anyPSK(func(psk crypt.Secret) bool {
		skeyid, err := crypt.IKEv1{Hash: hash, NonceI: i, NonceR: r}.SKEYIDFromPSK(psk)
		return err == nil && is(hash, skeyid)
	})
	if right {
		v = ipsec.Correct
	}
	if n > 0 {
		s.sharedKey(right, "HASH_"+[...]string{"I", "R"}[from])
	}
	return v
}

// givers are the keys that may tell SKEYID: the one that opens s, or those that
// may.
func (s *SA) givers() []*Secret {
	if s.lock.secret != nil {
		return []*Secret{s.lock.secret}
	}
	return s.lock.keys
}

// phase1Hash is HASH_I or HASH_R, nil where what it is made of is not known.
func (s *SA) phase1Hash(h ipsec.Hash, skeyid crypt.Secret, m *isakmp.Packet, from Role) ([]byte, error) {
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

// provePhase2 verifies the HASH payload of a message that phase 1 protects: RFC
// 2409, sections 5.5 and 5.7.
func (s *SA) provePhase2(m *isakmp.Packet, from Role) ipsec.Verdict {
	want, err := s.phase2Hash(m, from)
	switch {
	case err != nil || want == nil:
		return ipsec.Unchecked
	case matches(m.Hash, want, nil):
		return ipsec.Correct
	}
	return ipsec.Incorrect
}

// phase2Hash is what the HASH payload of m must be, nil where that cannot be
// known.
func (s *SA) phase2Hash(m *isakmp.Packet, from Role) ([]byte, error) {
	x := s.lock.secret
	begin, end := hashEnd(m)
	if x == nil || x.V1.A == nil || end == 0 || end > len(m.Facts.Decrypted.Plain) {
		return nil, nil
	}
	rest := m.Facts.Decrypted.Plain[begin:end]
	if m.Exchange != isakmp.ExchangeQuick {
		return crypt.Hash1(x.Hash, x.V1.A, m.MessageID, rest)
	}
	n := s.underWay(m.MessageID)
	switch {
	case len(m.Proposals) > 0 && (n == nil || n.by == from): // the first message
		return crypt.Hash1(x.Hash, x.V1.A, m.MessageID, rest)
	case len(m.Proposals) > 0:
		return crypt.Hash2(x.Hash, x.V1.A, m.MessageID, n.hello[Initiator].Nonce, rest)
	}
	for i := len(s.Children) - 1; i >= 0; i-- { // the third message
		if c := s.Children[i]; c.MessageID == m.MessageID {
			return crypt.Hash3(x.Hash, x.V1.A, m.MessageID, c.Nonces[Initiator], c.Nonces[Responder])
		}
	}
	return nil, nil
}
