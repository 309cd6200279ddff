package pipeline

import (
	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/track"
)

// An audience is Trackers, each with the protocols that it wants to be shown.
type audience []listener

type listener struct {
	track.Tracker
	to dissect.ProtoSet
}

func newAudience(trackers []track.Tracker, r *dissect.Registry) (a audience) {
	for _, t := range trackers {
		to := dissect.Every
		if s, ok := t.(track.Selective); ok {
			to = r.ProtoSet(s.Protos()...)
		}
		a = append(a, listener{t, to})
	}
	return a
}

// observe shows the packets of b to those who learn from several of them.
func (a audience) observe(e *dissect.Engine, b *batch) {
	if len(a) == 0 {
		return
	}
	for i := range b.frames {
		p := &b.packets[i]
		for k := range a {
			if t := &a[k]; p.MayHave(t.to) {
				t.Observe(e, p)
			}
		}
	}
}
