package ikefrag

import (
	"bytes"
	"encoding/binary"
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/dissect/isakmp"
)

// A bench feeds a Tracker with datagrams of UDP.
type bench struct {
	t      testing.TB
	engine *dissect.Engine
	track  *Tracker
	number uint64
	now    time.Time
}

func newBench(t testing.TB) *bench {
	r, err := dissect.NewRegistry(
		dissect.Bind[inet.IPv4](field.Link.Key(228)),
		dissect.Bind[inet.UDP](field.IPProto.Key(17)),
		dissect.Bind[isakmp.Packet](field.UDPPort.Key(500)))
	if err != nil {
		t.Fatal(err)
	}
	e := dissect.NewEngine(r)
	return &bench{t: t, engine: e, track: New(), now: time.Unix(1700000000, 0)}
}

// header is a message of main mode of the given first payload and length.
func header(first byte, length int) []byte {
	b := append([]byte("initiat.respond."), first, 0x10, 2, 0, 0, 0, 0, 0)
	return binary.BigEndian.AppendUint32(b, uint32(length))
}

// nonce is a message with a nonce of n bytes.
func nonce(n int) []byte {
	b := header(10, 32+n)
	b = binary.BigEndian.AppendUint16(append(b, 0, 0), uint16(4+n))
	return append(b, bytes.Repeat([]byte("n"), n)...)
}

// fragment sends a part of a message from the host whose last byte is src.
func (b *bench) fragment(src byte, id uint16, number, last byte, part []byte) *isakmp.Packet {
	m := header(132, 36+len(part))
	m = binary.BigEndian.AppendUint16(append(m, 0, 0), uint16(8+len(part)))
	m = binary.BigEndian.AppendUint16(m, id)
	m = append(append(m, number, last), part...)
	u := binary.BigEndian.AppendUint16([]byte{1, 244, 1, 244}, uint16(8+len(m)))
	u = append(append(u, 0, 0), m...)
	ip := binary.BigEndian.AppendUint16([]byte{0x45, 0}, uint16(20+len(u)))
	ip = append(append(ip, 0, 0, 0x40, 0, 64, 17, 0, 0, 10, 0, 0, src, 10, 0, 0, 99), u...)
	var p dissect.Packet
	b.number++
	p.Number, p.Time = b.number, b.now
	b.engine.Dissect(&p, 228, ip, len(ip))
	b.track.Observe(b.engine, &p)
	got, ok := p.Layers[len(p.Layers)-1].Message.(*isakmp.Packet)
	if !ok {
		b.t.Fatalf("no message of IKE: %v", p.Err)
	}
	return got
}

func TestWhole(t *testing.T) {
	const last = 1
	m := nonce(100)
	tests := []struct {
		name  string
		order []byte // of the parts' numbers
		frags int
	}{
		{"in order", []byte{1, 2, 3}, 3},
		{"the last first", []byte{3, 2, 1}, 3},
		{"one again", []byte{1, 2, 2, 3}, 4},
		{"in one", []byte{1}, 1},
	}
	for _, tt := range tests {
		b := newBench(t)
		for i, n := range tt.order {
			from, to, end := int(n-1)*50, int(n)*50, byte(0)
			if n == 3 || len(tt.order) == 1 {
				to, end = len(m), last
			}
			got := b.fragment(1, 7, n, end, m[from:to])
			if i+1 < len(tt.order) {
				if got.Nonce != nil {
					t.Errorf("%s: whole after %d parts", tt.name, i+1)
				}
				continue
			}
			if len(got.Nonce) != 100 || int(got.Length) != len(m) || !bytes.Equal(got.Raw, m) || len(got.Payloads) != 1 {
				t.Errorf("%s: %+v", tt.name, got)
			}
			if parts := got.Facts.Whole.Fragments; len(parts) != tt.frags {
				t.Errorf("%s: parts %+v", tt.name, parts)
			}
		}
		if len(b.track.waiting) != 0 || b.track.Counts != (Counts{Whole: 1}) {
			t.Errorf("%s: %d wait, %+v", tt.name, len(b.track.waiting), b.track.Counts)
		}
	}
}

// Hosts and messages do not mix; of two parts with one number the first counts.
func TestApart(t *testing.T) {
	b := newBench(t)
	m := nonce(100)
	b.fragment(1, 7, 1, 0, m[:50])
	if got := b.fragment(2, 7, 2, 1, m[50:]); got.Nonce != nil {
		t.Error("another host's part completed a message")
	}
	if got := b.fragment(1, 8, 2, 1, m[50:]); got.Nonce != nil {
		t.Error("another message's part completed a message")
	}
	b.fragment(1, 7, 1, 0, m[1:51])
	got := b.fragment(1, 7, 2, 1, m[50:])
	if !bytes.Equal(got.Raw, m) {
		t.Errorf("%x", got.Raw)
	}
	parts := got.Facts.Whole.Fragments
	if len(parts) != 3 || parts[0].Again || !parts[1].Again || !parts[1].Conflict || parts[2].Again || parts[2].Off != 50 {
		t.Errorf("%+v", parts)
	}
}

func TestBounds(t *testing.T) {
	b := newBench(t)
	part := bytes.Repeat([]byte{1}, 1000)
	for id := range uint16(maxWaiting + 10) {
		b.fragment(1, id, 1, 0, part)
	}
	if len(b.track.waiting) != maxWaiting || b.track.Evicted != 10 {
		t.Errorf("%d wait, %+v", len(b.track.waiting), b.track.Counts)
	}
	b.now = b.now.Add(maxWait + time.Second)
	for n := range 255 {
		b.fragment(1, 1, byte(n), 0, part)
	}
	if b.track.Expired != maxWaiting || b.track.Evicted < 12 {
		t.Errorf("%+v", b.track.Counts)
	}
	for _, w := range b.track.waiting {
		if w.length > maxLength {
			t.Errorf("%d bytes wait", w.length)
		}
	}
	for range 3 * maxParts {
		b.fragment(1, 2, 1, 0, nil)
	}
	for _, w := range b.track.waiting {
		if len(w.parts) > maxParts {
			t.Errorf("%d parts wait", len(w.parts))
		}
	}
}

// A message in a fragment of a message is not taken apart again.
func TestNested(t *testing.T) {
	b := newBench(t)
	inner := header(132, 40)
	inner = append(inner, 0, 0, 0, 12, 0, 9, 1, 1, 'd', 'a', 't', 'a')
	got := b.fragment(1, 7, 1, 1, inner)
	if b.track.Whole != 1 || got.Cisco.ID != 7 || !bytes.Equal(got.Raw, inner) {
		t.Errorf("%+v of %+v", b.track.Counts, got)
	}
}
