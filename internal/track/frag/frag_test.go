package frag_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/track"
	"github.com/pktscope/pktscope/internal/track/frag"
)

var _ track.Tracker = (*frag.Tracker)(nil)

const linkRaw4 = 228 // LINKTYPE_IPV4

// whole is the payload that the tests cut up: a UDP datagram from port 1000
// to port 2000.
var whole = func() []byte {
	b := []byte{0x03, 0xe8, 0x07, 0xd0, 0, 64, 0, 0}
	for i := range 56 {
		b = append(b, byte(i))
	}
	return b
}()

// ip4 is a datagram from 10.0.0.1 to 10.0.0.2.
func ip4(proto byte, id uint16, offset int, more bool, payload []byte) []byte {
	b := []byte{0x45, 0, 0, 0, 0, 0, 0, 0, 64, proto, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2}
	binary.BigEndian.PutUint16(b[2:], uint16(20+len(payload)))
	binary.BigEndian.PutUint16(b[4:], id)
	v := uint16(offset / 8)
	if more {
		v |= 0x2000
	}
	binary.BigEndian.PutUint16(b[6:], v)
	return append(b, payload...)
}

// A bench takes packets apart and shows them to a tracker.
type bench struct {
	testing.TB
	engine  *dissect.Engine
	tracker *frag.Tracker
	packet  dissect.Packet
	number  uint64
	now     time.Time
}

func newBench(t testing.TB, l frag.Limits) *bench {
	t.Helper()
	r := labtest.Registry(t)
	return &bench{TB: t, engine: dissect.NewEngine(r), tracker: frag.New(l), now: time.Unix(1000, 0)}
}

func (b *bench) see(link uint32, data []byte, wire int) *dissect.Packet {
	b.number++
	b.packet = dissect.Packet{Number: b.number, Time: b.now}
	b.engine.Dissect(&b.packet, link, data, wire)
	b.tracker.Observe(b.engine, &b.packet)
	return &b.packet
}

func (b *bench) ip4(data []byte) *dissect.Packet { return b.see(linkRaw4, data, len(data)) }

// info is the Info column.
func info(p *dissect.Packet) string { return string(p.AppendInfo(nil, nil)) }

// reassembly is that of the outermost IPv4 header, nil without.
func reassembly(p *dissect.Packet) *inet.Reassembly { return p.Layers[1].Message.(*inet.IPv4).Whole }

// A piece is a part of whole: its offset, its end, whether more follow.
type piece struct {
	from, to int
	more     bool
}

// What completes, and what is wrong with the fragments, is as tshark 4.0 has
// it for the same packets.
func TestPieces(t *testing.T) {
	tests := []struct {
		name   string
		pieces []piece
		at     int    // the piece that completes the datagram, -1 for none
		length int    // of what it completes to
		flags  string // per fragment by offset: o overlap, l too long, t second tail
	}{
		{"in order", []piece{{0, 24, true}, {24, 48, true}, {48, 64, false}}, 2, 64, "..."},
		{"reversed", []piece{{48, 64, false}, {24, 48, true}, {0, 24, true}}, 2, 64, "..."},
		{"overlap", []piece{{0, 32, true}, {24, 48, true}, {48, 64, false}}, 2, 64, ".o."},
		{"twice", []piece{{0, 24, true}, {0, 24, true}, {24, 64, false}}, 2, 64, ".o."},
		{"two tails", []piece{{0, 24, true}, {48, 64, false}, {48, 56, false}, {24, 48, true}}, 3, 64, "...t"},
		{"behind the tail", []piece{{48, 56, false}, {0, 24, true}, {24, 64, true}}, 2, 56, ".lo"},
		{"odd length inside", []piece{{0, 20, true}, {24, 64, false}, {16, 24, true}}, 2, 64, ".o."},
		{"teardrop", []piece{{0, 32, true}, {8, 16, false}}, 1, 16, "lo"},
		{"teardrop reversed", []piece{{8, 16, false}, {0, 32, true}}, 1, 16, "lo"},
		{"a gap", []piece{{0, 24, true}, {32, 64, false}}, -1, 0, ""},
		{"no tail", []piece{{0, 24, true}, {24, 64, true}}, -1, 0, ""},
		{"no head", []piece{{24, 64, false}}, -1, 0, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, frag.Limits{})
			for i, x := range tt.pieces {
				p := b.ip4(ip4(17, 1, x.from, x.more, whole[x.from:x.to]))
				r := reassembly(p)
				if (r != nil) != (i == tt.at) {
					t.Fatalf("piece %d: completed is %v", i, r != nil)
				}
				if r == nil {
					if want := fmt.Sprintf("Fragmented IP protocol (proto=UDP 17, off=%d, ID=0001)", x.from); info(p) != want {
						t.Errorf("piece %d: %q, want %q", i, info(p), want)
					}
					continue
				}
				if r.Length != tt.length || !bytes.Equal(p.Bufs[r.Buf], whole[:tt.length]) {
					t.Errorf("%d bytes %x, want the first %d", r.Length, p.Bufs[r.Buf], tt.length)
				}
				if got := flags(r); got != tt.flags {
					t.Errorf("flags are %q, want %q", got, tt.flags)
				}
			}
			if tt.at >= 0 && b.tracker.Bytes() != 0 {
				t.Errorf("%d bytes are kept", b.tracker.Bytes())
			}
		})
	}
}

func flags(r *inet.Reassembly) string {
	var s []byte
	for _, f := range r.Fragments {
		switch {
		case f.SecondTail:
			s = append(s, 't')
		case f.TooLong:
			s = append(s, 'l')
		case f.Overlap:
			s = append(s, 'o')
		default:
			s = append(s, '.')
		}
	}
	return string(s)
}

func TestInfo(t *testing.T) {
	b := newBench(t, frag.Limits{})
	b.ip4(ip4(17, 7, 0, true, whole[:24]))
	p := b.ip4(ip4(17, 7, 24, false, whole[24:]))
	if got := info(p); got != "1000 → 2000 Len=56" {
		t.Errorf("Info is %q", got)
	}
	if got := string(p.AppendProtocol(nil)); got != "UDP" {
		t.Errorf("Protocol is %q", got)
	}
}

// What belongs to another datagram, or is not whole, does not count.
func TestApart(t *testing.T) {
	tests := []struct {
		name string
		data []byte
		wire int
	}{
		{"another identification", ip4(17, 2, 24, false, whole[24:]), 0},
		{"another protocol", ip4(1, 1, 24, false, whole[24:]), 0},
		{"cut by the capture", ip4(17, 1, 24, false, whole[24:])[:50], 60},
		{"empty", ip4(17, 1, 24, false, nil), 0},
		{"quoted by an ICMP error", ip4(1, 9, 0, false, append([]byte{3, 3, 0, 0, 0, 0, 0, 0}, ip4(17, 1, 24, false, whole[24:])...)), 0},
	}
	for _, tt := range tests {
		b := newBench(t, frag.Limits{})
		b.ip4(ip4(17, 1, 0, true, whole[:24]))
		b.see(linkRaw4, tt.data, max(tt.wire, len(tt.data)))
		if b.tracker.Whole != 0 {
			t.Errorf("%s: completes the datagram", tt.name)
		}
	}
}

// Fragments of fragments: IPv4 in IPv4, cut on the inside and on the outside.
func TestTunnel(t *testing.T) {
	b := newBench(t, frag.Limits{})
	for k, inner := range [][]byte{ip4(17, 78, 0, true, whole[:24]), ip4(17, 78, 24, false, whole[24:])} {
		id := uint16(17 + k)
		b.ip4(ip4(4, id, 0, true, inner[:24]))
		p := b.ip4(ip4(4, id, 24, false, inner[24:]))
		want := []string{"Fragmented IP protocol (proto=UDP 17, off=0, ID=004e)", "1000 → 2000 Len=56"}[k]
		if got := info(p); got != want {
			t.Errorf("datagram %d: %q, want %q", k, got, want)
		}
	}
	if b.tracker.Whole != 3 || len(b.packet.Bufs) != 3 {
		t.Errorf("%d datagrams, %d buffers", b.tracker.Whole, len(b.packet.Bufs))
	}
}

func TestIPv6(t *testing.T) {
	const linkRaw6 = 229 // LINKTYPE_IPV6
	piece := func(offset int, more byte, payload []byte) []byte {
		b := make([]byte, 48, 128)
		b[0], b[5], b[6], b[7], b[23], b[39] = 0x60, byte(8+len(payload)), 44, 64, 1, 2
		b[8], b[24] = 0xfe, 0xfe
		b[40] = 17
		binary.BigEndian.PutUint16(b[42:], uint16(offset)|uint16(more))
		b[47] = 9
		return append(b, payload...)
	}
	b := newBench(t, frag.Limits{})
	first := piece(0, 1, whole[:24])
	if got, want := info(b.see(linkRaw6, first, len(first))), "IPv6 fragment (off=0 more=y ident=0x00000009 nxt=17)"; got != want {
		t.Errorf("the first: %q, want %q", got, want)
	}
	last := piece(24, 0, whole[24:])
	p := b.see(linkRaw6, last, len(last))
	if r := p.Layers[2].Message.(*inet.IPv6Fragment).Whole; r == nil || !bytes.Equal(p.Bufs[r.Buf], whole) {
		t.Errorf("the last does not complete the packet: %+v", r)
	}
}
