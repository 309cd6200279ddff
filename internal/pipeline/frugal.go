package pipeline

import (
	"slices"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/track"
)

// A reading is what the consumers of a run read of its packets.
type reading struct {
	protos  dissect.ProtoSet
	depth   track.Depth
	skipped dissect.ProtoSet // those of trackers that are left out
}

// readAll is all that there is to read.
var readAll = reading{protos: dissect.Every, depth: track.Contents}

// reading is what the Tap and the Watchers read where nothing else reads anything:
// packets are neither printed, filtered nor decrypted.
func (c *Config) reading() (all reading) {
	if c.Format != nil || c.Filter != nil || c.Decrypter != nil || c.Learn || c.Tap == nil && len(c.Watchers) == 0 {
		return readAll
	}
	consumers := make([]any, 0, len(c.Watchers)+1)
	for _, w := range c.Watchers {
		consumers = append(consumers, w)
	}
	if c.Tap != nil {
		consumers = append(consumers, c.Tap)
	}
	for _, x := range consumers {
		var protos []*field.Proto
		depth, ok := track.Contents, false
		if frugal, is := x.(track.Frugal); is {
			protos, depth, ok = frugal.Reads()
		}
		if !ok {
			return readAll
		}
		all.protos |= c.Registry.ProtoSet(protos...)
		all.depth = max(all.depth, depth)
	}
	return all
}

// without leaves out the trackers that do nothing for the readers, and the protocols whose
// messages these trackers put together.
func (r *reading) without(trackers []track.Tracker, of *dissect.Registry) []track.Tracker {
	return slices.DeleteFunc(slices.Clone(trackers), func(t track.Tracker) bool {
		deep, ok := t.(track.Deep)
		if !ok || deep.Depth() <= r.depth {
			return false
		}
		if d, ok := t.(track.Detailed); ok {
			r.skipped |= of.ProtoSet(d.Detailed()...)
		}
		return true
	})
}
