package esp

import (
	"sync"
	"sync/atomic"

	"pktscope/internal/crypt"
	"pktscope/internal/keys"
)

// A Store is what packets can be opened with: the SAs of a Ring and those that
// are derived while packets are read. Any number of goroutines may use it.
type Store struct {
	mu      sync.RWMutex // over ring and ready
	ring    *keys.Ring
	ready   map[*keys.ESP]*candidate
	proven  sync.Map // Key: *proof
	proofs  atomic.Int64
	scratch sync.Pool // of *work
}

// NewStore makes a Store of what ring holds.
func NewStore(ring *keys.Ring) *Store {
	s := &Store{ring: ring, ready: map[*keys.ESP]*candidate{}}
	s.scratch.New = func() any { return new(work) }
	return s
}

// Add adds an SA that was derived.
func (s *Store) Add(e *keys.ESP) {
	s.mu.Lock()
	s.ring.AddESP(e)
	s.mu.Unlock()
}

// Empty reports whether there is nothing to open packets with.
func (s *Store) Empty() bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.ring.ESPs()) == 0
}

// A candidate is a description of an SA made ready for use.
type candidate struct {
	esp    *keys.ESP
	opener *crypt.Opener
	err    error // why no algorithm takes the key
}

// A proof is which candidate has opened a packet of an SA, proven by an ICV.
type proof struct {
	*candidate
	high atomic.Uint64 // the highest extended sequence number so far, with ESN
	esn  bool
}

// work is what one goroutine needs to open packets.
type work struct {
	crypt.Scratch
	list []keys.Candidate
}

// maxProofs bounds how many SAs are remembered as proven; those behind it try
// their candidates for every packet.
const maxProofs = 1 << 20

// prove remembers that c opens the packets of k.
func (s *Store) prove(k Key, c *candidate, esn bool, high uint64) {
	if s.proofs.Load() >= maxProofs {
		return
	}
	p := &proof{candidate: c, esn: esn}
	p.high.Store(high)
	if _, have := s.proven.LoadOrStore(k, p); !have {
		s.proofs.Add(1)
	}
}

// proof is what was proven of k, nil before.
func (s *Store) proof(k Key) *proof {
	if p, ok := s.proven.Load(k); ok {
		return p.(*proof)
	}
	return nil
}

// Opens is the SA of the Ring whose key was proven by an ICV to be that of k,
// nil without one.
func (s *Store) Opens(k Key) *keys.ESP {
	if p := s.proof(k); p != nil {
		return p.esp
	}
	return nil
}

// candidate makes e ready, once.
func (s *Store) candidate(e *keys.ESP) *candidate {
	s.mu.RLock()
	c := s.ready[e]
	s.mu.RUnlock()
	if c != nil {
		return c
	}
	c = &candidate{esp: e}
	c.opener, c.err = crypt.NewOpener(crypt.Params{Encr: e.Encr, EncrKey: e.Key, Integ: e.Integ, IntegKey: e.IntegKey})
	s.mu.Lock()
	defer s.mu.Unlock()
	if have := s.ready[e]; have != nil {
		return have
	}
	s.ready[e] = c
	return c
}
