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

// needed are the trackers without the optional ones whose facts nothing shows.
func (r *run) needed(trackers []track.Tracker) []track.Tracker {
	return slices.DeleteFunc(slices.Clone(trackers), func(t track.Tracker) bool {
		o, ok := t.(track.Optional)
		return ok && !r.asks(o.Protos())
	})
}

// asks reports whether the output, the display filter or the tap may read fields of protos.
func (r *run) asks(protos []*field.Proto) bool {
	read := func(p *field.Proto) bool {
		return slices.Contains(protos, p) || p.Whole != nil && slices.Contains(protos, p.Whole)
	}
	return r.tree || r.Filter != nil && slices.ContainsFunc(r.Filter.Protos(), read) || r.Tap != nil && slices.ContainsFunc(r.Tap.Protos(), read)
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
