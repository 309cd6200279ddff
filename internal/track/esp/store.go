package esp

import (
	"net/netip"
	"sync"
	"sync/atomic"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
)

// A Store has the keys that decrypt packets: SAs of a Ring, and SAs whose keys are
// derived while packets are read. Any number of goroutines may use it.
type Store struct {
	mu      sync.RWMutex // over ring and ready
	ring    *keys.Ring
	ready   map[*keys.ESP]*candidate
	age     atomic.Uint32 // grows with every SA that is added
	proofs  proofs
	workers sync.Pool // of *worker, for what decrypts without one
}

// NewStore makes a Store of the SAs of ring.
func NewStore(ring *keys.Ring) *Store {
	s := &Store{ring: ring, ready: map[*keys.ESP]*candidate{}}
	s.age.Store(1)
	s.workers.New = func() any { return s.newWorker() }
	return s
}

// Worker implements track.Decrypter.
func (s *Store) Worker() dissect.Decrypter { return s.newWorker() }

func (s *Store) newWorker() *worker {
	w := &worker{store: s}
	w.attempt.worker = w
	return w
}

// Add adds an SA whose keys were derived, or embedded in the capture.
func (s *Store) Add(e *keys.ESP) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ring.Has(e) {
		return
	}
	s.ring.AddESP(e)
	s.age.Add(1)
}

// A candidate is an SA of the Ring with its keys scheduled.
type candidate struct {
	esp       *keys.ESP
	decrypter *crypt.Decrypter
	err       error // why the keys do not fit their algorithms
	decrypts  atomic.Bool
	vouched   bool // a right ICV vouches for the cipher's key, too: see form
}

// A worker has the memory of one goroutine that decrypts packets.
type worker struct {
	crypt.Scratch
	store   *Store
	attempt attempt // in hand
	list    []keys.Candidate
	recent  [1 << recentBits]struct { // proofs at hand
		key Key
		*proof
	}
}

// recentBits is for enough proofs for the tunnels that are busy at one time, and
// few enough for a core's cache.
const recentBits = 7

// candidates are the keys for a packet of k, in the worker's list. any reports
// whether the Ring has any key.
func (s *Store) candidates(w *worker, k Key, src netip.Addr) (list []keys.Candidate, any bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	w.list = s.ring.AppendESP(w.list[:0], k.SPI, src, k.Dst, k.Encap)
	return w.list, !s.ring.Empty()
}

// ProvenBy is the SA of the Ring whose key has decrypted packets of k, nil without
// one.
func (s *Store) ProvenBy(k Key) *keys.ESP {
	if p := s.proofs.peek(k.withoutSender()); p != nil {
		return p.esp
	}
	return nil
}

// Records are the SAs of the Ring with an SPI.
func (s *Store) Records(spi uint32) []*keys.ESP {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.ring.AppendSPI(nil, spi)
}

// Decrypts reports whether e, of a Ring's SA whose SPI may have wildcards, has
// decrypted packets with an SPI.
func (s *Store) Decrypts(spi uint32, e *keys.ESP) bool {
	s.mu.RLock()
	c := s.ready[e]
	s.mu.RUnlock()
	if _, exact := e.SPI.Exact(); exact || c == nil || !c.decrypts.Load() {
		return c != nil && c.decrypts.Load()
	}
	part := &s.proofs.parts[spread(spi, partBits)]
	part.RLock()
	defer part.RUnlock()
	for k, p := range part.proven {
		if k.SPI == spi && p.candidate == c {
			return true
		}
	}
	return false
}

// Failed is why a packet with an SPI was not decrypted though there are keys for it,
// esp.Decrypted if there was none.
func (s *Store) Failed(spi uint32) esp.Reason {
	part := &s.proofs.parts[spread(spi, partBits)]
	part.RLock()
	defer part.RUnlock()
	return part.bySPI[spi]
}

// ProvenKey is the SA of the Ring that has decrypted packets of sa, with sa's
// addresses. It is nil if none has.
func (s *Store) ProvenKey(sa *SA) *keys.ESP {
	p := s.proofs.peek(sa.Key.withoutSender())
	if sa.Decrypted == 0 || p == nil {
		return nil
	}
	e := *p.esp
	if !p.unverified {
		e.ESN, e.SeqHigh = p.esn, uint32(p.first>>32)
	}
	e.SPI, e.Src, e.Dst = keys.SPIOf(sa.SPI), keys.AddrOf(sa.Src), keys.AddrOf(sa.Dst)
	return &e
}

// candidate schedules the keys of e, once.
func (s *Store) candidate(e *keys.ESP) *candidate {
	s.mu.RLock()
	c := s.ready[e]
	s.mu.RUnlock()
	if c != nil {
		return c
	}
	c = &candidate{esp: e, vouched: e.Derived || e.Encr.AEAD() || e.Encr == ipsec.EncrNull}
	c.decrypter, c.err = crypt.NewDecrypter(crypt.Params{Encr: e.Encr, EncrKey: e.Key, Integ: e.Integ, IntegKey: e.IntegKey})
	s.mu.Lock()
	defer s.mu.Unlock()
	if have := s.ready[e]; have != nil {
		return have
	}
	s.ready[e] = c
	return c
}

// Knows reports whether there are keys for packets of k.
func (s *Store) Knows(k Key) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.ring.AppendESP(nil, k.SPI, netip.Addr{}, k.Dst, k.Encap)) > 0
}

// fits reports whether there are keys for packets of k from src: keys that only
// have the SPI do not count.
func (s *Store) fits(k Key, src netip.Addr) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, c := range s.ring.AppendESP(nil, k.SPI, src, k.Dst, k.Encap) {
		if c.Fit == keys.Fits {
			return true
		}
	}
	return false
}

// Missing is the SA of the first ESP packet in p without keys, the zero Key if
// there is none.
func (s *Store) Missing(p *dissect.Packet) Key {
	for i := range p.Layers {
		l := &p.Layers[i]
		m, ok := l.Message.(*esp.Packet)
		if !ok || l.Quoted || m.Data == nil {
			continue
		}
		path := pathOf(p, i)
		if k := (Key{SPI: m.SPI, Dst: path.dst, Encap: path.encap}); !s.Knows(k) {
			return k
		}
	}
	return Key{}
}
