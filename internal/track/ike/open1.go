package ike

import (
	"slices"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/crypt"
)

// A chain is what the IV of an exchange's next message is made of: the end of
// the message before (RFC 2409, appendix B).
type chain struct {
	id  uint32
	end []byte
}

// What is kept of one SA.
const (
	maxChains = 256 // exchanges under way
	maxBlock  = 16  // of the ciphers that IKEv1 has
)

// unlock1 deciphers a message of IKEv1.
func (t *Tracker) unlock1(s *SA, m *isakmp.Packet, at *sight, known *seen) bool {
	again := known.deciphered
	x, iv, plain := t.decipher(s, m, known, again)
	if !again {
		known.deciphered = true
		s.chained(m, m.Encrypted)
	}
	if plain == nil {
		return false
	}
	s.lock.secret, s.lock.why = x, ""
	known.setInitial(iv)
	at.reveal(m, isakmp.Decrypted{Plain: append(at.engine.Own(len(plain))[:0], plain...), Encr: x.encr, KeyBits: x.bits})
	return true
}

// decipher finds the key and the IV that make payloads of what m holds.
func (t *Tracker) decipher(s *SA, m *isakmp.Packet, known *seen, again bool) (x *Secret, iv, plain []byte) {
	try := func(x *Secret) bool {
		if again { // a retransmission has the IV of the first one
			iv = known.initial()
		} else {
			iv = s.iv(m, x)
		}
		if len(iv) != x.cbc.BlockSize() {
			if iv, plain = t.withoutIV(s, m, x); plain == nil {
				s.lock.why = "the capture does not have the message before, whose end is the IV"
			}
			return plain != nil
		}
		var err error
		if plain, err = x.cbc.Decrypt(t.plain[:0], iv, m.Encrypted); err != nil {
			s.blame(x.from, faulty(x.field(Initiator), err))
			return false
		}
		t.plain = plain
		if !isChain(plain, m.NextPayload) {
			s.blame(x.from, x.noPayloads(Initiator))
			return false
		}
		return true
	}
	if x = s.lock.secret; x != nil && try(x) {
		return x, iv, plain
	}
	for _, y := range t.candidates(s) {
		if y != x && try(y) {
			return y, iv, plain
		}
	}
	if isStart(m.Exchange) && !again && slices.ContainsFunc(s.lock.keys, func(x *Secret) bool { return x.tries }) {
		s.sharedKey(false, "phase 1, which the keys derived from it do not decrypt")
	}
	return nil, nil, nil
}

// iv is the IV of m, nil where nobody can know it.
func (s *SA) iv(m *isakmp.Packet, x *Secret) []byte {
	size := x.cbc.BlockSize()
	last := blockAt(s.lock.last, size)
	if s.lock.last == nil {
		last = s.firstIV(x) // aggressive mode may end in the clear
	}
	if isStart(m.Exchange) {
		return last
	}
	for _, c := range s.lock.chains {
		if c.id == m.MessageID {
			return blockAt(c.end, size)
		}
	}
	if last == nil {
		return nil
	}
	iv, err := crypt.Phase2IV(x.Hash, last, m.MessageID, size)
	if err != nil {
		return nil
	}
	return iv
}

// firstIV is the IV of phase 1's first enciphered message.
func (s *SA) firstIV(x *Secret) []byte {
	i, r := s.hello[Initiator].KeyExchange, s.hello[Responder].KeyExchange
	if len(i) == 0 || len(r) == 0 {
		return nil
	}
	iv, err := crypt.Phase1IV(x.Hash, i, r, x.cbc.BlockSize())
	if err != nil {
		return nil
	}
	return iv
}

// blockAt is the last block of what end ends with.
func blockAt(end []byte, size int) []byte {
	if len(end) < size {
		return nil
	}
	return end[len(end)-size:]
}

// chained makes the end of m, which holds text enciphered, the IV of the next
// message of its exchange. Of a message that was cut text is empty: the IV is
// lost.
func (s *SA) chained(m *isakmp.Packet, text []byte) {
	end := append([]byte{}, text[max(0, len(text)-maxBlock):]...)
	if isStart(m.Exchange) {
		s.lock.last = end
		return
	}
	for i := range s.lock.chains {
		if s.lock.chains[i].id == m.MessageID {
			s.lock.chains[i].end = end
			return
		}
	}
	if len(s.lock.chains) >= maxChains {
		s.lock.chains = slices.Delete(s.lock.chains, 0, 1)
	}
	s.lock.chains = append(s.lock.chains, chain{m.MessageID, end})
}

// isChain reports whether b begins with payloads whose lengths hold: what a
// wrong key makes does not.
func isChain(b []byte, next isakmp.PayloadType) bool {
	n := 0
	for next != isakmp.PayloadNone {
		if len(b) < 4 || b[1] != 0 {
			return false
		}
		size := int(b[2])<<8 | int(b[3])
		if size < 4 || size > len(b) {
			return false
		}
		next, b = isakmp.PayloadType(b[0]), b[size:]
		n++
	}
	return n > 0
}

// hashEnd is where the HASH payload that p's chain begins with ends, and where
// its last payload does.
func hashEnd(m *isakmp.Packet) (hash, end int) {
	for i := range m.Payloads {
		p := &m.Payloads[i]
		if !p.Encrypted {
			continue
		}
		if end == 0 {
			if p.Type != isakmp.PayloadHash {
				return 0, 0
			}
			hash = 4 + len(p.Body)
		}
		end += 4 + len(p.Body)
	}
	return hash, end
}
