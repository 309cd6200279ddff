package ike

import (
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike/decrypt"
)

// decrypt decrypts m, which from has sent, if there are keys, and has it read again.
// known is where it is remembered, or the message that it repeats.
func (t *Tracker) decrypt(s *SA, m *isakmp.Packet, from Role, at *observation, known *seen) {
	if at.engine == nil || !t.decrypter.Decrypts(m) {
		return
	}
	plain, ok := t.decrypter.Decrypt(&s.Transcript, m, from, &known.iv, at.engine)
	if !ok {
		s.NotDecrypted++
		return
	}
	s.Decrypted++
	plain.Buf = uint8(len(at.packet.Bufs))
	at.packet.Bufs = append(at.packet.Bufs, plain.Plain)
	m.Facts.Decrypted = plain
	at.again()
	if s.Version == 2 && m.Fragments > 0 {
		s.piece(m, from, at)
	}
}

// again reads the message once more, if it lies in a packet.
func (at *observation) again() {
	if at.engine != nil {
		at.engine.Again(at.packet, at.layer)
	}
}

// verify verifies what proves the sender of m, as far as keys are known, and has m
// read again with the verdict.
func (t *Tracker) verify(s *SA, m *isakmp.Packet, from Role, at *observation) {
	v := t.decrypter.Verify(&s.Transcript, m, from, s.quickMode(m))
	switch v {
	case ipsec.Unchecked:
		return
	case ipsec.Correct:
		s.Proven++
	case ipsec.Incorrect:
		s.Disproven++
	}
	if known := s.seen.find(t.digest(m.Raw)); known != nil {
		known.proof = v
	}
	m.Facts.Proof = v
	at.again()
}

// quickMode is what is known of the quick mode that m belongs to, nil if m is none
// of its messages, or the first one. The third message comes when the child SA is
// there already.
func (s *SA) quickMode(m *isakmp.Packet) *decrypt.QuickMode {
	if m.Exchange != isakmp.ExchangeQuick {
		return nil
	}
	if len(m.Proposals) > 0 {
		if n := s.exchange(m.MessageID); n != nil {
			return &decrypt.QuickMode{By: n.by, Nonces: [2][]byte{n.hello[Initiator].Nonce, n.hello[Responder].Nonce}}
		}
		return nil
	}
	for i := len(s.Children) - 1; i >= 0; i-- {
		if c := s.Children[i]; c.MessageID == m.MessageID {
			return &decrypt.QuickMode{By: c.By, Nonces: c.Nonces}
		}
	}
	return nil
}
