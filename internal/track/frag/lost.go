package frag

import (
	"encoding/binary"
	"iter"
	"net/netip"
	"slices"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/bounded"
)

// A Loss is an IKE message whose first fragment was captured, and not all of the rest:
// what becomes of long messages where fragments are dropped on the path. RFC 7383,
// section 1, is about it. Retransmissions of a message are one Loss.
type Loss struct {
	Src, Dst    netip.AddrPort
	Header      isakmp.Header // of the message
	Datagrams   int           // with the message; each is a retransmission but the first
	Partly      int           // of Datagrams: more than the first fragment was captured
	Least, Most int           // bytes in the first fragments behind the IP header
	Span
}

// A Headless is datagrams of UDP of which some fragments were captured, and not the
// first. Their ports are not known.
type Headless struct {
	Src, Dst  netip.Addr
	Datagrams int
	Span
}

// A Span is the first and the last frame of several, and their times.
type Span struct {
	First, Last           time.Time
	FirstFrame, LastFrame uint64
}

// Lost are the IKE messages that were not captured whole: datagrams that still wait for
// fragments count as well.
func (t *Tracker) Lost() []Loss { return values(t.sum().messages) }

// Headless are the datagrams of UDP without their first fragment, as Lost has them.
func (t *Tracker) Headless() []Headless { return values(t.sum().headless) }

// ClearLost forgets what was lost so far.
func (t *Tracker) ClearLost() { t.lost = newLosses() }

// sum is what was lost with the datagrams that wait.
func (t *Tracker) sum() losses {
	all := newLosses()
	for e := range t.lost.messages.All() {
		all.messages.Add(e.Key).Value = e.Value
	}
	for e := range t.lost.headless.All() {
		all.headless.Add(e.Key).Value = e.Value
	}
	for e := range t.waiting.All() {
		all.add(e.Key, &e.Value)
	}
	return all
}

// cut has the datagrams whose fragments are in p, which the capture cut, be no loss: a
// fragment came, and the capture has not all of it.
func (t *Tracker) cut(p *dissect.Packet) {
	for i := range p.Layers {
		if p.Layers[i].Quoted {
			return
		}
		var k key
		switch m := p.Layers[i].Message.(type) {
		case *inet.IPv4:
			if !m.Fragment() {
				continue
			}
			k = key{src: m.Src, dst: m.Dst, id: uint32(m.ID), proto: m.Protocol}
		case *inet.IPv6Fragment:
			k, _ = ip6Key(p, i)
			k.id = m.ID
		default:
			continue
		}
		t.complete(k, p.Time)
		if e := t.waiting.Peek(k); e != nil {
			e.Value.again = true
		}
	}
}

// completed reports whether a datagram with the key k was complete not long before now.
func (t *Tracker) completed(k key, now time.Time) bool {
	e := t.done.Peek(k)
	return e != nil && now.Sub(e.Value) <= t.limits.Wait
}

// complete remembers k, whose datagram is complete.
func (t *Tracker) complete(k key, now time.Time) {
	e := t.done.Find(k)
	if e == nil {
		e = t.done.Add(k)
	}
	e.Value = now
}

// losses are what expired.
type losses struct {
	messages *bounded.Table[messageKey, Loss]
	headless *bounded.Table[[2]netip.Addr, Headless]
}

// A messageKey is what copies of an IKE message have in common.
type messageKey struct {
	src, dst netip.AddrPort
	header   isakmp.Header
}

// maxLosses bounds how many messages, and pairs of addresses, are remembered.
const maxLosses = 1 << 12

func newLosses() losses {
	return losses{bounded.New[messageKey, Loss](maxLosses), bounded.New[[2]netip.Addr, Headless](maxLosses)}
}

func values[K comparable, V any](t *bounded.Table[K, V]) []V {
	var all iter.Seq[V] = func(yield func(V) bool) {
		for e := range t.All() {
			if !yield(e.Value) {
				return
			}
		}
	}
	return slices.Collect(all)
}

const protoUDP = 17

// add counts the datagram g, which is not complete, if it is of UDP: with the IKE
// message that its first fragment begins, or without a first fragment.
func (l losses) add(k key, g *datagram) {
	if g.proto != protoUDP || g.again || len(g.parts) == 0 {
		return
	}
	first := &g.parts[0]
	if first.offset > 0 {
		pair := [2]netip.Addr{k.src, k.dst}
		e := l.headless.Find(pair)
		if e == nil {
			e = l.headless.Add(pair)
			e.Value.Src, e.Value.Dst = k.src, k.dst
		}
		e.Value.Datagrams++
		e.Value.extend(first.frame, g.since)
		return
	}
	src, dst, h, ok := message(first.data)
	if !ok {
		return
	}
	m := messageKey{netip.AddrPortFrom(k.src, src), netip.AddrPortFrom(k.dst, dst), h}
	e := l.messages.Find(m)
	if e == nil {
		e = l.messages.Add(m)
		e.Value = Loss{Src: m.src, Dst: m.dst, Header: h, Least: len(first.data)}
	}
	v := &e.Value
	v.Datagrams++
	if len(g.parts) > 1 {
		v.Partly++
	}
	v.Least, v.Most = min(v.Least, len(first.data)), max(v.Most, len(first.data))
	v.extend(first.frame, g.since)
}

func (s *Span) extend(frame uint64, at time.Time) {
	if s.FirstFrame == 0 || frame < s.FirstFrame {
		s.First, s.FirstFrame = at, frame
	}
	if frame > s.LastFrame {
		s.Last, s.LastFrame = at, frame
	}
}

// message reads the ports and the header of the IKE message that a first fragment of
// UDP begins, on whatever ports: behind the header of UDP, or a Non-ESP Marker as well
// (RFC 3948, section 2.2). The message is longer than the fragment.
func message(b []byte) (src, dst uint16, h isakmp.Header, ok bool) {
	const udpHeader, marker = 8, 4
	if len(b) < udpHeader+marker {
		return 0, 0, h, false
	}
	src, dst = binary.BigEndian.Uint16(b), binary.BigEndian.Uint16(b[2:])
	body := b[udpHeader:]
	if [marker]byte(body) == [marker]byte{} {
		body = body[marker:]
	}
	h, err := isakmp.ParseHeader(body)
	length := int(binary.BigEndian.Uint16(b[4:])) - (len(b) - len(body)) // of the message, by the header of UDP
	return src, dst, h, err == nil && isakmp.ExchangeName(h.Major(), h.Exchange) != "" && int64(h.Length) == int64(length)
}
