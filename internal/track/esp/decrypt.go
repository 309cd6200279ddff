package esp

import (
	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/keys"
)

// Decrypt implements dissect.Decrypter: it decrypts the ESP packet that is the
// last layer of p so far.
func (s *Store) Decrypt(e *dissect.Engine, p *dissect.Packet) bool {
	w := s.workers.Get().(*worker)
	defer s.workers.Put(w)
	return w.Decrypt(e, p)
}

// Decrypt is Store.Decrypt.
func (w *worker) Decrypt(e *dissect.Engine, p *dissect.Packet) bool {
	i := len(p.Layers) - 1
	m, ok := p.Layers[i].Message.(*esp.Packet)
	return ok && w.decrypt(e, p, i, m)
}

// Retry implements track.Decrypter: it decrypts ESP packets in p for which keys
// were added after Decrypt had failed.
func (s *Store) Retry(e *dissect.Engine, p *dissect.Packet) {
	for i := 0; i < len(p.Layers) && !p.Layers[i].Quoted; i++ {
		m, ok := p.Layers[i].Message.(*esp.Packet)
		if ok && m.Facts.Age != s.age.Load() && s.retry(e, p, i, m) {
			e.Again(p, i)
		}
	}
}

func (s *Store) retry(e *dissect.Engine, p *dissect.Packet, i int, m *esp.Packet) bool {
	w := s.workers.Get().(*worker)
	defer s.workers.Put(w)
	return w.decrypt(e, p, i, m)
}

// maxBuffers bounds how many buffers a packet may have: of ESP packets in one
// another, and of messages of a TCP stream.
const maxBuffers = 128

// decrypt decrypts m, layer i of p, unless it is decrypted, and reports whether m
// is to be decoded again.
func (w *worker) decrypt(e *dissect.Engine, p *dissect.Packet, i int, m *esp.Packet) bool {
	s := w.store
	if m.Data == nil || m.Facts.Plain != nil || len(p.Bufs) >= maxBuffers {
		return false
	}
	m.Facts.Age = s.age.Load()
	if len(m.Data) < m.Wire {
		m.Facts.Why = esp.Cut
		return false
	}
	span := &p.Layers[i].Span
	packet := p.Bufs[span.Buf][span.Off : span.Off+headerSize+m.Wire]
	path := pathOf(p, i)
	a := &w.attempt
	a.begin(packet, m.Seq, e.Own(len(packet)))
	a.key.SPI, a.key.Dst, a.key.Encap = m.SPI, path.dst, path.encap
	if known := s.proofs.find(w, &a.key); known != nil && a.again(known) {
		setFacts(p, m, a, known.candidate)
		return true
	}
	return s.first(p, m, a, path)
}

// first tries the candidates for an SA whose key is not sure. Of several that decrypt
// the packet, the one whose plaintext has most of a payload's form counts.
func (s *Store) first(p *dissect.Packet, m *esp.Packet, a *attempt, path path) bool {
	var best, last, wrong *candidate // wrong: the first whose ICV was wrong, or its cipher's key
	rank, believed := 0, false
	list, any := s.candidates(a.worker, a.key, path.src)
	if !any {
		a.why = esp.NoKeys
	}
	if len(list) > 0 {
		if why := s.proofs.failed(a.key); why == esp.BadPad || why == esp.WrongKey {
			a.least = doubtful
		}
	}
	if len(list) > alwaysTried && !s.proofs.due(a.key, m.Facts.Age) {
		list = list[:alwaysTried]
	}
	for _, found := range list {
		c := s.candidate(found.ESP)
		if c.err != nil {
			a.fail(reasonOf(c.err))
			continue
		}
		a.believed = found.Fit == keys.Fits && !c.esp.Guessed
		last = c
		if !a.try(c) {
			if wrong == nil && a.why >= esp.WrongICV {
				wrong = c
			}
		} else if n := a.rank(); n > rank {
			best, rank, believed = c, n, a.believed
			if a.verdict == ipsec.Correct && a.bits >= enoughForm {
				break
			}
		}
	}
	if best == nil {
		return s.fail(m, a, wrong)
	}
	if a.believed = believed; last != best && !a.try(best) {
		return false
	}
	s.proofs.prove(a.worker, a.key, best, a)
	setFacts(p, m, a, best)
	return true
}

// rank is by how much the packet that was decrypted speaks for its candidate.
func (a *attempt) rank() int {
	const verified = 1 << 16
	if a.verdict == ipsec.Correct {
		return verified + a.bits
	}
	return 1 + a.bits
}

// fail leaves on m why no candidate decrypts it; wrong is the first whose ICV or
// cipher's key is wrong. It reports whether m is to be decoded again.
func (s *Store) fail(m *esp.Packet, a *attempt, wrong *candidate) bool {
	if m.Facts.Why = a.why; a.why >= esp.BadPad {
		s.proofs.fail(a.key, a.why, m.Facts.Age)
	}
	if wrong == nil {
		return false
	}
	m.Facts.IV, m.Facts.ICV, m.Facts.Verdict = wrong.decrypter.IVLen(), wrong.decrypter.ICVLen(), ipsec.Incorrect
	m.Facts.Encr, m.Facts.Integ = wrong.esp.Encr, wrong.esp.Integ
	if a.why == esp.WrongKey {
		m.Facts.Verdict = ipsec.Correct
	}
	return true
}

// setFacts leaves the plaintext of m on it.
func setFacts(p *dissect.Packet, m *esp.Packet, a *attempt, c *candidate) {
	f := &m.Facts
	f.IV, f.ICV, f.Verdict, f.Encr, f.Integ = c.decrypter.IVLen(), c.decrypter.ICVLen(), a.verdict, c.esp.Encr, c.esp.Integ
	f.Extended, f.Number = a.esn, a.number
	f.Plain, f.Buf, f.Why = a.plain, uint8(len(p.Bufs)), esp.Decrypted
	p.Bufs = append(p.Bufs, a.plain)
}
