package nat_test

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/track/frag"
	"github.com/pktscope/pktscope/internal/track/nat"
)

// A stage is where tests let packets pass: a tracker watches its interfaces.
type stage struct {
	t      testing.TB
	tr     *nat.Tracker
	engine *dissect.Engine
	arena  *dissect.Arena
	frags  *frag.Tracker
	number uint64
	now    time.Time
}

func newStage(t testing.TB, l nat.Limits) *stage {
	r := labtest.Registry(t)
	s := &stage{
		t: t, tr: nat.New(l), engine: dissect.NewEngine(r), arena: dissect.NewArena(r), frags: frag.New(frag.DefaultLimits),
		now: time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC),
	}
	s.engine.Use(s.arena)
	return s
}

// see shows a datagram on an interface, a tenth of a millisecond after the one
// before.
func (s *stage) see(iface string, datagram []byte) {
	const rawIP = 101
	s.show(iface, rawIP, datagram)
}

// show shows a frame of a link type.
func (s *stage) show(iface string, link uint32, frame []byte) {
	s.number++
	s.now = s.now.Add(100 * time.Microsecond)
	var p dissect.Packet
	p.Number, p.Time, p.Wire, p.Interface = s.number, s.now, len(frame), iface
	s.engine.Dissect(&p, link, frame, len(frame))
	s.frags.Observe(s.engine, &p)
	s.tr.Watch(&p)
	s.arena.Reset()
}

// pass shows a packet inside and, as the NAT made it, outside.
func (s *stage) pass(before, after packet) {
	s.see("in", before.bytes())
	s.see("out", after.bytes())
}

// enter shows it the other way.
func (s *stage) enter(before, after packet) {
	s.see("out", before.bytes())
	s.see("in", after.bytes())
}

// want compares the translations with rows of protocol, inside global, inside
// local, outside local, outside global.
func (s *stage) want(rows ...string) *nat.Account {
	s.t.Helper()
	a := s.tr.Account(nat.Inside{})
	s.compare(a, rows)
	return a
}

func (s *stage) compare(a *nat.Account, rows []string) {
	s.t.Helper()
	var got []string
	for x := range a.Translations() {
		got = append(got, fmt.Sprint(nat.ProtocolName(x.Protocol), " ", x.InsideGlobal, " ", x.InsideLocal, " ", x.OutsideLocal, " ", x.OutsideGlobal))
	}
	slices.Sort(got)
	slices.Sort(rows)
	if !slices.Equal(got, rows) {
		s.t.Errorf("translations\n\t%q, want\n\t%q", got, rows)
	}
}

// A packet is what a test sends: its ends, and what a NAT does not change.
type packet struct {
	protocol uint8
	src, dst netip.AddrPort // a ping's identifier is src's port
	ttl      uint8
	id       uint16
	seq      uint32
	flags    uint8 // TCP's; ICMP: its type
	data     string
	quoted   *packet // ICMP: what an error returns
}

func udp(src, dst, data string) packet {
	return packet{protocol: nat.UDP, src: netip.MustParseAddrPort(src), dst: netip.MustParseAddrPort(dst), ttl: 64, id: 0x1234, data: data}
}

func tcp(src, dst string, seq uint32, flags uint8, data string) packet {
	p := udp(src, dst, data)
	p.protocol, p.seq, p.flags, p.id = nat.TCP, seq, flags, 0
	return p
}

// Flags of TCP, and types of ICMP.
const (
	fin  = 0x01
	syn  = 0x02
	rst  = 0x04
	ack  = 0x10
	echo = 8

	unreachable = 3
)

func ping(src, dst string, seq uint32, kind uint8) packet {
	p := udp(src, dst, "a ping's data, as long as others")
	p.protocol, p.seq, p.flags = nat.ICMP, seq, kind
	return p
}

// failure is an ICMP error from src that returns q to its sender.
func failure(src string, q packet) packet {
	return packet{
		protocol: nat.ICMP, src: netip.AddrPortFrom(netip.MustParseAddr(src), 0), dst: q.src, ttl: 64, id: 0x4711, flags: unreachable, quoted: &q,
	}
}

// as is the packet behind a NAT, a hop further.
func (p packet) as(src, dst string) packet {
	if src != "" {
		p.src = netip.MustParseAddrPort(src)
	}
	if dst != "" {
		p.dst = netip.MustParseAddrPort(dst)
	}
	p.ttl--
	return p
}

// answer goes back with other data.
func (p packet) answer(data string) packet {
	p.src, p.dst, p.data, p.id, p.ttl = p.dst, p.src, data, p.id+7, 60
	return p
}

// bytes is the datagram.
func (p *packet) bytes() []byte {
	var body []byte
	switch p.protocol {
	case nat.UDP:
		body = be16(body, p.src.Port(), p.dst.Port(), uint16(8+len(p.data)), 0)
	case nat.TCP:
		body = be16(body, p.src.Port(), p.dst.Port())
		body = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(body, p.seq), 0)
		body = append(body, 5<<4, p.flags, 0xff, 0xff, 0, 0, 0, 0)
	case nat.SCTP: // the common header, and a chunk of data
		body = be16(body, p.src.Port(), p.dst.Port(), 0x1111, 0x2222, 0, 0, 0x0003, uint16(16+len(p.data)), 0, uint16(p.seq), 0, 0, 0, 0)
	case nat.ICMP:
		if p.quoted != nil {
			body = append([]byte{p.flags, 1, 0, 0, 0, 0, 0, 0}, p.quoted.bytes()[:28]...)
			break
		}
		body = be16([]byte{p.flags, 0}, 0, p.src.Port(), uint16(p.seq))
	}
	return p.datagram(append(body, p.data...), 0, false)
}

// datagram is the IPv4 header and a body, or a part of it.
func (p *packet) datagram(body []byte, offset int, more bool) []byte {
	frag := uint16(offset / 8)
	if more {
		frag |= 0x2000
	}
	b := be16([]byte{0x45, 0}, uint16(20+len(body)), p.id, frag)
	b = append(b, p.ttl, p.protocol, 0, 0)
	src, dst := p.src.Addr().As4(), p.dst.Addr().As4()
	return append(append(append(b, src[:]...), dst[:]...), body...)
}

// fragments are the datagram in pieces of n bytes.
func (p *packet) fragments(n int) [][]byte {
	body := p.bytes()[20:]
	var out [][]byte
	for at := 0; at < len(body); at += n {
		end := min(at+n, len(body))
		out = append(out, p.datagram(body[at:end], at, end < len(body)))
	}
	return out
}

func be16(b []byte, values ...uint16) []byte {
	for _, v := range values {
		b = binary.BigEndian.AppendUint16(b, v)
	}
	return b
}

// nth is one of the translations.
func nth(a *nat.Account, n int) *nat.Translation {
	for x := range a.Translations() {
		if n == 0 {
			return x
		}
		n--
	}
	return &nat.Translation{}
}
