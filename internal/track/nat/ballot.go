package nat

import (
	"cmp"
	"slices"
)

// A Ballot is what the recognised packets of a Part say of the whole: which side is inside, and
// whether NATs keep the identification, which one Tracker of all packets decides by the first of
// them. Trackers of Parts are shown the packets twice: once for their Ballots.
type Ballot struct {
	// Exact and Loose are the votes for each of the Part's Links to be inside, by packets with the
	// same identification and with another.
	Exact, Loose []int64
	Fits         []Fit // the first maxFits packets
}

// A Fit is a packet that was recognised.
type Fit struct {
	At    int64 // Unix nanoseconds
	Frame uint64
	Exact bool // with the same identification
	Link  int  // that it votes for; -1: none
}

// maxFits is among how many packets it is looked for the moment from which on NATs are known to
// keep the identification.
const maxFits = 16 * sample

// Ballot is that of t's part, as far as it was shown.
func (t *Tracker) Ballot() Ballot { return t.ballot }

// cast notes a packet that was recognised as k, if that is of t's part.
func (t *Tracker) cast(from, to *flow, k *pair, s *datagram, exact bool) {
	if !t.owns(k) {
		return
	}
	b := &t.ballot
	fit := Fit{s.at, s.frame, exact, -1}
	if iface, ok := insideOf(from, to); ok {
		list := &b.Exact
		if !exact {
			list = &b.Loose
		}
		for len(*list) < len(t.links.list) {
			*list = append(*list, 0)
		}
		(*list)[iface]++
		fit.Link = int(iface)
	}
	if len(b.Fits) < maxFits {
		b.Fits = append(b.Fits, fit)
	}
}

// Join is the Ballot of both, whose frames are numbered alike.
func (b Ballot) Join(other Ballot) Ballot {
	fits := slices.Concat(b.Fits, other.Fits)
	slices.SortStableFunc(fits, func(x, y Fit) int { return cmp.Or(cmp.Compare(x.At, y.At), cmp.Compare(x.Frame, y.Frame)) })
	return Ballot{sum(b.Exact, other.Exact), sum(b.Loose, other.Loose), fits[:min(len(fits), maxFits)]}
}

// sum adds the votes of both.
func sum(a, b []int64) []int64 {
	if len(a) < len(b) {
		a, b = b, a
	}
	all := slices.Clone(a)
	for i, n := range b {
		all[i] += n
	}
	return all
}

// Kept is the moment, in Unix nanoseconds, from which on NATs are known to keep the identification;
// nil without.
func (b *Ballot) Kept() *int64 {
	for i := 0; i+sample <= len(b.Fits); i += sample {
		exact := 0
		for _, f := range b.Fits[i : i+sample] {
			if f.Exact {
				exact++
			}
		}
		if exact >= most {
			return &b.Fits[i+sample-1].At
		}
	}
	return nil
}

// Votes are those for each of the Links to be inside.
func (b *Ballot) Votes() []int64 {
	kept := b.Kept()
	if kept == nil {
		return sum(b.Exact, b.Loose)
	}
	votes := slices.Clone(b.Exact)
	for _, f := range b.Fits {
		if f.At > *kept || f.Exact || f.Link < 0 {
			continue
		}
		for len(votes) <= f.Link {
			votes = append(votes, 0)
		}
		votes[f.Link]++
	}
	return votes
}
