package esp

import (
	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/track/bounded"
)

// A Numbers compares the sequence number of each ESP packet with the numbers before it
// in the SA, for the packet's detail. It is a track.Tracker. The counts of an SA
// are the Tracker's.
type Numbers struct {
	table *bounded.Table[Key, numbers]
}

// numbers are the sequence numbers of one SA so far.
type numbers struct {
	Sequence
	last  uint32 // of the packet before
	frame uint64 // its frame
}

// maxNumbers bounds how many SAs a Numbers follows: some 50 MiB.
const maxNumbers = 1 << 17

// NewNumbers makes a Numbers.
func NewNumbers() *Numbers { return &Numbers{bounded.New[Key, numbers](maxNumbers)} }

// NumberFields names the fields that tell what Numbers finds.
func NumberFields() []string {
	return []string{
		"esp.sequence-analysis.expected-sn", "esp.sequence-analysis.wrong-sequence-number", "esp.sequence-analysis.previous-frame",
		"pktscope.esp.order", "pktscope.esp.gap",
		"_ws.expert", "_ws.expert.message", "_ws.expert.severity", "_ws.expert.group",
	}
}

// Protos implements track.Selective.
func (*Numbers) Protos() []*field.Proto { return []*field.Proto{esp.Proto} }

// Observe implements track.Tracker.
func (t *Numbers) Observe(_ *dissect.Engine, p *dissect.Packet) {
	for i := range p.Layers {
		l := &p.Layers[i]
		if l.Quoted {
			return
		}
		if m, ok := l.Message.(*esp.Packet); ok && m.Data != nil {
			path := pathOf(p, i)
			t.number(p.Number, m, Key{SPI: m.SPI, Dst: path.dst, Group: path.group(), Ports: path.ports, Encap: path.encap})
		}
	}
}

// number leaves the comparison on m, of SA k.
func (t *Numbers) number(frame uint64, m *esp.Packet, k Key) {
	e := t.table.Find(k)
	if e == nil {
		e = t.table.Add(k)
	} else {
		t.table.Promote(e)
	}
	n := &e.Value
	f := &m.Facts.Sequence
	f.Expected, f.Previous = n.last+1, n.frame
	f.Order, f.Gap = n.add(m.Seq)
	n.last, n.frame = m.Seq, frame
}
