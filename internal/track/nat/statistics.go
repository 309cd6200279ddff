package nat

import (
	"cmp"
	"slices"
	"time"
)

// Statistics are what "show ip nat statistics" prints beside an Account.
type Statistics struct {
	Active    int // at the moment asked for
	Inbound   int // of Active: with a first packet from outside
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

// A Timeout is how long a protocol's translations live without packets, as far as
// captured.
type Timeout struct {
	Protocol uint8
	// Alive is the longest pause that a translation survived.
	Alive time.Duration
	// Gone is the shortest pause after which a flow was translated anew; 0: none.
	Gone time.Duration
}

// Statistics counts the translations of a as of a moment.
func (a *Account) Statistics(at time.Time) Statistics {
	s := Statistics{Timeouts: a.timeouts()}
	all, now := a.spans(s.Timeouts), at.UnixNano()
	for i := range all {
		switch x := &all[i]; {
		case x.until <= now:
			s.Expired++
		case x.begin <= now:
			s.Active++
			if m := a.tracker.match(x.candidate); m.begunDown == x.low {
				s.Inbound++
			}
		}
	}
	s.Peak, s.PeakAt = peak(all)
	for protocol, list := range group(all, func(x *span) uint8 { return a.tracker.entry(x.candidate).Key.low.protocol }) {
		n := ProtocolCount{Protocol: protocol, Created: len(list)}
		n.Peak, _ = peak(list)
		for i := range list {
			if list[i].until > now && list[i].begin <= now {
				n.Active++
			}
		}
		s.Protocols = append(s.Protocols, n)
	}
	slices.SortFunc(s.Protocols, func(a, b ProtocolCount) int { return cmp.Compare(a.Protocol, b.Protocol) })
	s.Pools = a.tracker.pools(all)
	return s
}

// A span is a translation and its assumed end, in Unix nanoseconds.
type span struct {
	*candidate
	until int64
}

// timeout is how long a NAT keeps an unused translation: IOS's default (ip nat
// translation timeout), or less where that was captured.
func (t *Tracker) timeout(c *candidate, m *match, seen []Timeout) time.Duration {
	d := 24 * time.Hour
	_, out := t.sides(c)
	switch {
	case out.protocol == TCP && m.closing.closed(), out.pings(), out.protocol == UDP && out.dport == 53:
		d = time.Minute
	case out.protocol == UDP:
		d = 5 * time.Minute
	}
	for _, s := range seen {
		if s.Protocol == out.protocol && s.Gone > 0 {
			d = min(d, s.Gone)
		}
	}
	return d
}

func (a *Account) spans(seen []Timeout) []span {
	all := make([]span, len(a.translations))
	for i := range all {
		c := &a.translations[i]
		m := a.tracker.match(c)
		all[i] = span{c, m.last + int64(a.tracker.timeout(c, &m, seen))}
	}
	return all
}

// group splits a list by key, and keeps the order in each part.
func group[K comparable](all []span, key func(*span) K) map[K][]span {
	out := map[K][]span{}
	for i := range all {
		k := key(&all[i])
		out[k] = append(out[k], all[i])
	}
	return out
}

// peak is the most of a list at one time, and when that was first.
func peak(all []span) (most int, when time.Time) {
	ends := make([]int64, len(all))
	for i := range all {
		ends[i] = all[i].until
	}
	slices.Sort(ends)
	gone := 0
	for i := range all { // sorted by their beginnings
		for gone < len(ends) && ends[gone] <= all[i].begin {
			gone++
		}
		if n := i + 1 - gone; n > most {
			most, when = n, time.Unix(0, all[i].begin)
		}
	}
	return most, when
}

// timeouts are measured by pauses: a translation survived the pauses within it, and not
// the one before the next translation of the same inside flow.
func (a *Account) timeouts() []Timeout {
	last := map[flow]*candidate{}
	by := map[uint8]*Timeout{}
	for i := range a.translations {
		c := &a.translations[i]
		in, out := a.tracker.sides(c)
		m := a.tracker.match(c)
		s := by[in.protocol]
		if s == nil {
			s = &Timeout{Protocol: in.protocol}
			by[in.protocol] = s
		}
		s.Alive = max(s.Alive, time.Duration(m.idle))
		if !a.tracker.contested {
			continue // no flow has two translations
		}
		if b := last[in]; b != nil {
			before := a.tracker.match(b)
			_, was := a.tracker.sides(b)
			gap := time.Duration(m.first - before.last)
			if !before.closing.closed() && (was.src != out.src || was.sport != out.sport) && gap > 0 && (s.Gone == 0 || gap < s.Gone) {
				s.Gone = gap
			}
		}
		last[in] = c
	}
	var out []Timeout
	for _, s := range by {
		out = append(out, *s)
	}
	slices.SortFunc(out, func(a, b Timeout) int { return cmp.Compare(a.Protocol, b.Protocol) })
	return out
}
