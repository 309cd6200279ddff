package esp

import (
	"pktscope/dissect"
	"pktscope/dissect/esp"
	"pktscope/internal/crypt"
	"pktscope/internal/keys"
)

// Open implements track.Opener: it opens the ESP packets in p, those within
// others too.
func (s *Store) Open(e *dissect.Engine, p *dissect.Packet) {
	var w where
	for i := 0; i < len(p.Layers); i++ {
		l := &p.Layers[i]
		if l.Quoted {
			return
		}
		m, ok := l.Message.(*esp.Packet)
		if !ok {
			w.see(l.Message)
			continue
		}
		if m.Data == nil || m.Facts.Plain != nil {
			continue
		}
		if len(p.Bufs) >= maxBuffers {
			return
		}
		work := s.scratch.Get().(*work)
		s.open(e, p, i, m, &w, work)
		s.scratch.Put(work)
	}
}

// maxBuffers bounds how much one packet may hold enciphered in itself.
const maxBuffers = 16

// open opens layer i of p.
func (s *Store) open(e *dissect.Engine, p *dissect.Packet, i int, m *esp.Packet, w *where, work *work) {
	k := Key{SPI: m.SPI, Dst: w.dst, Encap: w.encap}
	if len(m.Data) < m.Wire {
		m.Facts.Why = uint8(Cut)
		return
	}
	span := p.Layers[i].Span
	packet := p.Bufs[span.Buf][span.Off : span.Off+headerSize+m.Wire]
	a := attempt{packet: packet, seq: m.Seq, room: e.Own(len(packet)), work: work, why: NoKey}
	if pr := s.proof(k); pr != nil && a.again(pr) {
		s.tell(e, p, i, m, &a, pr.candidate)
		return
	}
	s.mu.RLock()
	work.list = s.ring.AppendESP(work.list[:0], m.SPI, w.src, w.dst, w.encap)
	s.mu.RUnlock()
	var first *candidate
	for _, found := range work.list {
		c, fit := s.candidate(found.ESP), found.Fit
		if c.err != nil {
			a.why = max(a.why, WrongKey)
			continue
		}
		if a.try(c, fit == keys.Fits && !c.esp.Guessed) {
			if a.verdict == crypt.Good {
				s.prove(k, c, a.esn, a.number)
			}
			s.tell(e, p, i, m, &a, c)
			return
		}
		if first == nil {
			first = c
		}
	}
	m.Facts.Why = uint8(a.why)
	if first != nil && a.why == WrongICV {
		m.Facts.IV, m.Facts.ICV, m.Facts.Verdict = first.opener.IVLen(), first.opener.ICVLen(), crypt.Bad
		m.Facts.Encr, m.Facts.Integ = first.esp.Encr, first.esp.Integ
		e.Again(p, i)
	}
}

// tell leaves the facts on m and goes on with what was in it.
func (s *Store) tell(e *dissect.Engine, p *dissect.Packet, i int, m *esp.Packet, a *attempt, c *candidate) {
	m.Facts = esp.Facts{
		IV: c.opener.IVLen(), ICV: c.opener.ICVLen(), Verdict: a.verdict, Encr: c.esp.Encr, Integ: c.esp.Integ,
		Plain: a.plain, Buf: uint8(len(p.Bufs)),
	}
	p.Bufs = append(p.Bufs, a.plain)
	e.Again(p, i)
}
