package pipeline

import (
	"slices"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/frame"
	"github.com/pktscope/pktscope/internal/track"
)

// A tap is the Tap of a run.
type tap struct {
	track.Tap                   // nil: nothing is counted
	part      *dissect.FieldSet // whose fields it looks at
	heads     bool              // it looks at what is known of a frame beside its bytes
}

// looks is what was seen of a batch's packets for the Tap to count.
type looks struct {
	looker track.Looker
	fields func() *field.Tree
	packet *dissect.Packet // in hand
	built  bool            // its tree is
	seen   []byte
	ends   []int // in seen, by packet
}

func newTap(t track.Tap, r *dissect.Registry) tap {
	if t == nil {
		return tap{}
	}
	protos := t.Protos()
	heads := slices.Contains(protos, frame.Proto) || slices.Contains(protos, frame.CommentsProto)
	return tap{Tap: t, part: r.FieldSet(protos...), heads: heads}
}

// look has the packets of b looked at, if what is to be counted needs it.
func (r *run) look(e *dissect.Engine, b *batch) {
	l := &b.looks
	if r.tap.Tap == nil {
		return
	}
	if l.fields == nil {
		l.looker = r.tap.Looker()
		l.fields = func() *field.Tree {
			if !l.built {
				e.BuildFields(l.packet, &b.tree, r.tap.part)
				l.built = true
			}
			return &b.tree
		}
	}
	l.seen, l.ends = l.seen[:0], l.ends[:0]
	if l.looker == nil {
		return
	}
	clock, last := b.clock, b.shown
	for i := range b.frames {
		l.packet, l.built = &b.packets[i], false
		if r.tap.heads {
			b.head(i)
		}
		l.seen = l.looker.Look(l.seen, l.packet, l.fields)
		l.ends = append(l.ends, len(l.seen))
		b.display(i)
	}
	b.clock, b.shown = clock, last
}

// count has the first n packets of b counted.
func (r *run) count(b *batch, n int) {
	if r.tap.Tap == nil {
		return
	}
	from := 0
	for i := range b.packets[:n] {
		var seen []byte
		if b.looks.looker != nil {
			seen = b.looks.seen[from:b.looks.ends[i]]
			from = b.looks.ends[i]
		}
		r.tap.Count(&b.packets[i], seen)
	}
}
