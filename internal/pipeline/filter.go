package pipeline

import (
	"slices"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/frame"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/filter"
)

// A displayFilter decides which packets of a run are displayed.
type displayFilter struct {
	filter *filter.Filter    // nil: every packet is displayed
	fields *dissect.FieldSet // that the filter names
	eager  dissect.ProtoSet  // see run.eager
	heads  bool              // see readsHeads
	chain  bool              // a verdict depends on the previously displayed frame
	last   shown             // in the batches that have had their turn
}

// A shown is what the frames displayed so far leave to the next one.
type shown struct {
	time  field.Nanos // of the last one
	known bool        // it has one
	bytes uint64      // of the frames, on the wire
}

// add adds a displayed frame.
func (s *shown) add(f *capture.Packet) {
	s.bytes += uint64(f.WireLen)
	s.time, s.known = field.NanosOf(f.Time), f.HasTime
}

func newDisplayFilter(f *filter.Filter, r *dissect.Registry) displayFilter {
	d := displayFilter{filter: f}
	if f == nil {
		return d
	}
	protos := f.Protos()
	d.fields, d.heads = r.FieldSet(protos...), readsHeads(protos)
	d.chain = f.Uses("frame.time_delta_displayed") || f.Uses("_ws.col.cls_time")
	return d
}

// readsHeads reports whether fields of protos are read from the result of batch.head.
func readsHeads(protos []*field.Proto) bool {
	return slices.ContainsFunc(protos, func(p *field.Proto) bool {
		return p == frame.Proto || p == frame.CommentsProto || p == frame.ColumnsProto
	})
}

// eager returns the protocols that scan decodes in every packet: those that the
// filter, the trackers, the Tap and the Watchers read. The other layers of a hidden packet
// are never decoded, those of a displayed one before it is rendered.
func (r *run) eager(read dissect.ProtoSet) dissect.ProtoSet {
	d := &r.display
	protos := read
	if d.filter != nil {
		if d.fields.AsksFailure() || r.Decrypter != nil || r.tap.Tap != nil || len(r.Watchers) > 0 {
			return dissect.Every
		}
		protos = r.Registry.ProtoSet(d.filter.Protos()...)
	}
	for _, observed := range slices.Concat(r.trackers.protos, r.decryptedTrackers.protos) {
		protos |= observed
	}
	return protos
}

// follow passes the time of the last displayed packet on.
func (d *displayFilter) follow(e *dissect.Engine, b *batch) {
	b.previous = d.last
	if d.chain {
		d.match(e, b)
	}
	for i, hit := range b.hits {
		if hit {
			d.last.add(&b.frames[i])
		}
	}
}

// match sets b.hits. A tree is built only for packets whose headers do not
// decide.
func (d *displayFilter) match(e *dissect.Engine, b *batch) {
	if b.matcher == nil {
		b.matcher, b.hits = d.filter.Matcher(), make([]bool, 0, batchPackets)
	}
	b.hits = b.hits[:0]
	previous := b.previous
	for i := range b.frames {
		p := &b.packets[i]
		if d.heads {
			b.head(i)
		}
		hit, sure := b.matcher.Glance(p)
		if !sure {
			e.Complete(p)
			e.BuildFields(p, &b.tree, d.fields)
			hit = b.matcher.Match(p, &b.tree)
		}
		b.hits = append(b.hits, hit)
		b.advance(i)
	}
	b.previous = previous
}

// displays reports whether the i-th packet of b passed the display filter.
func (b *batch) displays(i int) bool { return b.hits == nil || b.hits[i] }

// advance makes the i-th frame the previously displayed one, if it is displayed.
func (b *batch) advance(i int) {
	switch {
	case b.hits == nil:
		b.previous.bytes += uint64(b.frames[i].WireLen) // the time is that of the frame before
	case b.hits[i]:
		b.previous.add(&b.frames[i])
	}
}
