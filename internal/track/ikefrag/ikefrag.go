// Package ikefrag reassembles messages of IKEv1 from Cisco's fragments.
package ikefrag

import (
	"net/netip"
	"slices"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/dissect/isakmp"
)

// What is kept at most. Fragments are rare, and those of one message follow each
// other.
const (
	maxWaiting = 256              // messages that are not complete
	maxLength  = 1 << 16          // of one message, as of a datagram
	maxParts   = 512              // of one message, retransmissions included
	maxWait    = 60 * time.Second // for the last part, by the packets' clock
)

// Counts are those of messages so far.
type Counts struct {
	Whole   uint64 // reassembled
	Expired uint64 // given up after a minute
	Evicted uint64 // given up for want of room
}

// A Tracker keeps fragments until their message is complete. The last fragment to
// be captured is then decoded once more, as the whole message.
type Tracker struct {
	Counts
	waiting []message // the oldest first
}

// New makes a Tracker.
func New() *Tracker { return new(Tracker) }

// A key is what the parts of a message have in common.
type key struct {
	src, dst  netip.AddrPort
	initiator [8]byte
	responder [8]byte
	id        uint16
}

// Protos implements track.Selective.
func (*Tracker) Protos() []*field.Proto {
	return []*field.Proto{isakmp.Proto}
}

// Observe implements track.Tracker.
func (t *Tracker) Observe(e *dissect.Engine, p *dissect.Packet) {
	var k key
	for i := range p.Layers {
		l := &p.Layers[i]
		if l.Quoted {
			return
		}
		switch m := l.Message.(type) {
		case *inet.IPv4:
			k.src, k.dst = netip.AddrPortFrom(m.Src, 0), netip.AddrPortFrom(m.Dst, 0)
		case *inet.IPv6:
			k.src, k.dst = netip.AddrPortFrom(m.Src, 0), netip.AddrPortFrom(m.Dst, 0)
		case *inet.UDP:
			k.src = netip.AddrPortFrom(k.src.Addr(), m.SrcPort)
			k.dst = netip.AddrPortFrom(k.dst.Addr(), m.DstPort)
		case *isakmp.Packet:
			if m.Cisco.Data == nil || p.Err != nil {
				return
			}
			k.initiator, k.responder, k.id = m.InitiatorSPI, m.ResponderSPI, m.Cisco.ID
			t.add(e, p, i, m, k)
			return
		}
	}
}

// add keeps a part and, if no other is missing, decodes the whole message.
func (t *Tracker) add(e *dissect.Engine, p *dissect.Packet, i int, m *isakmp.Packet, k key) {
	t.expire(p.Time)
	at := slices.IndexFunc(t.waiting, func(w message) bool { return w.key == k })
	if at < 0 {
		if len(t.waiting) == maxWaiting {
			t.waiting = slices.Delete(t.waiting, 0, 1)
			t.Evicted++
		}
		at = len(t.waiting)
		t.waiting = append(t.waiting, message{key: k, since: p.Time})
	}
	w := &t.waiting[at]
	w.insert(p.Number, &m.Cisco)
	switch {
	case w.complete():
		b := e.Own(w.length)
		m.Facts.Whole = isakmp.Whole{Bytes: b, Buf: uint8(len(p.Bufs)), Fragments: w.assemble(b)}
		p.Bufs = append(p.Bufs, b)
		t.Whole++
		t.waiting = slices.Delete(t.waiting, at, at+1)
		e.Again(p, i)
	case w.length > maxLength || len(w.parts) > maxParts:
		t.waiting = slices.Delete(t.waiting, at, at+1)
		t.Evicted++
	}
}

// expire gives messages up that have waited too long.
func (t *Tracker) expire(now time.Time) {
	n := 0
	for n < len(t.waiting) && now.Sub(t.waiting[n].since) > maxWait {
		n++
	}
	t.waiting = slices.Delete(t.waiting, 0, n)
	t.Expired += uint64(n)
}
