package cleartext_test

import (
	"encoding/binary"
	"maps"
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/track/cleartext"
)

// A stage feeds a Tracker with packets of IPv4.
type stage struct {
	*testing.T
	*cleartext.Tracker
	engine *dissect.Engine
	arena  *dissect.Arena
	number uint64
}

func newStage(t *testing.T) *stage {
	r := labtest.Registry(t)
	s := &stage{T: t, Tracker: cleartext.New(0), engine: dissect.NewEngine(r), arena: dissect.NewArena(r)}
	s.engine.Use(s.arena)
	return s
}

// see shows a packet so many milliseconds after the first one.
func (s *stage) see(iface string, ms int, data []byte) {
	s.number++
	const rawIP = 101
	p := dissect.Packet{Number: s.number, Interface: iface, Time: time.Unix(1e9, 0).Add(time.Duration(ms) * time.Millisecond), Wire: len(data)}
	s.engine.Dissect(&p, rawIP, data, len(data))
	s.Watch(&p)
	s.arena.Reset()
}

func (s *stage) pair(src, dst string) (found cleartext.Pair) {
	for p := range s.Pairs() {
		if p.Src.String() == src && p.Dst.String() == dst {
			found = p
		}
	}
	if found.Packets == 0 {
		s.Errorf("there is no pair %s, %s", src, dst)
	}
	return found
}

// ip is a packet of IPv4.
func ip(protocol byte, src, dst string, body []byte) []byte {
	b := append(dissecttest.Hex("4500 0000 0001 0000 40 00 0000"), dissecttest.Hex(src+dst)...)
	b[9] = protocol
	b = append(b, body...)
	binary.BigEndian.PutUint16(b[2:], uint16(len(b)))
	return b
}

const (
	gateway1, gateway2 = "c0000201", "c6336401" // 192.0.2.1, 198.51.100.1
	host1, host2       = "0a010002", "0a020001" // 10.1.0.2, 10.2.0.1
)

func echo(src, dst string) []byte {
	return ip(1, src, dst, append(dissecttest.Hex("0800 0000 0001 0001"), make([]byte, 56)...))
}

func sealed(src, dst string, size int) []byte {
	return ip(50, src, dst, append(dissecttest.Hex("c0ffee01 00000001"), make([]byte, size-8)...))
}

// A packet in the clear without an ESP packet is none of the tunnel's.
func TestLeaked(t *testing.T) {
	s := newStage(t)
	for i := range 3 {
		s.see("wan", 1000*i, echo(host1, host2))
		s.see("wan", 1000*i+500, sealed(gateway1, gateway2, 132))
	}
	if p := s.pair("10.1.0.2", "10.2.0.1"); p.Packets != 3 || p.Leaked() != 3 || p.Asking != 3 || p.Frame != 1 || p.LastFrame != 5 || p.Longest != 84 || p.TTL != 64 {
		t.Errorf("%+v", p)
	}
	if p := s.pair("192.0.2.1", "198.51.100.1"); p.Sealed != 3 || p.Leaked() != 0 {
		t.Errorf("%+v", p)
	}
}

// A gateway shows packets before encryption, and behind decryption, on the interface of
// the tunnel: these are no leaks. On another interface they tell nothing.
func TestCarried(t *testing.T) {
	s := newStage(t)
	for i := range 3 {
		s.see("any", 1000*i, echo(host1, host2))
		s.see("any", 1000*i+1, sealed(gateway1, gateway2, 132))
		s.see("any", 1000*i+30, sealed(gateway2, gateway1, 132))
		s.see("any", 1000*i+31, echo(host2, host1))
	}
	for _, ends := range [][2]string{{"10.1.0.2", "10.2.0.1"}, {"10.2.0.1", "10.1.0.2"}} {
		if p := s.pair(ends[0], ends[1]); p.Carried != 3 || p.Leaked() != 0 {
			t.Errorf("%+v", p)
		}
	}
	s = newStage(t)
	s.see("lan", 0, echo(host1, host2))
	s.see("wan", 1, sealed(gateway1, gateway2, 132))
	if p := s.pair("10.1.0.2", "10.2.0.1"); p.Carried != 0 {
		t.Errorf("%+v", p)
	}
}

// Where a capture ends between packets that are beside each other, its edge and that of the next one
// tell: together they have what one capture has, wherever it is cut.
func TestEdges(t *testing.T) {
	type shown struct {
		iface string
		ms    int
		data  []byte
	}
	var all []shown
	for i := range 4 { // the second echo is beside no ESP packet; the last ESP packet is on another interface
		all = append(all, shown{"any", 12 * i, echo(host1, host2)}, shown{"any", 50*i + 1, echo(host1, host2)},
			shown{"any", 50*i + 3, sealed(gateway1, gateway2, 132)}, shown{"any", 50*i + 9, sealed(gateway2, gateway1, 132)},
			shown{"any", 50*i + 10, echo(host2, host1)}, shown{"wan", 50*i + 11, sealed(gateway1, gateway2, 132)})
	}
	run := func(list []shown) map[cleartext.Ends]int {
		s := newStage(t)
		for _, x := range list {
			s.see(x.iface, x.ms, x.data)
		}
		return carriedOf(s)
	}
	want := run(all)
	if len(want) != 2 {
		t.Fatalf("%v", want)
	}
	joined := 0
	for at := 1; at < len(all); at++ {
		var edges []cleartext.Edge
		got := map[cleartext.Ends]int{}
		for _, list := range [][]shown{all[:at], all[at:]} {
			s := newStage(t)
			for _, x := range list {
				s.see(x.iface, x.ms, x.data)
			}
			edges = append(edges, s.Edge())
			for k, n := range carriedOf(s) {
				got[k] += n
			}
		}
		for k, n := range edges[0].Carried(&edges[1]) {
			if got[k] += n; n > 0 {
				joined++
			}
		}
		if !maps.Equal(got, want) {
			t.Errorf("cut at %d: %v, want %v", at, got, want)
		}
	}
	if joined == 0 {
		t.Error("no edge tells anything")
	}
}

// carriedOf are how many packets of each pair are within ESP packets.
func carriedOf(s *stage) map[cleartext.Ends]int {
	all := map[cleartext.Ends]int{}
	for p := range s.Pairs() {
		if p.Carried > 0 {
			all[cleartext.Ends{Src: p.Src, Dst: p.Dst, Interface: p.Interface}] = int(p.Carried)
		}
	}
	return all
}

// The table has a bound, and pairs that were seen again are kept.
func TestBound(t *testing.T) {
	s := newStage(t)
	s.Tracker = cleartext.New(64)
	for i := range 1000 {
		s.see("wan", i, ip(17, "0a000001", "0a000002", make([]byte, 8)))
		b := ip(17, "0b000000", "0a000002", make([]byte, 8))
		binary.BigEndian.PutUint32(b[12:], uint32(0x0b000000+i))
		s.see("wan", i, b)
	}
	n := 0
	for range s.Pairs() {
		n++
	}
	if p := s.pair("10.0.0.1", "10.0.0.2"); n > 64 || p.Packets != 1000 {
		t.Errorf("%d pairs, %d packets", n, p.Packets)
	}
}

// A segment that comes again and again while no other of its length does was dropped for
// its length.
func TestResent(t *testing.T) {
	segment := func(seq uint32, size int) []byte {
		b := append(dissecttest.Hex("0050 c001 00000000 00000001 5010 ffff 0000 0000"), make([]byte, size)...)
		binary.BigEndian.PutUint32(b[4:], seq)
		return ip(6, host2, host1, b)
	}
	s := newStage(t)
	ah := func(inner []byte) []byte {
		return ip(51, gateway2, gateway1, append(dissecttest.Hex("04 04 0000 c0ffee02 00000001 000000000000000000000000"), inner...))
	}
	for i, seq := range []uint32{1, 1361, 2721, 1, 1, 1, 4081} {
		s.see("wan", 100*i, ah(segment(seq, 1360)))
		s.see("wan", 100*i+1, ah(segment(9000+uint32(i), 10)))
	}
	p := s.pair("10.2.0.1", "10.1.0.2")
	if !p.Inside || p.Resent.Times != 2 || p.Resent.Size != 1400 || p.Resent.Frame != 11 {
		t.Errorf("%+v", p)
	}
}

func FuzzTracker(f *testing.F) {
	f.Add(echo(host1, host2))
	f.Add(sealed(gateway1, gateway2, 132))
	f.Fuzz(func(t *testing.T, data []byte) {
		s := newStage(t)
		s.see("a", 0, data)
		s.see("a", 1, data)
		for p := range s.Pairs() {
			if p.Packets > 8 || p.Sealed > p.Packets || p.Carried > p.Packets {
				t.Errorf("%+v", p)
			}
		}
	})
}
