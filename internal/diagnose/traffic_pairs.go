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

// addPairs adds the pairs of t, in the order of their first packets.
func (f *Facts) addPairs(t *cleartext.Tracker) {
	for p := range t.Pairs() {
		f.pairs = append(f.pairs, &p)
	}
	slices.SortFunc(f.pairs, func(a, b *cleartext.Pair) int { return cmp.Compare(a.Frame, b.Frame) })
	for _, p := range f.pairs {
		if p.Inside {
			f.within = append(f.within, p)
		}
	}
}

// pair is the pair that k tells from the others, nil without one.
func (f *Facts) pair(k pairKey) *cleartext.Pair {
	if f.byKey == nil {
		f.byKey = map[pairKey]*cleartext.Pair{}
		for _, p := range f.pairs {
			f.byKey[keyOf(p)] = p
		}
	}
	return f.byKey[k]
}

// outside are the pairs from one address to another that are not inside of tunnels.
func (f *Facts) outside(from, to netip.Addr) []*cleartext.Pair {
	if f.apart == nil {
		f.apart = map[[2]netip.Addr][]*cleartext.Pair{}
		for _, p := range f.pairs {
			if k := [2]netip.Addr{p.Src, p.Dst}; !p.Inside {
				f.apart[k] = append(f.apart[k], p)
			}
		}
	}
	return f.apart[[2]netip.Addr{from, to}]
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
			if !yield(p, f.pair(keyOf(p).reverse())) {
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
