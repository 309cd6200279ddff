package esp

import (
	"net/netip"
	"sync"
	"sync/atomic"

	"pktscope/dissect"
	"pktscope/dissect/esp"
	"pktscope/internal/crypt"
	"pktscope/internal/keys"
)

// A Store is what packets can be opened with: the SAs of a Ring and those that
// are derived while packets are read. Any number of goroutines may use it.
type Store struct {
	mu      sync.RWMutex // over ring and ready
	ring    *keys.Ring
	ready   map[*keys.ESP]*candidate
	age     atomic.Uint32 // grows with every SA that is added
	proofs  proofs
	workers sync.Pool // of *worker
}

// NewStore makes a Store of what ring holds.
func NewStore(ring *keys.Ring) *Store {
	s := &Store{ring: ring, ready: map[*keys.ESP]*candidate{}}
	s.age.Store(1)
	s.workers.New = func() any { return new(worker) }
	return s
}

// Add adds an SA that was derived, or that a capture brought along.
func (s *Store) Add(e *keys.ESP) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ring.Has(e) {
		return
	}
	s.ring.AddESP(e)
	s.age.Add(1)
}

// A candidate is a description of an SA made ready for use.
type candidate struct {
	esp    *keys.ESP
	opener *crypt.Opener
	err    error // why no algorithm takes the key
}

// A worker is what one goroutine needs to open packets.
type worker struct {
	crypt.Scratch
	list   []keys.Candidate
	recent [1 << recentBits]struct { // proofs that were used last
		key Key
		*proof
	}
}

// recentBits makes a worker remember enough SAs for the tunnels that are busy at
// one time, and few enough for a core's cache.
const recentBits = 7

// candidates are those for a packet of k, in the worker's list. any reports
// whether there are keys at all.
func (s *Store) candidates(w *worker, k Key, src netip.Addr) (list []keys.Candidate, any bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	w.list = s.ring.AppendESP(w.list[:0], k.SPI, src, k.Dst, k.Encap)
	return w.list, !s.ring.Empty()
}

// Opens is the SA of the Ring whose key was proven by an ICV to be that of k,
// nil without one.
func (s *Store) Opens(k Key) *keys.ESP {
	if p := s.proofs.peek(k); p != nil {
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

// Knows reports whether there are keys that packets of k may be opened with.
func (s *Store) Knows(k Key) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.ring.AppendESP(nil, k.SPI, netip.Addr{}, k.Dst, k.Encap)) > 0
}

// Missing is the SA of the first ESP packet in p that there are no keys for, the
// zero Key without one.
func (s *Store) Missing(p *dissect.Packet) Key {
	for i := range p.Layers {
		l := &p.Layers[i]
		m, ok := l.Message.(*esp.Packet)
		if !ok || l.Quoted || m.Data == nil {
			continue
		}
		at := below(p, i)
		if k := (Key{SPI: m.SPI, Dst: at.dst, Encap: at.encap}); !s.Knows(k) {
			return k
		}
	}
	return Key{}
}
