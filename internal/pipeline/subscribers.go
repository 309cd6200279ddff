package pipeline

import (
	"slices"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/track"
)

// subscribers are Trackers, each with the protocols whose packets it observes.
type subscribers []subscriber

type subscriber struct {
	track.Tracker
	protos dissect.ProtoSet
}

func subscribe(trackers []track.Tracker, r *dissect.Registry) (s subscribers) {
	for _, t := range trackers {
		protos := dissect.Every
		if selective, ok := t.(track.Selective); ok {
			protos = r.ProtoSet(selective.Protos()...)
		}
		s = append(s, subscriber{t, protos})
	}
	return s
}

// detail tells the trackers whose protocols' fields the run reads.
func (r *run) detail() {
	var asked []*field.Proto
	if r.Filter != nil {
		asked = append(asked, r.Filter.Protos()...)
	}
	if r.Tap != nil {
		asked = append(asked, r.Tap.Protos()...)
	}
	for _, w := range r.Watchers {
		if reader, ok := w.(interface{ Protos() []*field.Proto }); ok {
			asked = append(asked, reader.Protos()...)
		}
	}
	for _, t := range slices.Concat(r.Trackers, r.DecryptedTrackers) {
		d, ok := t.(track.Detailed)
		if ok && (r.tree || slices.ContainsFunc(d.Detailed(), func(p *field.Proto) bool { return slices.Contains(asked, p) })) {
			d.Detail()
		}
	}
}

// observe feeds the packets of b to the trackers. A packet goes through all of
// them before the next one does, as each may build on the facts of those before it.
func (s subscribers) observe(e *dissect.Engine, b *batch) {
	if len(s) == 0 {
		return
	}
	for i := range b.frames {
		p := &b.packets[i]
		for k := range s {
			if t := &s[k]; p.MayHave(t.protos) {
				t.Observe(e, p)
			}
		}
	}
}
