package ike

import (
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike/decrypt"
)

// decrypt decrypts m, which from has sent, if there are keys, and has it read again.
// known is where it is remembered, or the message that it repeats.
func (t *Tracker) decrypt(s *SA, m *isakmp.Packet, from Role, o *observation, known *seen) {
	if o.engine == nil || !t.decrypter.Decrypts(m) {
		return
	}
	plain, ok := t.decrypter.Decrypt(&s.Transcript, m, from, &known.iv, o.engine)
	if !ok {
		s.NotDecrypted++
		return
	}
	s.Decrypted++
	plain.Buf = uint8(len(o.packet.Bufs))
	o.packet.Bufs = append(o.packet.Bufs, plain.Plain)
	m.Facts.Decrypted = plain
	o.again()
	if s.Version == 2 && m.Fragments > 0 {
		s.addFragment(m, from, o)
	}
}

// again reads the message once more, if it lies in a packet.
func (o *observation) again() {
	if o.engine != nil {
		o.engine.Again(o.packet, o.layer)
	}
}

// verify verifies what proves the sender of m, as far as keys are known, and has m
// read again with the verdict.
func (t *Tracker) verify(s *SA, m *isakmp.Packet, from Role, o *observation) {
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
	o.again()
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
