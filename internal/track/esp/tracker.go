package esp

import (
	"iter"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/track/bounded"
)

// MaxSAs is how many SAs a Tracker remembers unless it is told otherwise: some
// 100 MiB.
const MaxSAs = 1 << 18

// A Tracker counts what the packets of each SA tell. It is a track.Watcher.
type Tracker struct {
	table *bounded.Table[Key, SA]
}

// New makes a Tracker of at most max SAs, MaxSAs if it is 0.
func New(max int) *Tracker {
	if max == 0 {
		max = MaxSAs
	}
	return &Tracker{table: bounded.New[Key, SA](max)}
}

// Evicted is how many SAs were forgotten for want of room: those of one packet
// go first.
func (t *Tracker) Evicted() uint64 { return t.table.Evicted }

// Clear forgets all SAs.
func (t *Tracker) Clear() { t.table.Clear() }

// SAs are the SAs that t remembers.
func (t *Tracker) SAs() iter.Seq[*SA] {
	return func(yield func(*SA) bool) {
		for e := range t.table.All() {
			if !yield(&e.Value) {
				return
			}
		}
	}
}

// Find is the SA of k, nil without one.
func (t *Tracker) Find(k Key) *SA {
	if e := t.table.Peek(k); e != nil {
		return &e.Value
	}
	return nil
}

// Watch implements track.Watcher.
func (t *Tracker) Watch(p *dissect.Packet) {
	for i := range p.Layers {
		l := &p.Layers[i]
		if l.Quoted {
			return
		}
		switch m := l.Message.(type) {
		case *esp.Packet:
			if m.Data == nil {
				continue
			}
			if s := t.count(p, below(p, i), sight{m.SPI, m.Seq, headerSize + m.Wire, false}); s != nil {
				s.opened(p, i, m)
			}
		case *esp.AH:
			t.count(p, below(p, i), sight{m.SPI, m.Seq, l.Span.Wire - l.Span.Off, true})
		}
	}
}

// A sight is what a packet of an SA says of itself.
type sight struct {
	spi, seq uint32
	size     int
	ah       bool
}

// headerSize is the length of SPI and sequence number.
const headerSize = 8

// count adds a packet to its SA, nil if it was counted on another interface.
func (t *Tracker) count(p *dissect.Packet, w where, x sight) *SA {
	k := Key{SPI: x.spi, Dst: w.dst, Encap: w.encap, AH: x.ah}
	e := t.table.Find(k)
	if e == nil {
		e = t.table.Add(k)
		e.Value = SA{Key: k, Src: w.src, Ports: w.ports, Interface: p.Interface, First: p.Time}
	}
	s := &e.Value
	if p.Interface != s.Interface {
		s.Elsewhere++
		return nil
	}
	if s.Packets > 0 {
		s.Idle = max(s.Idle, p.Time.Sub(s.Last))
		t.table.Promote(e)
	}
	s.Last = p.Time
	s.Packets++
	s.Bytes += uint64(x.size)
	s.Longest = max(s.Longest, w.size)
	s.Sequence.add(x.seq)
	return s
}

// opened notes what became of the packet that is layer i of p.
func (s *SA) opened(p *dissect.Packet, i int, m *esp.Packet) {
	if m.Facts.Plain == nil {
		s.Shut++
		switch s.Reason = m.Facts.Why; s.Reason {
		case esp.Decrypted: // nobody tried
			s.Reason = esp.NoKeys
		case esp.WrongICV, esp.NoHigh:
			s.AuthFailed++
		}
		return
	}
	s.Decrypted++
	s.Encr, s.Integ, s.Verified = m.Facts.Encr, m.Facts.Integ, m.Facts.Verdict == ipsec.Correct
	if i+1 >= len(p.Layers) {
		return
	}
	switch in := p.Layers[i+1].Message.(type) {
	case *inet.IPv4:
		s.Inner.Tunnel = true
		s.Inner.Src, s.Inner.Dst = widen(s.Inner.Src, in.Src), widen(s.Inner.Dst, in.Dst)
	case *inet.IPv6:
		s.Inner.Tunnel = true
		s.Inner.Src, s.Inner.Dst = widen(s.Inner.Src, in.Src), widen(s.Inner.Dst, in.Dst)
	default:
		s.Inner.Protocol = m.NextHeader
	}
}
