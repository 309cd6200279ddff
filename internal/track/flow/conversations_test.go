package flow_test

import (
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/track/flow"
)

// TestConversationsAreBounded shows more conversations than are kept: a packet of one
// that was forgotten begins another, and the others keep their numbers.
func TestConversationsAreBounded(t *testing.T) {
	e := dissect.NewEngine(labtest.Registry(t))
	arena := dissect.NewArena(labtest.Registry(t))
	e.Use(arena)
	track := flow.NewConversations()
	p := dissect.Packet{Time: time.Unix(1700000000, 0)}
	see := func(n int) (number, packet uint32) {
		arena.Reset()
		p.Number++
		data := ip(17, 1, 10+byte(n>>16), []byte{byte(n >> 8), byte(n), 0, 2, 0, 8, 0, 0})
		e.Dissect(&p, 101, data, len(data))
		track.Observe(e, &p)
		c := p.Layers[len(p.Layers)-1].Conversation
		return c.Number, c.Packet
	}
	const many = 1 << 18 // four times as many as are kept
	for n := range many {
		if number, packet := see(n); packet != 1 || number != uint32(n) {
			t.Fatalf("conversation %d: number %d, packet %d", n, number, packet)
		}
	}
	if number, packet := see(many - 1); number != many-1 || packet != 2 {
		t.Errorf("the last one again: number %d, packet %d", number, packet)
	}
	if number, packet := see(0); number != many || packet != 1 {
		t.Errorf("the first one again: number %d, packet %d", number, packet)
	}
}
