package diagnose

import (
	"cmp"
	"iter"
	"net/netip"
	"slices"

	"github.com/pktscope/pktscope/internal/track/cleartext"
	"github.com/pktscope/pktscope/internal/track/tunnel"
)

// A pairKey is what pairs are told apart by.
type pairKey struct {
	src, dst netip.Addr
	iface    string
	inside   bool
}

func keyOf(p *cleartext.Pair) pairKey { return pairKey{p.Src, p.Dst, p.Interface, p.Inside} }

// reverse is the key of the other direction.
func (k pairKey) reverse() pairKey {
	k.src, k.dst = k.dst, k.src
	return k
}

// pairsOf are the pairs of t, by what they are told apart by and in the order of their
// first packets.
func pairsOf(t *cleartext.Tracker) (by map[pairKey]*cleartext.Pair, all []*cleartext.Pair) {
	by = map[pairKey]*cleartext.Pair{}
	for p := range t.Pairs() {
		all = append(all, &p)
		by[keyOf(&p)] = &p
	}
	slices.SortFunc(all, func(a, b *cleartext.Pair) int { return cmp.Compare(a.Frame, b.Frame) })
	return by, all
}

// sortPairs tells the pairs inside of tunnels from the others.
func (f *Facts) sortPairs() {
	f.outside = map[[2]netip.Addr][]*cleartext.Pair{}
	for _, p := range f.pairs {
		if p.Inside {
			f.within = append(f.within, p)
			continue
		}
		k := [2]netip.Addr{p.Src, p.Dst}
		f.outside[k] = append(f.outside[k], p)
	}
}

// inside yields the pairs within a direction of t that is decrypted, each with that of its
// answers or nil.
func (f *Facts) inside(t *tunnel.Tunnel, d *direction) iter.Seq2[*cleartext.Pair, *cleartext.Pair] {
	return func(yield func(p, back *cleartext.Pair) bool) {
		if d.decrypted == 0 {
			return
		}
		for _, p := range f.within {
			if !slices.ContainsFunc(d.sas, func(s *tunnel.SA) bool { return carries(s, p) }) {
				continue
			}
			if !yield(p, f.traffic[keyOf(p).reverse()]) {
				return
			}
		}
	}
}

// carries reports whether p is within s, as far as addresses tell.
func carries(s *tunnel.SA, p *cleartext.Pair) bool {
	in := s.Inner()
	return s.Interface == p.Interface && in.Src.Contains(p.Src) && in.Dst.Contains(p.Dst)
}
