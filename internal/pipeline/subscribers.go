package pipeline

import (
	"math/bits"
	"slices"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/track"
)

// subscribers are Trackers, each with the protocols whose packets it observes.
type subscribers struct {
	trackers []track.Tracker
	protos   []dissect.ProtoSet // of each
	known    [1 << knownBits]audience
}

// An audience is who observes the packets of a set of protocols, a bit for each Tracker.
// Most packets have one of a few sets.
type audience struct {
	protos  dissect.ProtoSet
	members uint64
}

const knownBits = 5

// subscribe makes subscribers of at most 64 trackers.
func subscribe(trackers []track.Tracker, r *dissect.Registry) (s subscribers) {
	for _, t := range trackers {
		protos := dissect.Every
		if selective, ok := t.(track.Selective); ok {
			protos = r.ProtoSet(selective.Protos()...)
		}
		s.trackers, s.protos = append(s.trackers, t), append(s.protos, protos)
	}
	return s
}

// of returns who observes a packet of protos.
func (s *subscribers) of(protos dissect.ProtoSet) uint64 {
	const golden = 0x9e3779b97f4a7c15
	a := &s.known[uint64(protos)*golden>>(64-knownBits)]
	if a.protos != protos {
		*a = audience{protos: protos}
		for k, set := range s.protos {
			if protos&set != 0 {
				a.members |= 1 << k
			}
		}
	}
	return a.members
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
	all := r.tree || slices.Contains(asked, field.ExpertProto) // whose fields stand below any protocol's
	for _, t := range slices.Concat(r.Trackers, r.DecryptedTrackers) {
		d, ok := t.(track.Detailed)
		if ok && (all || slices.ContainsFunc(d.Detailed(), func(p *field.Proto) bool { return slices.Contains(asked, p) })) {
			d.Detail()
		}
	}
}

// observe feeds the packets of b to the trackers. A packet goes through all of
// them before the next one does, as each may build on the facts of those before it.
func (s *subscribers) observe(e *dissect.Engine, b *batch) {
	for i := range b.frames {
		p := &b.packets[i]
		protos := p.Protos()
		for members := s.of(protos); members != 0; {
			k := bits.TrailingZeros64(members)
			members &= members - 1
			s.trackers[k].Observe(e, p)
			if now := p.Protos(); now != protos { // of layers that the tracker has added
				protos, members = now, s.of(now)>>k>>1<<k<<1
			}
		}
	}
}
