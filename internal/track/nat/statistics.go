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
	l, now := a.lifetimes(s.Timeouts), at.UnixNano()
	for i := range l.all {
		switch x := &l.all[i]; {
		case l.until[i] <= now:
			s.Expired++
		case x.first <= now:
			s.Active++
			if m := a.tracker.match(x); m.begunDown == x.low {
				s.Inbound++
			}
		}
	}
	s.Peak, s.PeakAt = l.peak(nil)
	for protocol, list := range group(l.all, func(c *candidate) uint8 { return a.tracker.entry(c).Key.low.protocol }) {
		n := ProtocolCount{Protocol: protocol, Created: len(list)}
		n.Peak, _ = l.peak(list)
		for _, i := range list {
			if l.until[i] > now && l.all[i].first <= now {
				n.Active++
			}
		}
		s.Protocols = append(s.Protocols, n)
	}
	slices.SortFunc(s.Protocols, func(a, b ProtocolCount) int { return cmp.Compare(a.Protocol, b.Protocol) })
	s.Pools = l.pools()
	return s
}

// The lifetimes of translations, which are in the order of their beginnings.
type lifetimes struct {
	*Tracker
	all   []candidate
	until []int64 // their assumed ends, in Unix nanoseconds
	ends  []int64 // scratch of peak
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

func (a *Account) lifetimes(seen []Timeout) lifetimes {
	l := lifetimes{Tracker: a.tracker, all: a.translations, until: make([]int64, len(a.translations)), ends: make([]int64, 0, len(a.translations))}
	for i := range l.all {
		m := a.tracker.match(&l.all[i])
		l.until[i] = m.last + int64(a.tracker.timeout(&l.all[i], &m, seen))
	}
	return l
}

// group splits a list by key: where the parts' items are in it, in their order.
func group[K comparable](all []candidate, key func(*candidate) K) map[K][]uint32 {
	out := map[K][]uint32{}
	var last *[]uint32 // of the item before, which mostly has the same key
	var of K
	parts := map[K]*[]uint32{}
	for i := range all {
		k := key(&all[i])
		if last == nil || k != of {
			if of, last = k, parts[k]; last == nil {
				last = new([]uint32)
				parts[k] = last
			}
		}
		*last = append(*last, uint32(i))
	}
	for k, part := range parts {
		out[k] = *part
	}
	return out
}

// peak is the most of some translations at one time, and when that was first. nil are all.
func (l *lifetimes) peak(some []uint32) (most int, when time.Time) {
	n := len(some)
	if some == nil {
		n = len(l.all)
	}
	at := func(i int) int {
		if some == nil {
			return i
		}
		return int(some[i])
	}
	l.ends = l.ends[:0]
	for i := range n {
		l.ends = append(l.ends, l.until[at(i)])
	}
	slices.Sort(l.ends)
	gone := 0
	for i := range n {
		begin := l.all[at(i)].first
		for gone < n && l.ends[gone] <= begin {
			gone++
		}
		if x := i + 1 - gone; x > most {
			most, when = x, time.Unix(0, begin)
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
