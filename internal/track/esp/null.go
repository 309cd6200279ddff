package esp

import (
	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/track/bounded"
)

// A Nulls finds SAs with NULL encryption, RFC 2410, without their keys. It is a
// track.Tracker. An SA is found when all of its packets are valid with one length
// of the ICV and with no other, in so many checked bits that it is no chance.
type Nulls struct {
	store *Store
	table *bounded.Table[Key, suspect]
}

// NewNulls makes a Nulls that adds the SAs that it finds to s.
func NewNulls(s *Store) *Nulls { return &Nulls{s, bounded.New[Key, suspect](maxSuspects)} }

const (
	// maxSuspects bounds how many SAs are checked at a time.
	maxSuspects = 1 << 16
	// The least packets and bits that must be valid.
	enoughPackets = 2
	enoughBits    = 64
)

// icvs are the lengths that an ICV may have: none, and the lengths of RFC 4303's
// algorithms.
var icvs = [...]int{0, 8, 12, 16, 20, 24, 32}

// A suspect is an SA that may have NULL encryption.
type suspect struct {
	packets int
	known   bool              // it has, or has not
	bits    [len(icvs)]uint16 // valid ones, by the length of the ICV
	out     [len(icvs)]bool   // a packet is not valid
}

// Protos implements track.Selective.
func (*Nulls) Protos() []*field.Proto { return []*field.Proto{esp.Proto} }

// Observe implements track.Tracker.
func (t *Nulls) Observe(_ *dissect.Engine, p *dissect.Packet) {
	for i := range p.Layers {
		l := &p.Layers[i]
		if l.Quoted {
			return
		}
		m, ok := l.Message.(*esp.Packet)
		if !ok || m.Facts.Plain != nil || len(m.Data) < m.Wire || len(m.Data) == 0 {
			continue
		}
		path := pathOf(p, i)
		k := Key{SPI: m.SPI, Dst: path.dst, Encap: path.encap}
		e := t.table.Find(k)
		if e == nil {
			e = t.table.Add(k)
			e.Value.known = t.store.fits(k, path.src)
		}
		if s := &e.Value; !s.known && s.check(m.Data, &path) {
			t.table.Promote(e)
			t.decide(k, s)
		}
	}
}

// check checks a packet, and reports whether s may still have NULL encryption.
func (s *suspect) check(data []byte, path *path) (possible bool) {
	s.packets++
	for i, n := range icvs {
		if s.out[i] {
			continue
		}
		bits, ok := 0, false
		if len(data) > n {
			bits, ok = evidence(data[:len(data)-n], path)
		}
		s.out[i] = !ok
		s.bits[i] = uint16(min(int(s.bits[i])+bits, 1<<15))
		possible = possible || ok
	}
	s.known = !possible
	return possible
}

// decide adds the SA k if one length of the ICV is left.
func (t *Nulls) decide(k Key, s *suspect) {
	found := -1
	for i := range icvs {
		switch {
		case s.out[i]:
		case found >= 0:
			return // two lengths are possible
		default:
			found = i
		}
	}
	if s.packets < enoughPackets || s.bits[found] < enoughBits {
		return
	}
	s.known = true
	t.store.Add(&keys.ESP{
		Place: keys.Place{File: "no key needed"}, SPI: keys.SPIOf(k.SPI), Dst: keys.AddrOf(k.Dst), Encap: k.Encap,
		Encr: ipsec.EncrNull, Integ: ipsec.IntegUnverified(icvs[found]),
	})
}
