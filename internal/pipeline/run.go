package pipeline

import (
	"context"
	"io"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/filter"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/track"
)

// A Config says what a Run works on.
type Config struct {
	Source   capture.Source
	Registry *dissect.Registry
	Trackers []track.Tracker // fed in the order of the capture
	Opener   track.Opener    // opens packets behind Trackers; may be nil
	Inner    []track.Tracker // as Trackers, behind Opener
	Filter   *filter.Filter  // what is displayed, saved and watched; nil: everything
	Watchers []track.Watcher // fed in the order of the capture, with what is displayed
	Tap      track.Tap       // counts every packet, displayed or not; may be nil
	Save     Sink            // nil: save nothing
	Format   render.Format   // nil: print nothing
	Out      io.Writer
	Count    uint64         // stop after so many packets; 0: at the source's end
	Each     bool           // write every packet's row as soon as it is there
	Workers  int            // 0: one for every core
	Packets  *atomic.Uint64 // counts the packets as they are read; may be nil
}

// A Result is what a Run did.
type Result struct {
	Packets uint64
	// Displayed is how many of them were printed.
	Displayed uint64
	// Read is what the source could not read. All packets that it could
	// were written.
	Read []error
	// Write is why the output, or what was to be saved, could not be written.
	Write error
}

// A Sink saves packets. Gather is called by whoever holds the source, after it
// was read; Save in the order of the capture. The two may be called at once.
type Sink interface {
	Gather()
	// Save ends the run with an error; capture.ErrSaved is none.
	Save(*capture.Packet) error
}

// A run is the state of one Run; workers share it.
type run struct {
	Config
	ctx              context.Context
	tree             bool // the format wants a tree
	reading          sync.Mutex
	source           clock
	batches          atomic.Uint64
	ended            bool
	trackers, within audience // of Trackers and Inner
	order            *turn
	inner            *turn
	sieve            sieve
	tap              tap
	settle           *turn
	mu               sync.Mutex // over result
	result           Result
	rows             bool // there was a row, so a separator goes before the next
	out              []byte
	stop             atomic.Bool
	halt             chan struct{} // closed with stop
	copied           atomic.Uint64 // batches that have not gone through the stages
}

// Run takes every packet of c.Source to c.Out and returns when the last is
// written, when ctx is done, or when c.Out takes no more.
func Run(ctx context.Context, c Config) Result {
	r := &run{Config: c, ctx: ctx, order: newTurn(), inner: newTurn(), settle: newTurn(), halt: make(chan struct{})}
	r.tree = c.Format != nil && c.Format.NeedsTree()
	r.sieve = newSieve(c.Filter, c.Registry)
	r.tap = newTap(c.Tap, c.Registry)
	r.trackers, r.within = newAudience(c.Trackers, c.Registry), newAudience(c.Inner, c.Registry)
	r.sieve.asked = r.asked()
	if r.Packets == nil {
		r.Packets = new(atomic.Uint64)
	}
	workers := c.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	if c.Format != nil {
		r.out = c.Format.AppendBegin(make([]byte, 0, 2*writeBytes))
		r.flush()
	}
	var working sync.WaitGroup
	if c.Format == nil && c.Save != nil && c.Filter == nil && c.Tap == nil && len(c.Watchers) == 0 {
		working.Go(r.copy)
		workers = 0
	}
	for range workers {
		working.Go(r.work)
	}
	done := make(chan struct{})
	go func() {
		working.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-ctx.Done():
		r.drain(done)
	case <-r.halt:
		r.drain(done)
	}
	if c.Format != nil {
		r.out = c.Format.AppendEnd(r.out)
		r.flush()
	}
	return r.outcome()
}

// drain waits for what has been read to be written. It does not wait for a
// worker that waits for the next packet, which may never come.
func (r *run) drain(done chan struct{}) {
	const pause = 10 * time.Millisecond
	for {
		select {
		case <-done:
			return
		case <-time.After(pause):
			if r.settle.passed()+r.copied.Load() == r.batches.Load() {
				return
			}
		}
	}
}

func (r *run) outcome() Result {
	r.mu.Lock()
	defer r.mu.Unlock()
	result := r.result
	result.Packets = r.Packets.Load()
	return result
}

// work takes one batch after another through the stages.
func (r *run) work() {
	e := dissect.NewEngine(r.Registry)
	b := newBatch(r.Registry)
	e.Use(b.arena)
	e.Defer(r.sieve.asked)
	for r.read(b) {
		e.DecryptWith(r.opener())
		r.scan(e, b)
		e.DecryptWith(nil) // in order's turn nobody deciphers
		r.order.wait(b.number)
		r.trackers.observe(e, b)
		r.order.pass()
		r.decrypt(e, b)
		r.sift(e, b)
		r.look(e, b)
		r.open(e, b)
		r.settle.wait(b.number)
		r.finish(b)
		r.settle.pass()
	}
}

// opener opens packets while they are taken apart, nil where nothing does.
func (r *run) opener() dissect.Decrypter {
	if r.Opener == nil {
		return nil
	}
	return r.Opener
}

// scan takes the packets apart: no state, no tree.
func (r *run) scan(e *dissect.Engine, b *batch) {
	for i := range b.frames {
		f, p := &b.frames[i], &b.packets[i]
		p.Number, p.Time, p.Digits, p.Wire, p.Interface, p.Head = f.Number, f.Time, f.Iface.Digits, f.WireLen, b.label(f.Iface), &b.frame
		e.Dissect(p, uint32(f.Link), f.Data, f.WireLen)
	}
}

// decrypt opens the packets that are still shut; who follows what is in them
// needs order once more.
func (r *run) decrypt(e *dissect.Engine, b *batch) {
	if r.Opener != nil {
		e.DecryptWith(r.opener())
		for i := range b.frames {
			r.Opener.Open(e, &b.packets[i])
		}
	}
	if len(r.Inner) > 0 {
		r.inner.wait(b.number)
		r.within.observe(e, b)
		r.inner.pass()
	}
}

// open builds the trees that the format wants, and the rows.
func (r *run) open(e *dissect.Engine, b *batch) {
	if r.Format == nil {
		return
	}
	separator := r.Format.Separator()
	row := &b.row
	for i := range b.frames {
		if !b.displays(i) {
			b.pass(i)
			b.ends = append(b.ends, len(b.out))
			continue
		}
		row.Packet, row.Frame = &b.packets[i], b.head(i)
		if r.sieve.filter != nil {
			e.Complete(row.Packet)
		}
		if r.tree {
			e.Build(row.Packet, &b.tree)
			row.Tree = &b.tree
		}
		if separator != "" && len(b.out) > 0 {
			b.out = append(b.out, separator...)
		}
		b.out = r.Format.AppendRow(b.out, row)
		b.display(i)
		b.ends = append(b.ends, len(b.out))
	}
}
