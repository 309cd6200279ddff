package ike

import (
	"slices"

	"pktscope/dissect/isakmp"
)

// A chain is the IV of an exchange's next message: RFC 2409, appendix B.
type chain struct {
	id uint32
	iv []byte
}

// maxChains bounds how many exchanges an SA has under way.
const maxChains = 256

// unlock1 deciphers a message of IKEv1.
func (t *Tracker) unlock1(s *SA, m *isakmp.Packet, from Role, at *sight, known *seen) bool {
	s.find1(t)
	x := s.lock.secret
	if x == nil {
		return false
	}
	iv := known.iv
	if iv == nil { // a new message: a retransmission has the IV of the first one
		iv = s.iv(m)
		known.iv = iv
		s.chained(m, x.cbc.BlockSize())
	}
	if iv == nil {
		s.lock.why = "the capture does not have the message before, whose end is the IV"
		return false
	}
	plain, err := x.cbc.Decrypt(at.engine.Own(len(m.Encrypted))[:0], iv, m.Encrypted)
	if err != nil || !isChain(plain, m.NextPayload) {
		s.lock.why = "deciphered to no payloads: wrong key"
		return false
	}
	at.reveal(m, isakmp.Opened{Plain: plain, Encr: uint16(x.encr), KeyBits: uint16(x.bits)})
	t.prove1(s, m, from, at)
	return true
}

// find1 looks for what opens s among the keys, once for each of them.
func (s *SA) find1(t *Tracker) {
	if s.lock.secret != nil || s.lock.tried == len(t.ring.IKEs())+1 {
		return
	}
	s.lock.tried = len(t.ring.IKEs()) + 1
	list := t.ring.AppendIKE(nil, 1, s.SPIs[Initiator].uint(), s.SPIs[Responder].uint())
	if len(list) == 0 {
		s.lock.why = "no key for this SA"
	}
	for _, k := range list {
		x, err := s.secret1(k, t.ring.PSKs())
		if err != nil {
			s.lock.why = wrong(k.Place, "ike", err)
			continue
		}
		s.lock.secret, s.lock.why = x, ""
		h := &s.hello
		if iv, err := x.Hash.Phase1IV(h[Initiator].KeyExchange, h[Responder].KeyExchange, x.cbc.BlockSize()); err == nil &&
			len(h[Initiator].KeyExchange) > 0 && len(h[Responder].KeyExchange) > 0 {
			s.lock.first = iv
		}
		return
	}
}

// iv is the IV of m, nil where nobody can know it.
func (s *SA) iv(m *isakmp.Packet) []byte {
	if isStart(m.Exchange) {
		if s.lock.last != nil {
			return s.lock.last
		}
		return s.lock.first
	}
	for _, c := range s.lock.chains {
		if c.id == m.MessageID {
			return c.iv
		}
	}
	last := s.lock.last
	if last == nil {
		last = s.lock.first // aggressive mode may end in the clear
	}
	if last == nil {
		return nil
	}
	x := s.lock.secret
	iv, err := x.Hash.Phase2IV(last, m.MessageID, x.cbc.BlockSize())
	if err != nil {
		return nil
	}
	return iv
}

// chained makes the end of m the IV of the next message of its exchange.
func (s *SA) chained(m *isakmp.Packet, size int) {
	if len(m.Encrypted) < size {
		return
	}
	end := slices.Clone(m.Encrypted[len(m.Encrypted)-size:])
	if isStart(m.Exchange) {
		s.lock.last = end
		return
	}
	for i := range s.lock.chains {
		if s.lock.chains[i].id == m.MessageID {
			s.lock.chains[i].iv = end
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
		if !p.Sealed {
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

// uint is the SPI as a number.
func (s SPI) uint() (v uint64) {
	for _, b := range s {
		v = v<<8 | uint64(b)
	}
	return v
}
