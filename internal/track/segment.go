package track

import (
	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/inet"
)

// Segment finds the first segment of TCP in p that no ICMP error quotes: m, layer i. m is
// nil where there is none.
func Segment(p *dissect.Packet) (i int, m *inet.TCP) {
	for i := range p.Layers {
		l := &p.Layers[i]
		if l.Quoted {
			break // so are the layers behind it
		}
		if m, ok := l.Message.(*inet.TCP); ok {
			return i, m
		}
	}
	return -1, nil
}

// Ahead is how many bytes seq is ahead of next, less than 0 where it is behind: RFC 9293,
// section 3.4. It has 64 bits, as half of the sequence space behind has no opposite in 32.
func Ahead(seq, next uint32) int64 { return int64(int32(seq - next)) }

// Direction tells the two directions of a stream apart: it is 0 or 1.
func Direction(m *inet.TCP) int {
	if m.SrcPort > m.DstPort || m.SrcPort == m.DstPort && m.Dst.Less(m.Src) {
		return 1
	}
	return 0
}
