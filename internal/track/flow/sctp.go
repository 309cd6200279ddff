package flow

import "github.com/pktscope/pktscope/dissect/inet"

// chunks counts m's transmission sequence numbers from the first of its
// association.
func (t *Tracker) chunks(m *inet.SCTP) {
	k, from := endpoints(m.Src, m.Dst, m.SrcPort, m.DstPort)
	k.rest |= 1 << 32 // apart from TCP's
	e := t.streams.find(&k)
	if e == nil {
		e = t.streams.add(&k)
		e.val = stream{}
	}
	fwd, rev := &e.val.sides[from], &e.val.sides[1-from]
	fwd.sent = true
	e.answered = rev.sent
	if tsn, ok := m.FirstTSN(); ok && !fwd.based {
		fwd.based, fwd.base = true, tsn
	}
	m.Facts = inet.SCTPFacts{TSNBase: fwd.base, AckBase: rev.base}
}
