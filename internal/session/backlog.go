package session

import (
	"fmt"
	"io"
	"slices"
	"sync/atomic"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/track"
	"github.com/pktscope/pktscope/internal/track/esp"
)

// A backlog looks ahead in a source that cannot be read twice, for the keys of
// ESP: a packet whose SA has no key yet is held back for a while, with all packets
// behind it, since the message of IKE that names its SPI may follow.
type backlog struct {
	capture.Source
	store    *esp.Store
	engine   *dissect.Engine
	arena    *dissect.Arena
	trackers []track.Tracker          // that derive keys
	limit    int                      // bytes that are held back at most
	patience time.Duration            // the longest wait for another packet
	idle     func(time.Duration) bool // waits for another packet, and reports whether it is there

	queue  []held
	bytes  int
	since  time.Time          // when the first of the queue began to wait
	passed map[esp.Key]uint64 // packets that were passed on without a key, by SA
	late   atomic.Uint64      // how many of them had a key later
}

// A held packet is one that waits, or an error in its place.
type held struct {
	capture.Packet
	err     error
	missing esp.Key // an SA of the packet that has no key; the zero Key: none
}

const (
	backlogBytes    = 16 << 20
	backlogPatience = 250 * time.Millisecond
	heldCost        = 256     // what it takes to hold a packet, beside its bytes
	maxPassed       = 1 << 14 // SAs whose packets passed on without a key are counted
)

// newBacklog looks ahead in source. The trackers derive keys and put them into the
// store.
func newBacklog(source capture.Source, store *esp.Store, registry *dissect.Registry, trackers []track.Tracker) *backlog {
	b := &backlog{
		Source: source, store: store, engine: dissect.NewEngine(registry), arena: dissect.NewArena(registry), trackers: trackers,
		limit: backlogBytes, patience: backlogPatience, passed: map[esp.Key]uint64{},
	}
	b.engine.Use(b.arena)
	b.idle = b.poll
	return b
}

// Next implements capture.Source.
func (b *backlog) Next(p *capture.Packet) error {
	for {
		if len(b.queue) > 0 && !b.waits() {
			return b.pop(p)
		}
		err := b.Source.Next(p)
		if err == io.EOF && len(b.queue) == 0 {
			return err
		}
		if err == io.EOF {
			b.limit = 0 // nothing follows that the rest could wait for
			continue
		}
		var missing esp.Key
		if err == nil {
			missing = b.observe(p)
		}
		if len(b.queue) == 0 && (missing == esp.Key{} || b.limit == 0) {
			return err
		}
		b.hold(p, err, missing)
	}
}

// waits reports whether the first packet of the queue goes on waiting.
func (b *backlog) waits() bool {
	h := &b.queue[0]
	if h.missing == (esp.Key{}) || b.store.Knows(h.missing) {
		return false
	}
	if b.bytes <= b.limit && b.more() {
		return true
	}
	if len(b.passed) < maxPassed {
		b.passed[h.missing]++
	}
	return false
}

// more waits for another packet, up to the backlog's patience, and reports whether
// it is there.
func (b *backlog) more() bool {
	return b.Buffered() || b.idle(b.patience-time.Since(b.since))
}

// Buffered reports whether a packet is there without waiting. Packets that are
// held back do not count.
func (b *backlog) Buffered() bool { return capture.Buffered(b.Source) }

// poll waits for d at most, and reports whether a packet is there.
func (b *backlog) poll(d time.Duration) bool {
	const step = 2 * time.Millisecond
	for until := time.Now().Add(d); time.Now().Before(until); time.Sleep(step) {
		if b.Buffered() {
			return true
		}
	}
	return false
}

// hold puts a packet at the end of the queue.
func (b *backlog) hold(p *capture.Packet, err error, missing esp.Key) {
	h := held{Packet: *p, err: err, missing: missing}
	h.Data = slices.Clone(p.Data)
	if len(b.queue) == 0 {
		b.since = time.Now()
	}
	b.queue = append(b.queue, h)
	b.bytes += heldCost + len(h.Data)
}

// pop takes the first packet off the queue.
func (b *backlog) pop(p *capture.Packet) error {
	h := b.queue[0]
	b.queue[0] = held{}
	b.queue = b.queue[1:]
	b.bytes -= heldCost + len(h.Data)
	b.since = time.Now()
	*p = h.Packet
	return h.err
}

// observe shows a packet to the trackers, and returns an SA of the packet that has
// no key.
func (b *backlog) observe(f *capture.Packet) esp.Key {
	b.arena.Reset()
	var p dissect.Packet
	p.Number, p.Time, p.Wire, p.Interface = f.Number, f.Time, f.WireLen, f.Iface.Label()
	b.engine.Dissect(&p, uint32(f.Link), f.Data, f.WireLen)
	for _, t := range b.trackers {
		t.Observe(b.engine, &p)
	}
	return b.store.Missing(&p)
}

// derived stores a key, and counts the packets for which it comes too late.
func (b *backlog) derived(e *keys.ESP) {
	for k, n := range b.passed {
		if e.SPI.Fits(k.SPI) {
			b.late.Add(n)
			delete(b.passed, k)
		}
	}
	b.store.Add(e)
}

// writeLate writes how many packets were passed on before their key was known.
func (b *backlog) writeLate(w io.Writer) {
	if n := b.late.Load(); n > 0 {
		fmt.Fprintf(w, "pktscope: %s could not be decrypted: the IKE message with their SPI came more than %d MiB or %v after them; read a file instead\n",
			render.Plural(n, "ESP packet", "ESP packets"), backlogBytes>>20, backlogPatience)
	}
}
