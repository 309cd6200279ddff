package decrypt

import (
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/crypt"
)

// verifyPhase1 verifies HASH_I or HASH_R, by which the sender of m proves that it
// knows SKEYID: RFC 2409, section 5. In aggressive mode they are in the clear,
// and a pre-shared key is all that it takes to make them.
func (d *Decrypter) verifyPhase1(t *Transcript, m *isakmp.Packet, from isakmp.Role) ipsec.Verdict {
	hash := ipsec.Hash(0)
	if t.Policy != nil && t.Policy.Auth.SharedKey() {
		hash = t.Policy.Hash
	}
	is := func(h ipsec.Hash, skeyid crypt.Secret) bool {
		want, err := t.phase1Hash(h, skeyid, m, from)
		return matches(m.Hash, want, err)
	}
	v := ipsec.Unchecked
	for _, x := range t.withSKEYID() {
		if want, err := t.phase1Hash(x.Hash, x.V1.SKEYID, m, from); x.V1.SKEYID == nil || want == nil || err != nil {
			continue
		}
		if v = ipsec.Incorrect; is(x.Hash, x.V1.SKEYID) {
			v = ipsec.Correct
			break
		}
	}
	i, r := t.Hello[isakmp.Initiator].Nonce, t.Hello[isakmp.Responder].Nonce
	if want, err := t.phase1Hash(hash, nil, m, from); hash.PRF() == 0 || want == nil || err != nil || i == nil || r == nil {
		return v
	}
	list := d.psks(t)
	right := anyPSK(list, func(psk crypt.Secret) bool {
		skeyid, err := crypt.IKEv1{Hash: hash, NonceI: i, NonceR: r}.SKEYIDFromPSK(psk)
		return err == nil && is(hash, skeyid)
	})
	if right != nil {
		v = ipsec.Correct
	}
	if len(list) > 0 {
		t.sharedKey(from, right, "HASH_"+[...]string{"I", "R"}[from])
	}
	return v
}

// withSKEYID are the keys that may have SKEYID: the one that decrypts t, or the
// candidates that may.
func (t *Transcript) withSKEYID() []*Secret {
	if t.secret != nil {
		return []*Secret{t.secret}
	}
	return t.candidates
}

// phase1Hash is HASH_I or HASH_R, nil where what it is made of is not known.
func (t *Transcript) phase1Hash(h ipsec.Hash, skeyid crypt.Secret, m *isakmp.Packet, from isakmp.Role) ([]byte, error) {
	id := t.Hello[from].Identity
	if len(m.Identities) > 0 {
		id = m.Identities[0].Body
	}
	i, r := &t.Hello[isakmp.Initiator], &t.Hello[isakmp.Responder]
	if id == nil || i.SA == nil || i.KeyExchange == nil || r.KeyExchange == nil {
		return nil, nil
	}
	x := crypt.IKEv1{Hash: h, CookieI: t.SPIs[isakmp.Initiator][:], CookieR: t.SPIs[isakmp.Responder][:], NonceI: i.Nonce, NonceR: r.Nonce}
	if from == isakmp.Initiator {
		return x.HashI(skeyid, i.KeyExchange, r.KeyExchange, i.SA, id)
	}
	return x.HashR(skeyid, i.KeyExchange, r.KeyExchange, i.SA, id)
}

// verifyPhase2 verifies the HASH payload of a message that phase 1 protects: RFC
// 2409, sections 5.5 and 5.7.
func (t *Transcript) verifyPhase2(m *isakmp.Packet, from isakmp.Role, q *QuickMode) ipsec.Verdict {
	want, err := t.phase2Hash(m, from, q)
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
func (t *Transcript) phase2Hash(m *isakmp.Packet, from isakmp.Role, q *QuickMode) ([]byte, error) {
	x := t.secret
	begin, end := hashEnd(m)
	if x == nil || x.V1.A == nil || end == 0 || end > len(m.Facts.Decrypted.Plain) {
		return nil, nil
	}
	rest := m.Facts.Decrypted.Plain[begin:end]
	if m.Exchange != isakmp.ExchangeQuick {
		return crypt.Hash1(x.Hash, x.V1.A, m.MessageID, rest)
	}
	switch {
	case len(m.Proposals) > 0 && (q == nil || q.By == from): // the first message
		return crypt.Hash1(x.Hash, x.V1.A, m.MessageID, rest)
	case len(m.Proposals) > 0:
		return crypt.Hash2(x.Hash, x.V1.A, m.MessageID, q.Nonces[isakmp.Initiator], rest)
	case q != nil: // the third message
		return crypt.Hash3(x.Hash, x.V1.A, m.MessageID, q.Nonces[isakmp.Initiator], q.Nonces[isakmp.Responder])
	}
	return nil, nil
}
