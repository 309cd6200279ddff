package browse

import (
	"cmp"
	"context"
	"io"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/session"
)

const (
	// around is how many packets before and behind the one that is asked for have their
	// details made on the way.
	around = 32
	// keptDetails are more than a pass makes for one packet.
	keptDetails = 4 * around
)

// details are those made last.
type details struct {
	mu      sync.Mutex
	last    []*Detail
	arrived chan struct{} // closed with the next one
}

func newDetails() *details { return &details{arrived: make(chan struct{})} }

// get returns the detail of a packet, nil if it is not at hand; arrived is closed when there
// is another one.
func (d *details) get(number uint64) (x *Detail, arrived <-chan struct{}) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, x := range d.last {
		if x.Number == number {
			return x, d.arrived
		}
	}
	return nil, d.arrived
}

func (d *details) put(x *Detail) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.last = slices.DeleteFunc(d.last, func(o *Detail) bool { return o.Number == x.Number })
	if len(d.last) == keptDetails {
		d.last = slices.Delete(d.last, 0, 1)
	}
	d.last = append(d.last, x)
	close(d.arrived)
	d.arrived = make(chan struct{})
}

// A walk is a pass that makes details. It stops behind the packets that were asked for,
// and goes on from there: who steps through the packets waits for the first one alone.
type walk struct {
	*detailer
	gate   *gate
	cancel context.CancelFunc
	ended  chan struct{}
	err    error // once it has ended
}

// newWalk begins a walk to a packet.
func (c *Capture) newWalk(number uint64) (*walk, error) {
	w := &walk{detailer: c.detailer(c.details, 0, 0), ended: make(chan struct{})}
	config, err := c.session.Again(session.OnDemand(w.detailer, nil, nil)...)
	if err != nil {
		return nil, err
	}
	w.gate = newGate(config.Source)
	config.Source, config.Format, config.Out = w.gate, w.detailer, io.Discard
	w.to(number)
	ctx, cancel := context.WithCancel(c.ctx)
	w.cancel = func() {
		cancel()
		w.gate.open(0, true)
	}
	go func() {
		w.err = c.pass(ctx, config)
		close(w.ended)
	}()
	return w, nil
}

// to has the walk go on to a packet.
func (w *walk) to(number uint64) {
	w.first.Store(max(number, around) - around)
	w.last.Store(number + around)
	w.gate.open(number+around, false)
}

// comes reports whether the detail of a packet, which is not at hand, is still to come.
func (w *walk) comes(number uint64) bool {
	select {
	case <-w.ended:
		return false
	default:
		return number > w.gate.passed() || w.Has(number)
	}
}

// Detail returns the true detail of a packet, by a pass up to it, which ctx stops. Progress
// counts the packets of that pass; it may be nil.
func (c *Capture) Detail(ctx context.Context, number uint64, progress *atomic.Uint64) (*Detail, error) {
	if d, _ := c.details.get(number); d != nil {
		return d, nil
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	w, err := c.walkTo(number)
	if err != nil {
		return nil, err
	}
	tick := time.NewTicker(changedEvery)
	defer tick.Stop()
	for {
		d, arrived := c.details.get(number)
		if d != nil {
			return d, nil
		}
		select {
		case <-ctx.Done():
			w.gate.close(number + around)
			return nil, ctx.Err()
		case <-w.ended:
			if d, _ := c.details.get(number); d != nil {
				return d, nil
			}
			return nil, cmp.Or(w.err, errNumber)
		case <-arrived:
		case <-tick.C:
			if progress != nil {
				progress.Store(w.gate.passed())
			}
		}
	}
}

// walkTo has the walk go to a packet: from where it is, or from the first packet.
func (c *Capture) walkTo(number uint64) (*walk, error) {
	c.walking.Lock()
	defer c.walking.Unlock()
	if w := c.walk; w != nil {
		if w.comes(number) {
			w.to(number)
			return w, nil
		}
		w.cancel()
		c.walk = nil
	}
	w, err := c.newWalk(number)
	if err == nil {
		c.walk = w
	}
	return w, err
}

// A gate is a source that gives the packets up to a number, and waits there.
type gate struct {
	capture.Source
	mu     sync.Mutex // over what follows
	moved  sync.Cond
	last   uint64 // up to which packets pass
	number uint64 // of the packet that has passed last
	ended  bool
}

func newGate(s capture.Source) *gate {
	g := &gate{Source: s}
	g.moved.L = &g.mu
	return g
}

// open lets the packets up to a number pass; ended ends the source.
func (g *gate) open(last uint64, ended bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.last, g.ended = last, g.ended || ended
	g.moved.Broadcast()
}

// close has the packets wait here that were let pass up to last, unless others were asked
// for since.
func (g *gate) close(last uint64) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.last == last {
		g.last = g.number
	}
}

// passed is the number of the packet that has passed last.
func (g *gate) passed() uint64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.number
}

// Next implements capture.Source.
func (g *gate) Next(p *capture.Packet) error {
	g.mu.Lock()
	for g.number >= g.last && !g.ended {
		g.moved.Wait()
	}
	ended := g.ended
	g.mu.Unlock()
	if ended {
		return io.EOF
	}
	err := g.Source.Next(p)
	if err == nil {
		g.mu.Lock()
		g.number = p.Number
		g.mu.Unlock()
	}
	return err
}

// Buffered reports whether the next packet is there without waiting.
func (g *gate) Buffered() bool {
	g.mu.Lock()
	waits := g.number >= g.last && !g.ended
	g.mu.Unlock()
	return !waits && capture.Buffered(g.Source)
}
