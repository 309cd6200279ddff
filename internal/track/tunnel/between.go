package tunnel

import (
	"slices"

	"github.com/pktscope/pktscope/internal/track/ike"
)

// A between has the tunnels between two endpoints: peers may have as many as there are
// pairs of selectors.
type between struct {
	first   *Tunnel
	open    *Tunnel              // whose traffic is not known: every SA fits it
	byTwins map[string][]*Tunnel // those with each pair of sets of selectors
}

// file adds t, by what is known of its traffic. No tunnel is made while there is an open
// one, which every SA fits.
func (b *between) file(t *Tunnel) {
	if b.first == nil {
		b.first = t
	}
	if t.idents == nil {
		b.open = t
		return
	}
	if b.byTwins == nil {
		b.byTwins = map[string][]*Tunnel{}
	}
	if k := twins(t.idents.local, t.idents.remote); !slices.Contains(b.byTwins[k], t) {
		b.byTwins[k] = append(b.byTwins[k], t)
	}
}

// find returns the first tunnel that s fits, nil if there is none.
func (b *between) find(s *SA) *Tunnel {
	src, dst := s.selectors()
	if b.first == nil || len(src) == 0 {
		return b.first
	}
	for _, t := range b.byTwins[twins(src, dst)] {
		if t.fits(s) && (b.open == nil || t.order < b.open.order) {
			return t
		}
	}
	return b.open
}

// fits reports whether the selectors of s, which is between t's peers, are those
// of t, where both are known.
func (t *Tunnel) fits(s *SA) bool {
	local, remote := t.selectorsOf(s)
	return len(local) == 0 || t.idents == nil || sameSet(local, t.idents.local) && sameSet(remote, t.idents.remote)
}

// sameSet reports whether two lists of selectors are one set: their order has no
// meaning (RFC 7296, section 2.9).
func sameSet(a, b []ike.Selector) bool {
	within := func(a, b []ike.Selector) bool {
		return !slices.ContainsFunc(a, func(s ike.Selector) bool { return !slices.Contains(b, s) })
	}
	return within(a, b) && within(b, a)
}

// twins returns what two sets of selectors have in common with the same sets in another
// order, and with those in each other's place.
func twins(a, b []ike.Selector) string {
	x, y := ike.SelectorSet(a), ike.SelectorSet(b)
	if y < x {
		x, y = y, x
	}
	return x + "|" + y
}
