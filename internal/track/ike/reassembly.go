package ike

import (
	"slices"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike/decrypt"
)

// A reassembly is one message of which some fragments are there: RFC 7383, section 2.6.
type reassembly struct {
	id    uint32
	from  Role
	total uint16
	have  int
	bytes int
	first isakmp.PayloadType
	list  []fragment // by number, from 1
}

type fragment struct {
	frame uint64
	bytes []byte // nil: not captured yet
}

// What is kept of messages in fragments: RFC 7296 has no message longer than a
// datagram.
const (
	maxReassemblies    = 4 // messages of an SA
	maxReassemblyBytes = 1 << 17
	maxFragments       = 4096
)

// addFragment adds the fragment m, which was decrypted, and reassembles the message if no
// other is missing.
func (s *SA) addFragment(m *isakmp.Packet, from Role, o *observation) {
	plain := m.Facts.Decrypted.Plain
	if !decrypt.Padded(plain) || m.Fragment == 0 || m.Fragment > m.Fragments || m.Fragments > maxFragments {
		return
	}
	body := plain[:len(plain)-1-int(plain[len(plain)-1])]
	i := slices.IndexFunc(s.reassemblies, func(p reassembly) bool { return p.id == m.MessageID && p.from == from })
	if i >= 0 && s.reassemblies[i].total < m.Fragments { // the sender cuts smaller: section 2.5.2
		s.dropReassembly(i)
		i = -1
	}
	if i < 0 {
		if len(s.reassemblies) >= maxReassemblies {
			s.dropReassembly(0)
		}
		s.reassemblies = append(s.reassemblies, reassembly{id: m.MessageID, from: from, total: m.Fragments, list: make([]fragment, m.Fragments)})
		i = len(s.reassemblies) - 1
	}
	p := &s.reassemblies[i]
	n := m.Fragment - 1
	if m.Fragments != p.total || p.list[n].frame != 0 || p.bytes+len(body) > maxReassemblyBytes {
		return
	}
	p.list[n] = fragment{o.frame, slices.Clone(body)}
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
	s.dropReassembly(i)
	o.again()
}

// dropReassembly removes the i-th message in fragments.
func (s *SA) dropReassembly(i int) {
	s.reassemblies = slices.Delete(s.reassemblies, i, i+1)
}
