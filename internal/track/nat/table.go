package nat

import (
	"cmp"
	"net/netip"
	"slices"
	"time"
)

// Inside says which side is inside, where the user does.
type Inside struct {
	Interface string       // or a file's name
	Prefix    netip.Prefix // of the inside network
}

// inside reports whether the interface low of a pair is the inside one.
func (t *Tracker) inside(k *pair, said Inside) bool {
	switch {
	case said.Interface != "":
		return t.ifaces[k.low] == said.Interface
	case said.Prefix.IsValid():
		return said.Prefix.Contains(k.flowLow.Src.Addr()) || said.Prefix.Contains(k.flowHigh.Src.Addr()) && k.low == k.high
	case k.low == k.high:
		return true
	case t.votes[k.low] != t.votes[k.high]:
		return t.votes[k.low] > t.votes[k.high]
	}
	return private(k.flowLow.Src.Addr()) || !private(k.flowHigh.Dst.Addr())
}

// Translations are the translations that were recognised, those too in which
// nothing was changed, by their first packets.
func (t *Tracker) Translations(said Inside) []Translation {
	var out []Translation
	for e := range t.pairs.All() {
		out = append(out, t.translation(&e.Key, &e.Value, said))
	}
	slices.SortFunc(out, func(a, b Translation) int {
		return cmp.Or(a.First.Compare(b.First), cmp.Compare(a.FirstFrame, b.FirstFrame))
	})
	return out
}

func (t *Tracker) translation(k *pair, m *match, said Inside) Translation {
	out := Translation{
		First: time.Unix(0, m.first), Last: time.Unix(0, m.last), FirstFrame: m.frame, Bytes: m.bytes,
		Evidence: m.evidence, Tunnelled: m.tunnelled > 0, Hairpin: k.low == k.high,
	}
	in, outside := k.flowLow, k.flowHigh
	out.Inside, out.Outside, out.Out, out.In = t.ifaces[k.low], t.ifaces[k.high], m.up, m.down
	if !t.inside(k, said) {
		in, outside = k.flowHigh.Reverse(), k.flowLow.Reverse()
		out.Inside, out.Outside, out.Out, out.In = out.Outside, out.Inside, m.down, m.up
	}
	out.Key = Key{Protocol: in.Protocol, InsideLocal: in.Src, OutsideLocal: in.Dst, InsideGlobal: outside.Src, OutsideGlobal: outside.Dst}
	return out
}

// Evicted is how many translations and conversations were forgotten for want of
// room: those of which only one packet or one side was seen go first.
func (t *Tracker) Evicted() (translations, flows, packets uint64) {
	return t.pairs.Evicted, t.flows.Evicted, t.wait.evicted
}

// Interfaces are those on which packets were seen.
func (t *Tracker) Interfaces() []string { return slices.Clone(t.ifaces) }
