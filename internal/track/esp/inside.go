package esp

import (
	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/track"
)

// Inside is t, which observes only packets with a decrypted ESP packet in them.
func Inside(t track.Tracker) track.Tracker { return inside{t} }

// Outside is t, which observes only other packets.
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

// decrypted reports whether an ESP packet in p is decrypted.
func decrypted(p *dissect.Packet) bool {
	if len(p.Bufs) == 1 {
		return false // nothing was decrypted or reassembled
	}
	for i := range p.Layers {
		if m, ok := p.Layers[i].Message.(*esp.Packet); ok && m.Facts.Plain != nil {
			return true
		}
	}
	return false
}
