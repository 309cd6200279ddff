package nat_test

import (
	"encoding/binary"
	"fmt"
	"testing"

	"github.com/pktscope/pktscope/internal/track/nat"
)

// cooked shows a datagram in a capture of all devices, with a cooked header of Linux: of version 2
// where the device has a number.
func (s *stage) cooked(device uint32, datagram []byte) {
	head, linkType := []byte{0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, 8, 0}, uint32(113)
	if device > 0 {
		head, linkType = append(binary.BigEndian.AppendUint32([]byte{8, 0, 0, 0}, device), 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0), 276
	}
	s.show("any", linkType, append(head, datagram...))
}

// A client outside asks for a forwarded port, and a host inside for a server.
func through(from, to func(datagram []byte)) {
	for seq := range uint32(3) {
		p := tcp("198.51.100.9:3333", "80.1.0.2:8080", 77+seq, syn, "")
		q := p.as("", "192.168.0.20:80")
		to(p.bytes())
		from(q.bytes())
		back := q.answer("hello")
		from(back.bytes())
		back = back.as("80.1.0.2:8080", "")
		to(back.bytes())
		h := tcp(host, server, 10+seq, ack, "question")
		from(h.bytes())
		h = h.as(global, "")
		to(h.bytes())
	}
}

var throughRows = []string{
	"tcp 80.1.0.2:8080 192.168.0.20:80 198.51.100.9:3333 198.51.100.9:3333",
	"tcp 80.1.0.2:40000 192.168.0.10:40000 203.0.113.80:80 203.0.113.80:80",
}

// A capture of all devices has both sides of the NAT: packets say which.
func TestDevices(t *testing.T) {
	s := newStage(t, nat.Limits{})
	through(func(b []byte) { s.cooked(2, b) }, func(b []byte) { s.cooked(3, b) })
	a := s.want(throughRows...)
	for x := range a.Translations() {
		if x.Inside != "any:2" || x.Outside != "any:3" || x.Hairpin {
			t.Errorf("%+v", x)
		}
	}
	if in := s.tr.Account(nat.Inside{Interface: "3"}).Inside; len(in) != 1 || in[0] != "any:3" {
		t.Errorf("inside %q", in)
	}
}

// Where they do not say it, a packet with another receiver came in, and one with another sender
// went out.
func TestMixedDevices(t *testing.T) {
	s := newStage(t, nat.Limits{})
	both := func(b []byte) { s.cooked(0, b) }
	through(both, both)
	a := s.want(throughRows...)
	if x := nth(a, 0); !x.Inbound || x.In != 3 || x.Out != 3 || x.Hairpin {
		t.Errorf("%+v", x)
	}
	if x := nth(a, 1); x.Inbound || x.Hairpin {
		t.Errorf("%+v", x)
	}
}

// A translation that is captured on several interfaces of a side, such as a bridge and its port, is
// one translation.
func TestCapturedTwice(t *testing.T) {
	s := newStage(t, nat.Limits{})
	through(
		func(b []byte) { s.see("port", b); s.see("bridge", b) },
		func(b []byte) { s.see("out", b) })
	if a := s.want(throughRows...); a.Doubtful != 0 {
		t.Errorf("%d doubtful", a.Doubtful)
	}
}

// Datagrams are sent back with both ends changed: their identification and data tell them.
func TestHairpinOfDatagrams(t *testing.T) {
	s := newStage(t, nat.Limits{})
	for seq := range uint16(2) {
		p := udp(host, "80.1.0.2:5353", fmt.Sprintf("question %d", seq))
		p.id += seq
		q := p.as("192.168.0.1:1024", "192.168.0.20:53")
		s.see("in", p.bytes())
		s.see("in", q.bytes())
		r := q.answer(p.data) // an echo
		s.see("in", r.bytes())
		r = r.as("80.1.0.2:5353", host)
		s.see("in", r.bytes())
	}
	p := ping("192.168.0.10:5", "80.1.0.3:5", 1, echo)
	q := p.as("192.168.0.1:5", "192.168.0.30:5")
	s.see("in", p.bytes())
	s.see("in", q.bytes())
	s.want(
		"udp 192.168.0.1:1024 192.168.0.10:40000 80.1.0.2:5353 192.168.0.20:53",
		"icmp 192.168.0.1:5 192.168.0.10:5 80.1.0.3:5 192.168.0.30:5")
}

// What the NAT itself answers was not dropped there, nor what it carries in a tunnel, nor what a
// host asks another of its network.
func TestNotDropped(t *testing.T) {
	s := newStage(t, nat.Limits{})
	for seq := range uint32(3) {
		p := tcp(host, server, 10+seq, ack, "question")
		s.pass(p, p.as(global, ""))
	}
	ask := tcp("192.168.0.10:41000", "80.1.0.2:22", 5, syn, "")
	s.see("in", ask.bytes())
	ask = ask.answer("")
	s.see("in", ask.bytes())
	gateway := udp("192.168.0.10:42000", "192.168.0.1:53", "a question")
	s.see("in", gateway.bytes())
	inner := udp("10.1.1.1:1000", "10.2.2.2:2000", "within")
	outer := func(src string, ttl uint8) []byte {
		gre := append([]byte{0, 0, 8, 0}, inner.bytes()...)
		o := packet{protocol: nat.GRE, ttl: ttl, id: 99}
		o = o.as(src, "203.0.113.80:0")
		return o.datagram(gre, 0, false)
	}
	s.see("in", outer("192.168.0.10:0", 64))
	s.see("out", outer("80.1.0.2:0", 63))
	a := s.tr.Account(nat.Inside{})
	want := map[string]nat.Reason{"192.168.0.10:41000": nat.Own, "192.168.0.10:42000": nat.Local, "10.1.1.1:1000": nat.Carried}
	for c := range a.Untranslated() {
		src := c.Flow.Src.String()
		if r, ok := want[src]; ok && r != c.Reason {
			t.Errorf("%v: %v, want %v", c.Flow, c.Reason, r)
		}
		delete(want, src)
	}
	if len(want) > 0 || a.Doubtful != 0 {
		t.Errorf("without %v, %d doubtful", want, a.Doubtful)
	}
}

// A NAT that gave all ports of a range at random has no others: the next flow is dropped.
func TestRangeInUse(t *testing.T) {
	s := newStage(t, nat.Limits{})
	ports := []int{2010, 2007, 2008, 2003, 2004, 2002, 2006, 2009, 2000, 2005, 2001} // as netfilter chose them
	for i, port := range ports {
		for n := range 2 {
			p := udp(fmt.Sprintf("192.168.1.50:%d", 42000+i), "203.0.113.80:5000", fmt.Sprintf("datagram %d of %d", n, i))
			s.pass(p, p.as(fmt.Sprintf("80.1.0.2:%d", port), ""))
		}
		pools := s.tr.Account(nat.Inside{}).Statistics(s.now).Pools
		if full := i == len(ports)-1; pools[0].Full != full || (pools[0].Risk() == "high") != full {
			t.Errorf("after %d: %+v", i, pools[0])
		}
	}
}
