package nat

import (
	"cmp"
	"slices"
)

// An Account is what a Tracker has found out. Lists are by their first packets.
type Account struct {
	Translations []Translation
	Untranslated []Conversation
	Leaks        []Leak
	Doubtful     int      // translations that were left out
	Interfaces   []string // all of them
	Inside       []string
	Outside      []string
	Counts
	EvictedTranslations uint64 // for want of room
	EvictedFlows        uint64
	EvictedPackets      uint64 // that could not wait for the other side as long as they should
}

// Account tells what t has found out so far.
func (t *Tracker) Account(said Inside) *Account {
	all := t.settle(said)
	a := &Account{Counts: t.counts, EvictedTranslations: t.pairs.Evicted, EvictedFlows: t.flows.Evicted, EvictedPackets: t.exact.evicted}
	for i := range all {
		c := &all[i]
		switch {
		case c.doubtful:
			a.Doubtful++
		case c.changed():
			a.Translations = append(a.Translations, c.Translation)
			a.Inside, a.Outside = with(a.Inside, c.Inside), with(a.Outside, c.Outside)
		}
	}
	slices.SortFunc(a.Translations, func(a, b Translation) int {
		return cmp.Or(a.First.Compare(b.First), cmp.Compare(a.Frame, b.Frame))
	})
	for i := range t.links.list {
		a.Interfaces = append(a.Interfaces, t.links.list[i].name)
	}
	j := t.judge(all)
	a.Untranslated = j.untranslated()
	a.Leaks = j.leaks()
	return a
}

// with appends what is not there.
func with(list []string, s string) []string {
	if !slices.Contains(list, s) {
		list = append(list, s)
	}
	return list
}

// A candidate is a pair that may be a translation.
type candidate struct {
	*pair
	*match
	Translation
	in, out    flow // as they go out
	confidence float64
	doubtful   bool
}

// sure is the least confidence of a translation that is told.
const sure = 0.5

// settle tells what pairs are, and which of them are likely none: too little
// speaks for them, or more for another one.
func (t *Tracker) settle(said Inside) []candidate {
	all := make([]candidate, 0, t.pairs.Len())
	for e := range t.pairs.All() {
		c := candidate{pair: &e.Key, match: &e.Value, Translation: t.translation(&e.Key, &e.Value, said)}
		c.in, c.out, _ = t.sides(c.pair, said)
		c.confidence = c.Confidence()
		c.doubtful = c.confidence < sure
		all = append(all, c)
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Compare(b.confidence, a.confidence) })
	rivals(all, func(c *candidate) (one, other flow) { return c.in, c.out })
	rivals(all, func(c *candidate) (one, other flow) { return c.out, c.in })
	return all
}

// rivals doubts of two candidates that make different things of one flow at one
// time that for which less speaks. A flow that was translated anew, after its
// translation had timed out, is at another time.
func rivals(all []candidate, sides func(*candidate) (one, other flow)) {
	type key struct {
		flow
		iface uint16
	}
	best := map[key]*candidate{}
	for i := range all {
		c := &all[i]
		one, other := sides(c)
		k := key{one, other.iface}
		b := best[k]
		if b == nil {
			best[k] = c
			continue
		}
		if c.match.first <= b.match.last && b.match.first <= c.match.last && c.confidence < b.confidence {
			c.doubtful = true
		}
	}
}
