package esp

import (
	"sync"
	"sync/atomic"

	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/ipsec"
)

// A proof is the candidate that has decrypted packets of an SA.
type proof struct {
	*candidate
	unverified bool         // there is no key for the ICV: each packet's form counts
	sure       atomic.Bool  // a right ICV is enough from now on
	bits       atomic.Int32 // of form in the packets so far

	esn   bool          // the sequence numbers are extended
	first uint64        // sequence number of the first packet of the proof
	high  atomic.Uint64 // highest sequence number so far
}

// proofs are the proofs of all SAs, in parts with a lock each.
type proofs struct {
	parts [1 << partBits]struct {
		sync.RWMutex
		proven   map[Key]*proof
		searched map[Key]int           // packets on which every likely high half was tried
		failures map[Key]failure       // packets that no candidate decrypted
		bySPI    map[uint32]esp.Reason // the same
	}
	count atomic.Int64
}

const (
	partBits = 6
	// maxProofs bounds how many SAs have a proof. Packets of others try all
	// candidates.
	maxProofs = 1 << 20
	// maxSearches bounds on how many packets of an SA every likely high half
	// is tried.
	maxSearches = 8
)

// A failure is the packets of an SA that no candidate decrypted.
type failure struct {
	why     esp.Reason // of the last
	packets uint32     // since age
	age     uint32     // of the Store then
}

// How many candidates every packet of an SA is tried with, and on how many packets that
// none decrypted all others are tried as well. On later packets they are tried ever less
// often: keys with wildcards fit every SPI, also of SAs whose keys are not there.
const (
	alwaysTried  = 16
	patientTries = 16
)

// due reports whether one more packet of k is to be tried with all candidates. age is that
// of the Store: new keys are tried at once.
func (s *proofs) due(k Key, age uint32) bool {
	part := &s.parts[spread(k.SPI, partBits)]
	part.RLock()
	defer part.RUnlock()
	f := part.failures[k]
	return f.age != age || f.packets < patientTries || f.packets&(f.packets-1) == 0
}

// spread hashes an SPI to a number of so many bits.
func spread(spi uint32, bits int) uint32 { return spi * 0x9e3779b1 >> (32 - bits) }

// find is the proof of k, nil before there is one. w keeps it at hand.
func (s *proofs) find(w *worker, k *Key) *proof {
	r := &w.recent[spread(k.SPI, recentBits)]
	if r.key == *k && r.proof != nil {
		return r.proof
	}
	p := s.peek(*k)
	if p != nil {
		r.key, r.proof = *k, p
	}
	return p
}

// peek is find without keeping the proof at hand.
func (s *proofs) peek(k Key) *proof {
	part := &s.parts[spread(k.SPI, partBits)]
	part.RLock()
	defer part.RUnlock()
	return part.proven[k]
}

// add adds so many bits of form. It is true.
func (p *proof) add(bits int) bool {
	if !p.unverified && p.bits.Add(int32(bits)) >= enoughForm {
		p.sure.Store(true)
	}
	return true
}

// prove makes c the proof of k, in the place of an older one where an SPI is used
// again: a has decrypted a packet with it.
func (s *proofs) prove(w *worker, k Key, c *candidate, a *attempt) {
	p := &proof{candidate: c, unverified: a.verdict != ipsec.Correct, esn: a.esn, first: a.number}
	p.high.Store(a.number)
	part := &s.parts[spread(k.SPI, partBits)]
	part.Lock()
	defer part.Unlock()
	if part.proven == nil {
		part.proven = map[Key]*proof{}
	}
	old, have := part.proven[k]
	switch {
	case have && old.candidate == c && old.esn == a.esn:
		p = old // another worker was first
	case have && p.unverified && !old.unverified, !have && s.count.Load() >= maxProofs:
		return
	case !have:
		s.count.Add(1)
	}
	p.add(a.bits)
	c.decrypts.Store(true)
	part.proven[k] = p
	r := &w.recent[spread(k.SPI, recentBits)]
	r.key, r.proof = k, p
}

// fail notes that no candidate has decrypted a packet of k. A right ICV over nonsense
// makes doubtful again what was not sure.
func (s *proofs) fail(k Key, why esp.Reason, age uint32) {
	part := &s.parts[spread(k.SPI, partBits)]
	part.Lock()
	defer part.Unlock()
	if part.failures == nil {
		part.failures, part.bySPI = map[Key]failure{}, map[uint32]esp.Reason{}
	}
	if p := part.proven[k]; p != nil && why == esp.WrongKey && !p.sure.Load() {
		p.bits.Store(0)
	}
	f, have := part.failures[k]
	if !have && len(part.failures) >= maxProofs>>partBits {
		return
	}
	if f.age != age {
		f.packets, f.age = 0, age
	}
	f.why = max(why, f.why)
	f.packets++
	part.failures[k], part.bySPI[k.SPI] = f, f.why
}

// failed is why the last packet of k was not decrypted that no candidate decrypts,
// Decrypted if there was none.
func (s *proofs) failed(k Key) esp.Reason {
	part := &s.parts[spread(k.SPI, partBits)]
	part.RLock()
	defer part.RUnlock()
	return part.failures[k].why
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
