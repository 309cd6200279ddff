package esp_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/labtest"
	esptrack "github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/frag"
)

const pcaps = "../../../fixtures/pcaps"

// frames calls f with every packet of a capture, taken apart, put together and
// decrypted with s, which may be nil, as the pipeline does.
func frames(t testing.TB, name string, s *esptrack.Store, f func(e *dissect.Engine, p *dissect.Packet)) {
	t.Helper()
	r := labtest.Registry(t)
	arena := dissect.NewArena(r)
	e := dissect.NewEngine(r)
	e.Use(arena)
	fragments := frag.New(frag.DefaultLimits)
	for c := range labtest.Packets(t, name) {
		var p dissect.Packet
		p.Number, p.Time, p.Wire, p.Interface = c.Number, c.Time, c.WireLen, c.Iface.Label()
		if s != nil {
			e.DecryptWith(s)
		}
		e.Dissect(&p, uint32(c.Link), c.Data, c.WireLen)
		e.DecryptWith(nil)
		fragments.Observe(e, &p)
		if s != nil {
			e.DecryptWith(s)
			s.Retry(e, &p)
		}
		f(e, &p)
		arena.Reset()
	}
}
