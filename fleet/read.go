package fleet

import (
	"sync"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/capture"
)

// A heads is a source whose packets can be told the heads of again, when they have been
// dissected: watchers see all of them, in their order.
type heads struct {
	capture.Source
	capture int
	clock   clock
	moments moments

	mu    sync.Mutex // over queue: one goroutine reads, another watches
	queue []Frame    // without Data
}

// Next implements capture.Source.
func (h *heads) Next(p *capture.Packet) error {
	if err := h.Source.Next(p); err != nil {
		return err
	}
	p.InFile = p.Number
	f := Frame{
		Capture: h.capture, Number: p.Number, At: h.clock.at(p), Time: p.Time, HasTime: p.HasTime, Outbound: p.Outbound(),
		Wire: p.WireLen, Link: p.Link, FCS: p.FCSLen(), Iface: p.Iface.Label(), Digits: p.Iface.Digits,
	}
	h.moments.note(p.Number, &f)
	h.mu.Lock()
	h.queue = append(h.queue, f)
	h.mu.Unlock()
	return nil
}

// next is the frame of a packet, the one behind that of the last call.
func (h *heads) next(p *dissect.Packet) Frame {
	h.mu.Lock()
	f := h.queue[0]
	h.queue = h.queue[1:]
	h.mu.Unlock()
	f.Data = p.Bufs[0]
	return f
}
