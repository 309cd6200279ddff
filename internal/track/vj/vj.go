// Package vj restores the IP packets in which Van Jacobson's compression has put the
// number of a connection in place of the protocol: RFC 1144, section 3.2.3.
package vj

import (
	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/link"
)

// A Tracker is a track.Tracker.
type Tracker struct{}

// New makes a Tracker.
func New() Tracker { return Tracker{} }

// Protos implements track.Selective.
func (Tracker) Protos() []*field.Proto { return []*field.Proto{link.VJProto} }

const (
	protocolAt = 9 // in the IPv4 header
	headerLen  = 20
	tcp        = 6
)

// Observe implements track.Tracker.
func (Tracker) Observe(e *dissect.Engine, p *dissect.Packet) {
	i := len(p.Layers) - 1 // no layer is behind it
	if i < 0 || p.Layers[i].Quoted {
		return
	}
	m, ok := p.Layers[i].Message.(*link.VJ)
	if !ok || !m.Uncompressed() || m.Facts.Restored || p.Err != nil {
		return
	}
	if s := p.Layers[i].Span; s.End < s.Wire || len(m.Data) < headerLen || m.Data[0]>>4 != 4 {
		return
	}
	buf := e.Own(len(m.Data))
	copy(buf, m.Data)
	buf[protocolAt] = tcp
	m.Facts.Restored = true
	e.Continue(p, i, buf)
}
