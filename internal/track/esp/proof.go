package esp

import (
	"sync"
	"sync/atomic"
)

// A proof is which candidate has opened a packet of an SA, proven by an ICV.
type proof struct {
	*candidate
	esn   bool          // the sequence numbers are extended
	first uint64        // the one that was proven first
	high  atomic.Uint64 // the highest so far
}

// proofs are those of all SAs, in parts that each have a lock of their own.
type proofs struct {
	parts [1 << partBits]struct {
		sync.RWMutex
		proven   map[Key]*proof
		searched map[Key]int // how often the high half of its numbers was looked for
	}
	count atomic.Int64
}

const (
	partBits = 6
	// maxProofs bounds how many SAs are remembered as proven; those behind it
	// try their candidates for every packet.
	maxProofs = 1 << 20
	// maxSearches bounds how many packets of an SA are tried with every high
	// half that is likely.
	maxSearches = 8
)

// spread makes of an SPI a number of so many bits.
func spread(spi uint32, bits int) uint32 { return spi * 0x9e3779b1 >> (32 - bits) }

// find is what was proven of k, nil before. w remembers it.
func (s *proofs) find(w *worker, k Key) *proof {
	r := &w.recent[spread(k.SPI, recentBits)]
	if r.key == k && r.proof != nil {
		return r.proof
	}
	p := s.peek(k)
	if p != nil {
		r.key, r.proof = k, p
	}
	return p
}

// peek is find for one who will not ask again.
func (s *proofs) peek(k Key) *proof {
	part := &s.parts[spread(k.SPI, partBits)]
	part.RLock()
	defer part.RUnlock()
	return part.proven[k]
}

// prove remembers that c opens the packets of k: in the place of what did
// before, where an SPI is used again.
func (s *proofs) prove(w *worker, k Key, c *candidate, esn bool, high uint64) {
	p := &proof{candidate: c, esn: esn, first: high}
	p.high.Store(high)
	part := &s.parts[spread(k.SPI, partBits)]
	part.Lock()
	defer part.Unlock()
	if part.proven == nil {
		part.proven = map[Key]*proof{}
	}
	old, have := part.proven[k]
	switch {
	case have && old.candidate == c && old.esn == esn:
		p = old // another worker was first
	case !have && s.count.Load() >= maxProofs:
		return
	case !have:
		s.count.Add(1)
	}
	part.proven[k] = p
	r := &w.recent[spread(k.SPI, recentBits)]
	r.key, r.proof = k, p
}

// search reports whether one more packet of k may be tried with many high
// halves, and counts it.
func (s *proofs) search(k Key) bool {
	part := &s.parts[spread(k.SPI, partBits)]
	part.Lock()
	defer part.Unlock()
	if part.searched == nil {
		part.searched = map[Key]int{}
	}
	n := part.searched[k]
	if n >= maxSearches || len(part.searched) >= maxProofs>>partBits {
		return false
	}
	part.searched[k] = n + 1
	return true
}
