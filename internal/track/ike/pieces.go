package ike

import (
	"slices"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike/decrypt"
)

// pieces are the fragments of one message so far: RFC 7383, section 2.6.
type pieces struct {
	id    uint32
	from  Role
	total uint16
	have  int
	bytes int
	first isakmp.PayloadType
	list  []piece // by number, from 1
}

type piece struct {
	frame uint64
	bytes []byte // nil: not captured yet
}

// What is kept of messages in fragments: RFC 7296 has no message longer than a
// datagram.
const (
	maxPieces     = 4 // messages of an SA
	maxPieceBytes = 1 << 17
	maxPieceCount = 4096
)

// piece adds the fragment m, which was decrypted, and reassembles the message if no
// other is missing.
func (s *SA) piece(m *isakmp.Packet, from Role, o *observation) {
	plain := m.Facts.Decrypted.Plain
	if !decrypt.Padded(plain) || m.Fragment == 0 || m.Fragment > m.Fragments || m.Fragments > maxPieceCount {
		return
	}
	body := plain[:len(plain)-1-int(plain[len(plain)-1])]
	i := slices.IndexFunc(s.fragments, func(p pieces) bool { return p.id == m.MessageID && p.from == from })
	if i >= 0 && s.fragments[i].total < m.Fragments { // the sender cuts smaller: section 2.5.2
		s.dropPieces(i)
		i = -1
	}
	if i < 0 {
		if len(s.fragments) >= maxPieces {
			s.dropPieces(0)
		}
		s.fragments = append(s.fragments, pieces{id: m.MessageID, from: from, total: m.Fragments, list: make([]piece, m.Fragments)})
		i = len(s.fragments) - 1
	}
	p := &s.fragments[i]
	n := m.Fragment - 1
	if m.Fragments != p.total || p.list[n].frame != 0 || p.bytes+len(body) > maxPieceBytes {
		return
	}
	p.list[n] = piece{o.frame, slices.Clone(body)}
	p.have++
	p.bytes += len(body)
	if n == 0 {
		p.first = m.EncryptedFirst
	}
	if p.have < int(p.total) {
		return
	}
	whole := isakmp.Whole{Bytes: o.engine.Own(p.bytes)[:0], First: p.first}
	for _, x := range p.list {
		whole.Fragments = append(whole.Fragments, isakmp.Fragment{Frame: x.frame, Off: len(whole.Bytes), Len: len(x.bytes)})
		whole.Bytes = append(whole.Bytes, x.bytes...)
	}
	whole.Buf = uint8(len(o.packet.Bufs))
	o.packet.Bufs = append(o.packet.Bufs, whole.Bytes)
	m.Facts.Whole = whole
	s.dropPieces(i)
	o.again()
}

// dropPieces removes the i-th message in fragments.
func (s *SA) dropPieces(i int) {
	s.fragments = slices.Delete(s.fragments, i, i+1)
}
