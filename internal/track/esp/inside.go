package esp

import (
	"pktscope/dissect"
	"pktscope/dissect/esp"
	"pktscope/internal/track"
)

// Inside shows t those packets only of which something was inside ESP.
func Inside(t track.Tracker) track.Tracker { return inside{t} }

type inside struct{ track.Tracker }

func (t inside) Observe(e *dissect.Engine, p *dissect.Packet) {
	if len(p.Bufs) == 1 {
		return // nothing was decrypted or put together
	}
	for i := range p.Layers {
		if m, ok := p.Layers[i].Message.(*esp.Packet); ok && m.Facts.Plain != nil {
			t.Tracker.Observe(e, p)
			return
		}
	}
}
