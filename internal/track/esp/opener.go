package esp

import (
	"pktscope/dissect"
	"pktscope/dissect/esp"
	"pktscope/internal/crypt"
	"pktscope/internal/keys"
)

// Unseal implements dissect.Opener: it opens the ESP packet that is the last
// layer of p so far.
func (s *Store) Unseal(e *dissect.Engine, p *dissect.Packet) bool {
	i := len(p.Layers) - 1
	m, ok := p.Layers[i].Message.(*esp.Packet)
	if !ok || m.Data == nil || m.Facts.Plain != nil || len(p.Bufs) >= maxBuffers {
		return false
	}
	w := s.workers.Get().(*worker)
	facts := s.unseal(e, w, p, i, m)
	s.workers.Put(w)
	return facts
}

// maxBuffers bounds how much one packet may hold enciphered in itself.
const maxBuffers = 16

// Open implements track.Opener: it opens the ESP packet at the end of p, if it
// could not be opened before and there are more keys by now.
func (s *Store) Open(e *dissect.Engine, p *dissect.Packet) {
	i := len(p.Layers) - 1
	if i < 0 || p.Layers[i].Quoted {
		return
	}
	m, ok := p.Layers[i].Message.(*esp.Packet)
	if ok && m.Facts.Plain == nil && m.Facts.Age != s.age.Load() && s.Unseal(e, p) {
		e.Again(p, i)
	}
}

// unseal leaves on m, layer i of p, what is known of it, and reports whether
// that changes how it is read.
func (s *Store) unseal(e *dissect.Engine, w *worker, p *dissect.Packet, i int, m *esp.Packet) bool {
	m.Facts.Age = s.age.Load()
	if len(m.Data) < m.Wire {
		m.Facts.Why = uint8(Cut)
		return false
	}
	at := below(p, i)
	k := Key{SPI: m.SPI, Dst: at.dst, Encap: at.encap}
	span := &p.Layers[i].Span
	packet := p.Bufs[span.Buf][span.Off : span.Off+headerSize+m.Wire]
	a := attempt{packet: packet, seq: m.Seq, room: e.Own(len(packet)), worker: w, why: NoKey}
	if known := s.proofs.find(w, k); known != nil && a.again(known) {
		tell(p, m, &a, known.candidate)
		return true
	}
	return s.first(w, p, m, &a, k, at)
}

// first tries the candidates for an SA of which nothing is proven.
func (s *Store) first(w *worker, p *dissect.Packet, m *esp.Packet, a *attempt, k Key, at where) bool {
	var wrong *candidate // whose ICV was
	for _, found := range s.candidates(w, k, at) {
		c := s.candidate(found.ESP)
		if c.err != nil {
			a.fails(reasonOf(c.err))
			continue
		}
		a.believed, a.search = found.Fit == keys.Fits && !c.esp.Guessed, s.proofs.search
		a.key = k
		if a.try(c) {
			if a.verdict == crypt.Good {
				s.proofs.prove(w, k, c, a.esn, a.number)
			}
			tell(p, m, a, c)
			return true
		}
		if wrong == nil && a.why >= WrongICV {
			wrong = c
		}
	}
	m.Facts.Why = uint8(a.why)
	if wrong == nil {
		return false
	}
	m.Facts.IV, m.Facts.ICV, m.Facts.Verdict = wrong.opener.IVLen(), wrong.opener.ICVLen(), crypt.Bad
	m.Facts.Encr, m.Facts.Integ = wrong.esp.Encr, wrong.esp.Integ
	return true
}

// tell leaves on m what was in it.
func tell(p *dissect.Packet, m *esp.Packet, a *attempt, c *candidate) {
	f := &m.Facts
	f.IV, f.ICV, f.Verdict, f.Encr, f.Integ = c.opener.IVLen(), c.opener.ICVLen(), a.verdict, c.esp.Encr, c.esp.Integ
	f.Plain, f.Buf, f.Why = a.plain, uint8(len(p.Bufs)), uint8(Open)
	p.Bufs = append(p.Bufs, a.plain)
}
