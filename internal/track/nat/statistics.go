package nat

import (
	"cmp"
	"net/netip"
	"slices"
	"time"
)

// Statistics are what "show ip nat statistics" tells beside an Account.
type Statistics struct {
	Active    int // at the moment that is told
	Inbound   int // of Active: begun from outside
	Expired   int
	Peak      int
	PeakAt    time.Time
	Protocols []ProtocolCount
	Pools     []Pool
	Timeouts  []Timeout
}

// A ProtocolCount is how many translations of a protocol there were.
type ProtocolCount struct {
	Protocol              uint8
	Active, Peak, Created int
}

// A Timeout is what was seen of how long a protocol's translations stand.
type Timeout struct {
	Protocol uint8
	// Alive is the longest pause after which a translation still stood.
	Alive time.Duration
	// Gone is the shortest after which a flow got another one; 0: never.
	Gone time.Duration
}

// Statistics counts the translations of a as of a moment.
func (a *Account) Statistics(at time.Time) Statistics {
	s := Statistics{Timeouts: a.timeouts()}
	all := a.spans(s.Timeouts)
	for i := range all {
		switch x := &all[i]; {
		case !x.until.After(at):
			s.Expired++
		case !x.First.After(at):
			s.Active++
			if x.Inbound {
				s.Inbound++
			}
		}
	}
	s.Peak, s.PeakAt = peak(all)
	for _, list := range group(all, func(x *span) uint8 { return x.Protocol }) {
		n := ProtocolCount{Protocol: list[0].Protocol, Created: len(list)}
		n.Peak, _ = peak(list)
		for i := range list {
			if list[i].until.After(at) && !list[i].First.After(at) {
				n.Active++
			}
		}
		s.Protocols = append(s.Protocols, n)
	}
	slices.SortFunc(s.Protocols, func(a, b ProtocolCount) int { return cmp.Compare(a.Protocol, b.Protocol) })
	s.Pools = pools(all)
	return s
}

// A span is a translation and when a translator may have forgotten it.
type span struct {
	*Translation
	until time.Time
}

// timeout is how long a translator keeps what is not used: what IOS does unless
// it is told otherwise (ip nat translation timeout), or less where that was
// seen.
func (t *Translation) timeout(seen []Timeout) time.Duration {
	d := 24 * time.Hour
	switch {
	case t.Protocol == TCP && t.Closed, t.Protocol == ICMP, t.Protocol == ICMPv6, t.Protocol == UDP && t.OutsideGlobal.Port() == 53:
		d = time.Minute
	case t.Protocol == UDP:
		d = 5 * time.Minute
	}
	for _, s := range seen {
		if s.Protocol == t.Protocol && s.Gone > 0 {
			d = min(d, s.Gone)
		}
	}
	return d
}

func (a *Account) spans(seen []Timeout) []span {
	all := make([]span, len(a.Translations))
	for i := range a.Translations {
		t := &a.Translations[i]
		all[i] = span{t, t.Last.Add(t.timeout(seen))}
	}
	return all
}

// group splits a list, in its order, by what key tells.
func group[K comparable](all []span, key func(*span) K) [][]span {
	index := map[K]int{}
	var out [][]span
	for i := range all {
		k := key(&all[i])
		n, ok := index[k]
		if !ok {
			n = len(out)
			index[k] = n
			out = append(out, nil)
		}
		out[n] = append(out[n], all[i])
	}
	return out
}

// peak is how many of a list there were at most at one time, and when first.
func peak(all []span) (most int, when time.Time) {
	ends := make([]time.Time, len(all))
	for i := range all {
		ends[i] = all[i].until
	}
	slices.SortFunc(ends, time.Time.Compare)
	gone := 0
	for i := range all { // they are in the order of their beginnings
		for gone < len(ends) && !ends[gone].After(all[i].First) {
			gone++
		}
		if n := i + 1 - gone; n > most {
			most, when = n, all[i].First
		}
	}
	return most, when
}

// timeouts are what pauses tell: within a translation it stood, between two of
// the same inside flow it was gone.
func (a *Account) timeouts() []Timeout {
	type key struct {
		protocol       uint8
		local, outside netip.AddrPort
	}
	last := map[key]*Translation{}
	by := map[uint8]*Timeout{}
	for i := range a.Translations {
		t := &a.Translations[i]
		s := by[t.Protocol]
		if s == nil {
			s = &Timeout{Protocol: t.Protocol}
			by[t.Protocol] = s
		}
		s.Alive = max(s.Alive, t.Idle)
		k := key{t.Protocol, t.InsideLocal, t.OutsideLocal}
		if b := last[k]; b != nil && !b.Closed && b.InsideGlobal != t.InsideGlobal {
			if gap := t.First.Sub(b.Last); gap > 0 && (s.Gone == 0 || gap < s.Gone) {
				s.Gone = gap
			}
		}
		last[k] = t
	}
	var out []Timeout
	for _, s := range by {
		out = append(out, *s)
	}
	slices.SortFunc(out, func(a, b Timeout) int { return cmp.Compare(a.Protocol, b.Protocol) })
	return out
}
