package pipeline

import (
	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/track"
)

// A tap is the Tap of a run with the fields that its Lookers read.
type tap struct {
	track.Tap                   // nil: no statistics
	fields    *dissect.FieldSet // of the Tap's Protos
	heads     bool              // see readsHeads
}

// samples are what a Looker recorded of a batch's packets for the Tap to count.
type samples struct {
	looker track.Looker
	fields func() *field.Tree
	engine *dissect.Engine // of the worker that has the batch
	packet *dissect.Packet // that looker is at
	built  bool            // the tree of packet
	bytes  []byte
	ends   []int // in bytes, one a packet
}

func newTap(t track.Tap, r *dissect.Registry) tap {
	if t == nil {
		return tap{}
	}
	protos := t.Protos()
	return tap{Tap: t, fields: r.FieldSet(protos...), heads: readsHeads(protos)}
}

// sample has the Looker record what the Tap counts. It runs in any order, so that
// in the turn of write only sums are left to do.
func (r *run) sample(e *dissect.Engine, b *batch) {
	s := &b.samples
	if s.fields == nil {
		s.looker = r.tap.Looker()
		s.fields = func() *field.Tree {
			if !s.built {
				s.engine.BuildFields(s.packet, &b.tree, r.tap.fields)
				s.built = true
			}
			return &b.tree
		}
	}
	s.engine, s.bytes, s.ends = e, s.bytes[:0], s.ends[:0]
	if s.looker == nil {
		return
	}
	clock, previous := b.clock, b.previous
	for i := range b.frames {
		s.packet, s.built = &b.packets[i], false
		if r.tap.heads {
			b.head(i)
		}
		s.bytes = s.looker.Look(s.bytes, s.packet, s.fields)
		s.ends = append(s.ends, len(s.bytes))
		b.advance(i)
	}
	b.clock, b.previous = clock, previous
}

// count feeds the first n packets of b and their samples to the Tap.
func (r *run) count(b *batch, n int) {
	if r.tap.Tap == nil {
		return
	}
	from := 0
	for i := range b.packets[:n] {
		var sample []byte
		if b.samples.looker != nil {
			sample = b.samples.bytes[from:b.samples.ends[i]]
			from = b.samples.ends[i]
		}
		r.tap.Count(&b.packets[i], sample)
	}
}
