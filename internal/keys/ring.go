package keys

import (
	"cmp"
	"math/bits"
	"net/netip"
	"slices"
)

// A Ring finds the keys of a packet's SA. Any number of goroutines may look up keys at
// the same time, but not during Add.
type Ring struct {
	ike []*IKE
	esp []*ESP
	psk []*PSK

	byInitiator map[uint64][]*IKE // by the initiator's SPI
	unnamed     []*IKE            // without an initiator's SPI

	// Each SA with keys is in one of these, in each list those with fewer
	// wildcards first.
	exact map[spiDst][]*ESP // SPI and destination are known
	bySPI map[uint32][]*ESP // the SPI is known
	loose []*ESP            // the SPI has wildcards

	sameSPI map[uint32][]*ESP // all whose SPI is known, keyed or not
	byIKE   map[uint64][]*ESP // all that name their IKE SA
}

type spiDst struct {
	spi uint32
	dst netip.Addr
}

// NewRing holds what is in the sets.
func NewRing(sets ...*Set) *Ring {
	n := 0
	for _, s := range sets {
		n += len(s.ESP)
	}
	r := &Ring{
		esp:         make([]*ESP, 0, n),
		byInitiator: make(map[uint64][]*IKE),
		exact:       make(map[spiDst][]*ESP, n),
		bySPI:       make(map[uint32][]*ESP),
		sameSPI:     make(map[uint32][]*ESP, n),
		byIKE:       make(map[uint64][]*ESP),
	}
	lists := singles(make([]*ESP, 0, 2*n))
	for _, s := range sets {
		for _, k := range s.IKE {
			r.AddIKE(k)
		}
		for _, e := range s.ESP {
			r.add(e, lists.append)
		}
		r.psk = append(r.psk, s.PSK...)
	}
	for _, list := range r.exact {
		slices.SortStableFunc(list, fewerWildcards)
	}
	for _, list := range r.bySPI {
		slices.SortStableFunc(list, fewerWildcards)
	}
	slices.SortStableFunc(r.loose, fewerWildcards)
	return r
}

// singles is the memory of lists with one SA: most are that.
type singles []*ESP

// append appends e to a list.
func (s *singles) append(list []*ESP, e *ESP) []*ESP {
	if len(list) > 0 || len(*s) == cap(*s) {
		return append(list, e)
	}
	*s = append(*s, e)
	n := len(*s)
	return (*s)[n-1 : n : n]
}

// AddIKE adds an IKE SA.
func (r *Ring) AddIKE(k *IKE) {
	r.ike = append(r.ike, k)
	if k.InitiatorSPI == 0 {
		r.unnamed = append(r.unnamed, k)
		return
	}
	r.byInitiator[k.InitiatorSPI] = append(r.byInitiator[k.InitiatorSPI], k)
}

// AddESP adds an ESP SA: one that was derived while packets were read. One that
// is there already, with the same keys, is not added.
func (r *Ring) AddESP(e *ESP) {
	if r.Has(e) {
		return
	}
	r.add(e, func(list []*ESP, e *ESP) []*ESP {
		i, _ := slices.BinarySearchFunc(list, e, func(other, e *ESP) int {
			if c := fewerWildcards(other, e); c != 0 {
				return c
			}
			return -1 // behind its like
		})
		return slices.Insert(list, i, e)
	})
}

// add indexes e; into inserts it into a list.
func (r *Ring) add(e *ESP, into func([]*ESP, *ESP) []*ESP) {
	r.esp = append(r.esp, e)
	if e.IKE != 0 {
		r.byIKE[e.IKE] = append(r.byIKE[e.IKE], e)
	}
	spi, known := e.SPI.Exact()
	if known {
		r.sameSPI[spi] = append(r.sameSPI[spi], e)
	}
	dst, whole := e.Dst.Exact()
	switch {
	case !e.Keyed():
	case !known:
		r.loose = into(r.loose, e)
	case !whole:
		r.bySPI[spi] = into(r.bySPI[spi], e)
	default:
		k := spiDst{spi, dst}
		r.exact[k] = into(r.exact[k], e)
	}
}

// fewerWildcards orders SAs by the number of fixed bits of addresses and SPI, most
// first.
func fewerWildcards(a, b *ESP) int { return cmp.Compare(b.fixed(), a.fixed()) }

func (e *ESP) fixed() int {
	return bits.OnesCount32(e.SPI.Mask)<<16 + e.Dst.fixed()<<8 + e.Src.fixed()
}

// IKEs are all IKE SAs, in the order of their files.
func (r *Ring) IKEs() []*IKE { return r.ike }

// ESPs are all ESP SAs, in the order of their files, derived ones last.
func (r *Ring) ESPs() []*ESP { return r.esp }

// PSKs are the pre-shared keys that stand outside of any SA.
func (r *Ring) PSKs() []*PSK { return r.psk }

// Empty reports whether there is nothing in r.
func (r *Ring) Empty() bool { return r == nil || len(r.ike)+len(r.esp)+len(r.psk) == 0 }
