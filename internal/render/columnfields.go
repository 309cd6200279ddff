package render

import (
	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/frame"
	"github.com/pktscope/pktscope/internal/filter"
)

// Fields are the declared fields, and the columns of packets, as display filters read
// them: _ws.col.info has the text that the Info column has with the same Names.
type Fields struct {
	*dissect.Registry
	Names *field.Names
	Time  TimeFormat
}

// Column implements filter.Columns.
func (f Fields) Column(name string) filter.Column {
	i := tableColumn(name)
	if i < 0 {
		return nil
	}
	o := &Options{Names: f.Names, Time: f.Time}
	return func(b []byte, p filter.Packet) []byte {
		packet, _ := p.(*dissect.Packet)
		if packet == nil {
			return b
		}
		head, _ := packet.Head.(*frame.Frame)
		if head == nil {
			return b
		}
		return o.appendColumn(b, &Row{Packet: packet, Frame: head}, i)
	}
}
