package esp

import (
	"iter"
	"net/netip"

	"pktscope/dissect"
	"pktscope/dissect/esp"
	"pktscope/dissect/inet"
	"pktscope/dissect/nat"
	"pktscope/internal/crypt"
	"pktscope/internal/keys"
	"pktscope/internal/track/bounded"
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
	var w where
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
			s := t.count(p, &w, m.SPI, m.Seq, m.Wire+headerSize, false)
			if s != nil {
				s.opened(p, i, m)
			}
		case *esp.AH:
			t.count(p, &w, m.SPI, m.Seq, l.Span.Wire-l.Span.Off, true)
		default:
			w.see(m)
		}
	}
}

// headerSize is the length of SPI and sequence number.
const headerSize = 8

// A where is how a packet travels: what the layers below tell.
type where struct {
	src, dst netip.Addr
	ports    [2]uint16
	encap    keys.Encap
}

// see takes in the layer m.
func (w *where) see(m dissect.Message) {
	switch m := m.(type) {
	case *inet.IPv4:
		*w = where{src: m.Src, dst: m.Dst, encap: keys.Native}
	case *inet.IPv6:
		*w = where{src: m.Src, dst: m.Dst, encap: keys.Native}
	case *inet.UDP:
		w.ports = [2]uint16{m.SrcPort, m.DstPort}
	case *inet.TCP:
		w.ports, w.encap = [2]uint16{m.SrcPort, m.DstPort}, keys.TCP
	case *nat.Packet:
		w.encap = keys.UDP
	}
}

// count adds a packet to its SA.
func (t *Tracker) count(p *dissect.Packet, w *where, spi, seq uint32, size int, ah bool) *SA {
	k := Key{SPI: spi, Dst: w.dst, Encap: w.encap}
	e := t.table.Find(k)
	if e == nil {
		e = t.table.Add(k)
		e.Value = SA{Key: k, Src: w.src, Ports: w.ports, AH: ah, Interface: p.Interface, First: p.Time}
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
	s.Bytes += uint64(size)
	s.Sequence.add(seq)
	return s
}

// opened notes what became of the packet that is layer i of p.
func (s *SA) opened(p *dissect.Packet, i int, m *esp.Packet) {
	if m.Facts.Plain == nil {
		s.Shut++
		s.Reason = Reason(m.Facts.Why)
		if s.Reason == WrongICV {
			s.AuthFailed++
		}
		return
	}
	s.Decrypted++
	s.Encr, s.Integ, s.Verified = m.Facts.Encr, m.Facts.Integ, m.Facts.Verdict == crypt.Good
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
