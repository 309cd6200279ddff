package nat

import (
	"cmp"
	"iter"
	"net/netip"
	"slices"

	"github.com/pktscope/pktscope/internal/track/bounded"
)

// An Account is the result of a Tracker, valid until the next packet.
type Account struct {
	Doubtful   int      // translations that were left out: see sure
	Interfaces []string // all of them
	Inside     []string
	Outside    []string
	Counts
	EvictedTranslations uint64 // for want of room
	EvictedFlows        uint64
	EvictedPackets      uint64 // pending ones, before the window was over

	inside       Inside // that it was asked for
	tracker      *Tracker
	translations []candidate // in their order
	classifier   *classifier
	untranslated []bounded.Ref // in their order; nil: not asked for yet
}

// Evicted counts the translations, flows and pending packets that there was no room for.
func (t *Tracker) Evicted() (translations, flows, packets uint64) {
	return t.pairs.Evicted, t.flows.Evicted, t.exact.evicted
}

// Account is the result so far. It is made once for as many as ask for it.
func (t *Tracker) Account(inside Inside) *Account {
	if t.account == nil || t.account.inside != inside {
		t.account = t.newAccount(inside)
	}
	return t.account
}

func (t *Tracker) newAccount(inside Inside) *Account {
	a := &Account{
		inside: inside, tracker: t, Counts: t.counts, EvictedTranslations: t.pairs.Evicted, EvictedFlows: t.flows.Evicted, EvictedPackets: t.exact.evicted,
	}
	j := newClassifier(t)
	a.translations = slices.DeleteFunc(t.candidates(inside), func(c candidate) bool {
		p := t.addresses.pair(&t.entry(&c).Key)
		switch {
		case !t.owns(&p):
		case c.doubtful:
			if p.changed() {
				a.Doubtful++
			}
			j.addDoubtful(&c)
		case c.again:
			j.addTranslation(&c)
		case p.changed():
			j.addTranslation(&c)
			return false
		}
		return true
	})
	slices.SortFunc(a.translations, func(a, b candidate) int {
		if a.first != b.first {
			return cmp.Compare(a.first, b.first)
		}
		return cmp.Compare(t.match(&a).frame, t.match(&b).frame)
	})
	for i := range t.links.list {
		name := t.links.list[i].name
		a.Interfaces = append(a.Interfaces, name)
		if j.inside[uint16(i)] {
			a.Inside = append(a.Inside, name)
		}
		if j.outside[uint16(i)] {
			a.Outside = append(a.Outside, name)
		}
	}
	a.classifier = j
	return a
}

// Leaks are the leaks, by their first packets.
func (a *Account) Leaks() []Leak { return a.classifier.leaks() }

// Globals are the inside global addresses of the translations, in no order.
func (a *Account) Globals() iter.Seq[netip.Addr] {
	return func(yield func(netip.Addr) bool) {
		for global := range a.classifier.global {
			if !yield(global.netip()) {
				return
			}
		}
	}
}

// Len is the number of translations.
func (a *Account) Len() int { return len(a.translations) }

// Translations are the translations, by their first packets. One is valid until the next.
func (a *Account) Translations() iter.Seq[*Translation] {
	return func(yield func(*Translation) bool) {
		var x Translation
		for i := range a.translations {
			x = a.tracker.translation(&a.translations[i])
			if !yield(&x) {
				return
			}
		}
	}
}

// Untranslated are the conversations that were not translated, by their first
// packets.
func (a *Account) Untranslated() iter.Seq[*Conversation] {
	return func(yield func(*Conversation) bool) {
		if a.untranslated == nil {
			a.untranslated = a.classifier.inOrder(a.classifier.untranslated(a.inside))
		}
		for _, r := range a.untranslated {
			c := a.classifier.conversation(a.tracker.flows.In(r))
			if !yield(&c) {
				return
			}
		}
	}
}

// Reasons counts the conversations that were not translated, by Reason.
func (a *Account) Reasons() (counts [Reasons]int) {
	for e := range a.classifier.untranslated(a.inside) {
		counts[a.classifier.reason(e)]++
	}
	return counts
}

// A candidate is a pair that may be a translation.
type candidate struct {
	first    int64 // when its first packet was captured, in Unix nanoseconds
	at       bounded.Ref
	low      bool // the lower interface is the inside one
	doubtful bool
	again    bool // another one has the same flows, between other interfaces
}

// entry is that of the pair.
func (t *Tracker) entry(c *candidate) *pairEntry { return t.pairs.In(c.at) }

// match is that of the pair.
func (t *Tracker) match(c *candidate) match { return t.loadMatch(t.entry(c)) }

// confidence is how sure it is.
func (t *Tracker) confidence(c *candidate) float32 {
	m := t.match(c)
	return float32(m.confidence())
}

// sure is the least confidence of a translation in an Account.
const sure = 0.5

// sides are the inside and the outside flow, both outbound.
func (t *Tracker) sides(c *candidate) (in, out flow) {
	p := t.addresses.pair(&t.entry(c).Key)
	if c.low {
		return p.low, p.high
	}
	return p.high.reverse(), p.low.reverse()
}

// candidates are all pairs, doubtful the pairs that are likely no translation: the
// evidence is too little, or there is more for another pair.
func (t *Tracker) candidates(inside Inside) []candidate {
	all := make([]candidate, 0, t.pairs.Len())
	for e := range t.pairs.All() {
		m, p := t.loadMatch(e), t.addresses.pair(&e.Key)
		all = append(all, candidate{first: m.first, at: e.Ref(), low: t.lowInside(&p, inside), doubtful: float32(m.confidence()) < sure})
	}
	if t.contested {
		t.rivals(all, t.sides)
		t.rivals(all, func(c *candidate) (one, other flow) { other, one = t.sides(c); return one, other })
	}
	if len(t.links.list) > 2 {
		t.merge(all)
	}
	return all
}

// merge marks all but one of the candidates that are one translation, captured on several
// interfaces of a side: a bridge and its ports, or a capture of one of them and of all. The one with
// most packets is left.
func (t *Tracker) merge(all []candidate) {
	best := map[[2]flow]*candidate{}
	packets := func(c *candidate) uint64 { m := t.match(c); return m.up + m.down }
	for i := range all {
		c := &all[i]
		if c.doubtful {
			continue
		}
		in, out := t.sides(c)
		in.iface, out.iface = 0, 0
		k := [2]flow{in, out}
		if back := [2]flow{out.reverse(), in.reverse()}; best[back] != nil { // sent back: either host is inside
			k = back
		}
		switch b := best[k]; {
		case in == out:
		case b == nil:
			best[k] = c
		case packets(c) > packets(b):
			best[k], b.again = c, true
		default:
			c.again = true
		}
	}
}

// rivals marks the less likely of two candidates as doubtful where both translate
// one flow at one time. A translation after the timeout of another is at another
// time.
func (t *Tracker) rivals(all []candidate, sides func(*candidate) (one, other flow)) {
	type key struct {
		flow
		iface uint16
	}
	best := map[key]*candidate{}
	for i := range all {
		c := &all[i]
		one, other := sides(c)
		k := key{one, other.iface}
		if b := best[k]; b == nil || t.confidence(c) > t.confidence(b) {
			best[k] = c
		}
	}
	for i := range all {
		c := &all[i]
		one, other := sides(c)
		b := best[key{one, other.iface}]
		if b == c {
			continue
		}
		if t.confidence(c) < t.confidence(b) {
			x, y := t.match(c), t.match(b)
			c.doubtful = c.doubtful || x.first <= y.last && y.first <= x.last
		}
	}
}
