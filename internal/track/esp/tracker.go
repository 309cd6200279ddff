package esp

import (
	"iter"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/track/bounded"
	"github.com/pktscope/pktscope/internal/track/course"
)

// MaxSAs is how many SAs a Tracker keeps by default: some 100 MiB.
const MaxSAs = 1 << 18

// A Tracker counts the packets of each SA. It is a track.Watcher.
type Tracker struct {
	table  *bounded.Table[Key, SA]
	series *bounded.Table[seriesKey, series]
	follow int // of so many SAs more a Course is kept

	// Counted is called with each packet that was counted, of an SA; nil: nobody is told.
	Counted func(p *dissect.Packet, s *SA, c Count)
}

// A Count is what a packet was counted as.
type Count struct {
	Seq   uint32
	Bytes int // from its SPI on
	Order esp.Order
	Gap   uint32 // numbers that are missing before it
}

// New makes a Tracker of at most max SAs, MaxSAs if it is 0.
func New(max int) *Tracker {
	if max == 0 {
		max = MaxSAs
	}
	return &Tracker{table: bounded.New[Key, SA](max), series: newSeries()}
}

// Follow has t keep the Courses of the first n SAs.
func (t *Tracker) Follow(n int) { t.follow = n }

// Len is how many SAs t keeps.
func (t *Tracker) Len() int { return t.table.Len() }

// Evicted is how many SAs were forgotten for want of room, SAs of one packet
// first.
func (t *Tracker) Evicted() uint64 { return t.table.Evicted }

// Clear forgets all SAs.
func (t *Tracker) Clear() {
	t.table.Clear()
	t.series.Clear()
}

// SAs are the SAs that t keeps.
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
			if s := t.count(p, pathOf(p, i), m.SPI, m.Seq, headerSize+m.Wire, false); s != nil {
				s.addResult(p, i, m)
			}
		case *esp.AH:
			if !m.Whole() {
				continue
			}
			t.count(p, pathOf(p, i), m.SPI, m.Seq, l.Span.Wire-l.Span.Off, true)
		}
	}
}

// headerSize is the length of SPI and sequence number.
const headerSize = 8

// count adds a packet of so many bytes to its SA, nil if it was counted on another
// interface.
func (t *Tracker) count(p *dissect.Packet, path path, spi, seq uint32, size int, ah bool) *SA {
	k := Key{SPI: spi, Dst: path.dst, Group: path.group(), Ports: path.ports, Encap: path.encap, AH: ah}
	e := t.table.Find(k)
	if e == nil {
		e = t.table.Add(k)
		e.Value = SA{Key: k, Src: path.src, Interface: p.Interface, First: p.Time, FirstFrame: p.Number}
		if t.follow > 0 {
			t.follow--
			e.Value.Course = new(course.Course)
		}
		t.begin(&e.Value, seq)
	}
	s := &e.Value
	if p.Interface != s.Interface {
		s.Elsewhere++
		return nil
	}
	if s.Packets > 0 {
		s.Idle = max(s.Idle, p.Time.Sub(s.Last))
		t.table.Raise(e, bounded.WorthOf(s.Packets+1))
	}
	s.comesFrom(path.src, p.Time, p.Number)
	s.Last, s.LastFrame = p.Time, p.Number
	s.Packets++
	s.Bytes += uint64(size)
	s.Longest = max(s.Longest, path.size)
	order, gap := s.Sequence.add(seq)
	if !s.Shared && fresh(order) {
		if s.serial {
			t.turn(s, gap)
		}
		if s.Moved.numbered(path.src) {
			s.share()
		}
	}
	switch order {
	case esp.Duplicate, esp.OutOfWindow:
		s.Recent.addCopy(p.Time, p.Number, seq, s.Sequence.behind(seq))
	}
	s.Recent.add(p.Time, path.size)
	if s.Course != nil {
		s.Course.Add(p.Time, course.Interval{Packets: 1, Bytes: uint64(size), Lost: s.Sequence.Lost, Highest: s.Sequence.Last})
	}
	if t.Counted != nil {
		t.Counted(p, s, Count{seq, size, order, gap})
	}
	return s
}

// addResult counts whether m, layer i of p, was decrypted, and what was in it.
func (s *SA) addResult(p *dissect.Packet, i int, m *esp.Packet) {
	if m.Facts.Plain == nil {
		s.NotDecrypted++
		switch s.Reason = m.Facts.Why; s.Reason {
		case esp.Decrypted: // no key was tried
			s.Reason = esp.NoKeys
		case esp.WrongICV, esp.NoHigh:
			s.AuthFailed++
			if s.AuthFailing++; s.FailedFrame == 0 {
				s.FailedFrame = p.Number
			}
		}
		return
	}
	s.Decrypted++
	s.AuthFailing = 0
	s.Encr, s.Integ, s.Verified = m.Facts.Encr, m.Facts.Integ, m.Facts.Verdict == ipsec.Correct
	if i+1 >= len(p.Layers) {
		return
	}
	if s.Inside == nil {
		s.Inside = new(Inner)
	}
	s.Inside.add(p.Layers[i+1].Message, m.NextHeader)
}

// add adds what an ESP packet carries.
func (n *Inner) add(m dissect.Message, protocol uint8) {
	switch in := m.(type) {
	case *inet.IPv4:
		n.Tunnel = true
		n.Src, n.Dst = widen(n.Src, in.Src), widen(n.Dst, in.Dst)
	case *inet.IPv6:
		n.Tunnel = true
		n.Src, n.Dst = widen(n.Src, in.Src), widen(n.Dst, in.Dst)
	default:
		n.Mixed = n.Mixed || n.Protocol != 0 && n.Protocol != protocol
		n.Protocol = protocol
	}
}
