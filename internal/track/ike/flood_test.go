package ike_test

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// A sender shows frames of its own making to a tracker.
type sender struct {
	engine *dissect.Engine
	arena  *dissect.Arena
	number uint64
	time   time.Time
	frame  []byte
}

func newSender(t testing.TB) *sender {
	t.Helper()
	r := labtest.Registry(t)
	s := &sender{engine: dissect.NewEngine(r), arena: dissect.NewArena(r), time: time.Unix(1_800_000_000, 0)}
	s.engine.Use(s.arena)
	return s
}

// rawIP is the link type of packets that begin with an IP header.
const rawIP = 101

// send shows message, in UDP and IPv4, to the tracker.
func (s *sender) send(tr *ike.Tracker, src, dst uint32, srcPort, dstPort uint16, message []byte) {
	s.frame = datagram(s.frame[:0], src, dst, srcPort, dstPort, message)
	s.show(tr, s.frame, rawIP)
}

func (s *sender) show(tr *ike.Tracker, frame []byte, link uint32) (p dissect.Packet) {
	s.number++
	s.time = s.time.Add(time.Microsecond)
	p.Number, p.Time, p.Wire, p.Interface = s.number, s.time, len(frame), "wan0"
	s.arena.Reset()
	s.engine.Dissect(&p, link, frame, len(frame))
	tr.Observe(s.engine, &p)
	return p
}

// datagram appends an IPv4 packet. Nobody here looks at checksums.
func datagram(b []byte, src, dst uint32, srcPort, dstPort uint16, payload []byte) []byte {
	const ip, udp = 20, 8
	b = append(b, 0x45, 0)
	b = binary.BigEndian.AppendUint16(b, uint16(ip+udp+len(payload)))
	b = append(b, 0, 0, 0, 0, 64, 17, 0, 0)
	b = binary.BigEndian.AppendUint32(b, src)
	b = binary.BigEndian.AppendUint32(b, dst)
	b = binary.BigEndian.AppendUint16(b, srcPort)
	b = binary.BigEndian.AppendUint16(b, dstPort)
	b = binary.BigEndian.AppendUint16(b, uint16(udp+len(payload)))
	b = append(b, 0, 0)
	return append(b, payload...)
}

// frames are the frames of a capture.
func frames(t testing.TB, name string) (out [][]byte, link uint32) {
	t.Helper()
	for f := range labtest.Packets(t, filepath.Join(pcaps, name)) {
		out, link = append(out, bytes.Clone(f.Data)), uint32(f.Link)
	}
	return out, link
}

// A flood is first messages of main mode from random addresses, with the bytes
// of a real one and cookies of their own.
type flood struct {
	random          *rand.Rand
	first, response []byte
}

const responder = 80<<24 | 2<<16 | 2 // 80.2.0.2

func newFlood(t testing.TB) *flood {
	list, _ := frames(t, "01-ikev1-main-seed.pcap")
	const headers = 14 + 20 + 8 // the third and fourth frame are the first two messages
	return &flood{rand.New(rand.NewPCG(1, 2)), list[2][headers:], list[3][headers:]}
}

// send sends one; where the flood is answered, the answer follows.
func (f *flood) send(s *sender, tr *ike.Tracker, answered bool) {
	src, cookie := f.random.Uint32(), f.random.Uint64()
	binary.BigEndian.PutUint64(f.first, cookie)
	s.send(tr, src, responder, 500, 500, f.first)
	if answered {
		binary.BigEndian.PutUint64(f.response, cookie)
		binary.BigEndian.PutUint64(f.response[8:], f.random.Uint64())
		s.send(tr, responder, src, 500, 500, f.response)
	}
}

// A negotiation that has begun before a flood and ends after it is kept whole,
// whether the responder answers the flood or not.
func TestFlood(t *testing.T) {
	const limit, n = 1 << 20, 20_000
	for _, answered := range []bool{false, true} {
		list, link := frames(t, "01-ikev1-main-seed.pcap")
		s, tr := newSender(t), ike.New(nil, ike.Limits{Bytes: limit})
		begun := 5 // both first messages, and the initiator goes on
		if !answered {
			begun = 4
		}
		for _, f := range list[:begun] {
			s.show(tr, f, link)
		}
		fl := newFlood(t)
		for range n {
			fl.send(s, tr, answered)
			if tr.Bytes() > limit {
				t.Fatalf("%d bytes are kept, the bound is %d", tr.Bytes(), limit)
			}
			if real := 16 << 10; answered && tr.Bytes() > limit/2+real {
				t.Fatalf("%d bytes are kept of SAs that nobody went on with, the bound is %d", tr.Bytes(), limit/2)
			}
		}
		for _, f := range list[begun:] {
			s.show(tr, f, link)
		}
		sas, half := tr.Len()
		if answered && (tr.EvictedSAs == 0 || tr.EvictedSAs+uint64(sas) != n+1) {
			t.Errorf("%d SAs are forgotten, %d are there", tr.EvictedSAs, sas)
		}
		if !answered && (tr.EvictedHalfOpen == 0 || tr.EvictedSAs > 0 || tr.EvictedHalfOpen+uint64(half) != n) {
			t.Errorf("%d first messages and %d SAs are forgotten, %d and %d are there", tr.EvictedHalfOpen, tr.EvictedSAs, half, sas)
		}
		for x := range tr.SAs() {
			if x.ID == 1 && (x.Messages != 19 || x.State != ike.QMIdle || x.Late || x.Policy == nil) {
				t.Errorf("the real SA has %d messages, is %v, late %v", x.Messages, x.State, x.Late)
			} else if x.ID == 1 {
				return
			}
		}
		t.Error("the real SA is forgotten")
	}
}

// SAs whose first messages propose the same have it in common, the response as well; another
// proposal is its own.
func TestSharedProposals(t *testing.T) {
	s, tr, fl := newSender(t), ike.New(nil, ike.Limits{}), newFlood(t)
	for i := range 3 {
		if i == 2 {
			fl.first[28+4+8+8+8+7]++ // the value of an attribute
		}
		fl.send(s, tr, true)
	}
	sas := slices.Collect(tr.SAs())
	if len(sas) != 3 {
		t.Fatalf("%d SAs", len(sas))
	}
	a, b, c := sas[0], sas[1], sas[2]
	if &a.Offers[ike.Initiator][0] != &b.Offers[ike.Initiator][0] || a.Policy != b.Policy || &a.Hello[ike.Initiator].SA[0] != &b.Hello[ike.Initiator].SA[0] {
		t.Error("what two SAs propose is kept twice")
	}
	if &a.Offers[ike.Initiator][0] == &c.Offers[ike.Initiator][0] || bytes.Equal(a.Hello[ike.Initiator].SA, c.Hello[ike.Initiator].SA) {
		t.Error("another proposal is taken for the same")
	}
	if a.Policy != c.Policy || c.Policy == nil {
		t.Error("the same choice is kept twice")
	}
}

// What a tracker reckons that it keeps is no less than what it takes.
func TestReckoning(t *testing.T) {
	labtest.Slow(t)
	heap := func() int {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int(m.HeapAlloc)
	}
	for _, answered := range []bool{false, true} {
		s, fl := newSender(t), newFlood(t)
		before := heap()
		tr := ike.New(nil, ike.Limits{})
		for range 20_000 {
			fl.send(s, tr, answered)
		}
		if took := heap() - before; took > tr.Bytes() {
			t.Errorf("answered %v: %d bytes are taken, %d reckoned", answered, took, tr.Bytes())
		}
		runtime.KeepAlive(tr)
	}
}

// A million half-open SAs, within the default bound: go
// test -bench Million -benchtime 1x.
func BenchmarkMillion(b *testing.B) {
	for b.Loop() {
		s, fl := newSender(b), newFlood(b)
		tr := ike.New(nil, ike.Limits{})
		var m runtime.MemStats
		peak := uint64(0)
		for i := range 1_000_000 {
			fl.send(s, tr, false)
			if i%50_000 == 0 {
				runtime.ReadMemStats(&m)
				peak = max(peak, m.HeapAlloc)
			}
		}
		runtime.ReadMemStats(&m)
		b.ReportMetric(float64(max(peak, m.HeapAlloc))/(1<<20), "peak-MiB")
		runtime.GC()
		runtime.ReadMemStats(&m)
		b.ReportMetric(float64(m.HeapAlloc)/(1<<20), "live-MiB")
		b.ReportMetric(float64(tr.Bytes())/(1<<20), "reckoned-MiB")
		if _, half := tr.Len(); half != 1_000_000 {
			b.Errorf("%d of a million are kept, %d forgotten", half, tr.EvictedHalfOpen)
		}
	}
}

// One SA with many messages, each of them new: the ladder and the digests
// are full.
func BenchmarkLongSA(b *testing.B) {
	s, fl := newSender(b), newFlood(b)
	tr := ike.New(nil, ike.Limits{})
	fl.send(s, tr, true)
	src := uint32(10<<24 | 1)
	for i := uint32(0); b.Loop(); i++ {
		binary.BigEndian.PutUint32(fl.response[20:], i) // message ID
		s.send(tr, responder, src, 500, 500, fl.response)
	}
}

// A flood that the responder answers: SAs that come to nothing displace each
// other.
func BenchmarkAnswered(b *testing.B) {
	s, fl := newSender(b), newFlood(b)
	tr := ike.New(nil, ike.Limits{Bytes: 16 << 20})
	for b.Loop() {
		fl.send(s, tr, true)
	}
}
