// Package frag reassembles the fragments of IPv4 and IPv6 datagrams.
package frag

import (
	"bytes"
	"net/netip"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/internal/track/bounded"
)

// Limits bound what a Tracker keeps.
type Limits struct {
	Bytes int           // of fragments that are kept, with their overhead
	Wait  time.Duration // for a datagram's last fragment, by the packets' clock
}

// DefaultLimits wait as long as a receiver does, RFC 8200 section 4.5.
var DefaultLimits = Limits{Bytes: 16 << 20, Wait: 60 * time.Second}

// Counts are those of datagrams so far.
type Counts struct {
	Whole   uint64 // reassembled
	Expired uint64 // given up after Limits.Wait
	Evicted uint64 // given up for want of room
}

// A Tracker keeps fragments until their datagram is complete. The datagram is then
// dissected as part of the packet with the last fragment; the packets before it
// stay fragments.
type Tracker struct {
	Counts
	limits  Limits
	waiting *bounded.Table[key, datagram]  // in the order of their first fragments
	done    *bounded.Table[key, time.Time] // complete datagrams, for fragments that are captured twice
	lost    losses                         // of the datagrams that expired
	spare   [spares][]byte                 // of fragments whose datagrams are complete
}

// spares is how many buffers of fragments wait to be used again: of as many datagrams as
// arrive at one time.
const spares = 16

// New makes a Tracker; zero limits are the default ones.
func New(l Limits) *Tracker {
	if l.Bytes == 0 {
		l.Bytes = DefaultLimits.Bytes
	}
	if l.Wait == 0 {
		l.Wait = DefaultLimits.Wait
	}
	return &Tracker{
		limits: l, waiting: bounded.New[key, datagram](l.Bytes), done: bounded.New[key, time.Time](maxDone), lost: newLosses(),
	}
}

// maxDone bounds how many complete datagrams are remembered.
const maxDone = 1 << 12

// maxNesting bounds how many datagrams are reassembled with one packet: a datagram
// in a tunnel may be a fragment again.
const maxNesting = 8

// Protos implements track.Selective.
func (*Tracker) Protos() []*field.Proto { return []*field.Proto{inet.IPv4Proto, inet.IPv6Proto} }

// Observe implements track.Tracker.
func (t *Tracker) Observe(e *dissect.Engine, p *dissect.Packet) {
	if len(p.Layers) > 0 && p.Layers[0].Span.End < p.Layers[0].Span.Wire {
		t.cut(p)
	}
	for range maxNesting {
		if !t.step(e, p) {
			return
		}
	}
}

// step keeps the innermost layer of p, if it is a fragment, and reports whether it
// completes a datagram.
func (t *Tracker) step(e *dissect.Engine, p *dissect.Packet) bool {
	i := len(p.Layers) - 1 // no other layer has its payload
	if i < 0 || p.Err != nil {
		return false
	}
	switch m := p.Layers[i].Message.(type) {
	case *inet.IPv4:
		if !m.Fragment() || m.Whole != nil {
			return false
		}
		k := key{src: m.Src, dst: m.Dst, id: uint32(m.ID), proto: m.Protocol}
		return t.add(e, p, i, k, m.Protocol, m.FragOffset, m.MF, func(r *inet.Reassembly) { m.Whole = r })
	case *inet.IPv6Fragment:
		if !m.Fragment() || m.Whole != nil {
			return false
		}
		k, ok := ip6Key(p, i)
		k.id = m.ID
		return ok && t.add(e, p, i, k, m.NextHeader, m.Offset, m.More, func(r *inet.Reassembly) { m.Whole = r })
	}
	return false
}

// A key is what the fragments of a datagram have in common, RFC 791 section
// 3.2 and RFC 8200 section 4.5; IPv6 has no protocol in it.
type key struct {
	src, dst netip.Addr
	id       uint32
	proto    uint8
}

// ip6Key finds the addresses of the fragment header that is layer i.
func ip6Key(p *dissect.Packet, i int) (key, bool) {
	for ; i >= 0; i-- {
		if m, ok := p.Layers[i].Message.(*inet.IPv6); ok {
			return key{src: m.Src, dst: m.Dst}, true
		}
	}
	return key{}, false // behind an IPv4 header
}

// add keeps the payload of layer i and, if no other fragment is missing, dissects
// the datagram behind that layer.
func (t *Tracker) add(engine *dissect.Engine, p *dissect.Packet, i int, k key, proto uint8, offset int, more bool, tell func(*inet.Reassembly)) bool {
	l := &p.Layers[i]
	s, ok := l.Payload()
	if !ok || l.Quoted || s.End < s.Wire || s.End == s.Off {
		return false // quoted in an error, not wholly captured, or empty
	}
	t.expire(p.Time)
	e := t.waiting.Peek(k)
	if e == nil {
		e = t.waiting.Add(k)
		e.Value.since, e.Value.length, e.Value.proto = p.Time, -1, proto
		e.Value.again = t.completed(k, p.Time)
	}
	g := &e.Value
	last := g.insert(p.Number, offset, more, p.Bufs[s.Buf][s.Off:s.End])
	if !g.complete() {
		last.data = t.clone(last.data)
		if t.waiting.SetCost(e, g.cost()); len(g.parts) >= maxParts {
			t.waiting.Evict(e)
		}
		t.waiting.Trim()
		t.Evicted = t.waiting.Evicted
		return false
	}
	t.Whole++
	t.complete(k, p.Time)
	whole, buf := g.assemble(engine.Own(g.length))
	for i := range g.parts {
		if x := &g.parts[i]; x != last { // its bytes are the packet's
			t.spare[i%spares] = x.data
		}
	}
	t.waiting.Remove(e)
	whole.Buf = uint8(len(p.Bufs))
	tell(whole)
	engine.Continue(p, i, buf)
	return true
}

// clone copies a fragment, to where one was that was about as long.
func (t *Tracker) clone(data []byte) []byte {
	for i, b := range t.spare {
		if len(data) <= cap(b) && cap(b) <= 2*len(data) { // no more than twice of what the datagram is said to cost
			t.spare[i] = nil
			return append(b[:0], data...)
		}
	}
	return bytes.Clone(data)
}
