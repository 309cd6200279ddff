package esp

import (
	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/track"
)

// Inside shows t those packets only of which something was inside ESP.
func Inside(t track.Tracker) track.Tracker { return inside{t} }

// Outside shows t the others.
func Outside(t track.Tracker) track.Tracker {
	if s, ok := t.(track.Selective); ok {
		return selective{outside{t}, s.Protos()}
	}
	return outside{t}
}

type (
	inside    struct{ track.Tracker }
	outside   struct{ track.Tracker }
	selective struct {
		outside
		protos []*field.Proto
	}
)

// Protos implements track.Selective.
func (t selective) Protos() []*field.Proto { return t.protos }

// Protos implements track.Selective.
func (inside) Protos() []*field.Proto { return []*field.Proto{esp.Proto} }

func (t inside) Observe(e *dissect.Engine, p *dissect.Packet) {
	if decrypted(p) {
		t.Tracker.Observe(e, p)
	}
}

func (t outside) Observe(e *dissect.Engine, p *dissect.Packet) {
	if !decrypted(p) {
		t.Tracker.Observe(e, p)
	}
}

// decrypted reports whether something in p was inside ESP.
func decrypted(p *dissect.Packet) bool {
	if len(p.Bufs) == 1 {
		return false // nothing was decrypted or put together
	}
	for i := range p.Layers {
		if m, ok := p.Layers[i].Message.(*esp.Packet); ok && m.Facts.Plain != nil {
			return true
		}
	}
	return false
}
