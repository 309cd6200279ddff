package flow

import (
	"encoding/binary"

	"pktscope/dissect/inet"
)

// Messages of DG's Gryphon protocol: eight bytes of header hold the length of
// what follows, which fills up words. Only where a message that goes on in
// later segments ends is remembered, none of its bytes.
const (
	gryphonPort   = 7000
	gryphonHeader = 8
)

// A pdu is a Gryphon message that goes on.
type pdu struct {
	until uint32 // the sequence number behind it
	open  bool
}

// part says what m holds of a message that is longer than a segment.
func (s *side) part(m *inet.TCP) inet.TCPPart {
	if m.SrcPort != gryphonPort && m.DstPort != gryphonPort {
		return inet.PartNone
	}
	if m.Len == 0 || len(m.Data) < m.Len || m.Flags&(inet.FlagSYN|inet.FlagRST) != 0 {
		return inet.PartNone
	}
	data, whole := m.Data, false
	if p := s.pdu; p.open {
		left := int32(p.until - m.Seq)
		if left > int32(len(data)) {
			return inet.PartSegment
		}
		s.pdu = pdu{}
		data, whole = data[max(left, 0):], left > 0
	}
	for len(data) > 0 {
		n := gryphonHeader
		if len(data) >= n {
			n += (int(binary.BigEndian.Uint16(data[4:])) + 3) &^ 3
		}
		if n > len(data) {
			s.pdu = pdu{until: m.Seq + uint32(len(m.Data)-len(data)+n), open: true}
			break
		}
		data, whole = data[n:], true
	}
	if whole || !s.pdu.open {
		return inet.PartNone // the row is that of the message that ends here
	}
	return inet.PartSegment
}
